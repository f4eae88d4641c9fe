"""Settings: what cannot be is refused at the start, with the name of the variable and never with a secret."""

import base64
from pathlib import Path

import pytest

from portal.core import crypto
from portal.core.config import Config, ConfigError, FieldKey, new_field_key, read_config

KEY = base64.urlsafe_b64encode(b"\xff" * 32).decode()
GOOD = {"PORTAL_SECRET_KEY": "s" * 32, "PORTAL_FIELD_KEYS": f"k1:{KEY}"}


def read(folder: Path, **changes: str) -> Config:
    """Return the settings of a good environment with some changes."""
    return read_config({"PORTAL_DATA_DIR": str(folder), **GOOD, **changes})


def test_keys_that_init_makes_are_good(tmp_path: Path) -> None:
    made = read_config({"PORTAL_DATA_DIR": str(tmp_path)}, make_keys=True)

    assert read_config({"PORTAL_DATA_DIR": str(tmp_path)}) == made


def test_a_server_without_keys_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="PORTAL_SECRET_KEY and PORTAL_FIELD_KEYS"):
        read_config({"PORTAL_DATA_DIR": str(tmp_path)})


def test_several_keys_are_read_in_their_order(tmp_path: Path) -> None:
    older = new_field_key()
    ring = read(tmp_path, PORTAL_FIELD_KEYS=f"new_Key-2:{KEY}, {older}").field_keys

    assert ring[0] == FieldKey("new_Key-2", b"\xff" * 32)
    assert ring[1].key_id == older.partition(":")[0]


@pytest.mark.parametrize(
    "ring",
    [
        f"k.1:{KEY}",  # the dot ends the name of the key before each sealed value
        f":{KEY}",
        f"{'k' * 33}:{KEY}",
        f"key one:{KEY}",
        f"\u043a1:{KEY}",
        f"k1:{KEY},k1:{base64.b64encode(bytes(32)).decode()}",
        f"k1:{KEY},",
        f"k1:{KEY[:-8]}",
        f"k1:{KEY[:-1]}",
        f"k1:\u00e9{KEY[1:]}",
        f"k1:*{KEY}",
        "k1",
    ],
)
def test_a_ring_that_would_leave_values_unreadable_is_refused(tmp_path: Path, ring: str) -> None:
    with pytest.raises(ConfigError, match="PORTAL_FIELD_KEYS") as refused:
        read(tmp_path, PORTAL_FIELD_KEYS=ring)

    assert KEY[:8] not in str(refused.value)


def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="PORTAL_SECRET_KEY must have at least 32 characters"):
        read(tmp_path, PORTAL_SECRET_KEY="x" * 31)


def test_the_safe_choice_is_made_where_nothing_is_said(tmp_path: Path) -> None:
    assert (read(tmp_path).second_step, Config.second_step) == ("required", "required")
    assert (read(tmp_path).jobs, Config.jobs) == ("here", "here")


def test_choices_are_read(tmp_path: Path) -> None:
    chosen = read(tmp_path, PORTAL_SECOND_STEP="offered", PORTAL_JOBS="worker")

    assert (chosen.second_step, chosen.jobs) == ("offered", "worker")


@pytest.mark.parametrize(
    ("name", "text", "choices"),
    [("PORTAL_SECOND_STEP", "Required", "required or offered"), ("PORTAL_JOBS", "somewhere", "here or worker")],
)
def test_a_choice_that_there_is_not_is_refused(tmp_path: Path, name: str, text: str, choices: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} must be {choices}, not '{text}'"):
        read(tmp_path, **{name: text})


def test_a_name_made_of_all_that_is_allowed_can_be_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "_ring", lambda: (FieldKey("new_Key-2", b"\xff" * 32),))

    assert crypto.unseal(crypto.seal("x", "test"), "test") == "x"
