"""Check that every sentence is in both catalogues, translated, with the same places to fill in."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PLACE = re.compile(r"%(?:\((\w+)\))?[sd]")


def extracted() -> dict[str, Message]:
    """Return the sentences in the code and the templates by id."""
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        command = [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            "translations/babel.cfg",
            "-k",
            "_l",
        ]
        subprocess.run([*command, "-o", str(pot), "portal", "templates"], cwd=ROOT, check=True)
        return {key(message): message for message in read_po(pot.open("rb")) if message.id}


def key(message: Message) -> str:
    """Return the id of a message, the singular for a counted one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def places(text: str) -> set[str]:
    """Return what a sentence leaves to be filled in; a count may stand in only one of two forms."""
    return set(PLACE.findall(text)) - {"num"}


def problems(locale: str, wanted: dict[str, Message]) -> list[str]:
    """Return what is wrong with a catalogue."""
    with (ROOT / f"translations/{locale}/LC_MESSAGES/messages.po").open("rb") as file:
        found = {key(message): message for message in read_po(file, locale=locale) if message.id}
    wrong = [f"{locale}: not in the catalogue: {name!r}" for name in wanted.keys() - found.keys()]
    wrong += [f"{locale}: no longer used: {name!r}" for name in found.keys() - wanted.keys()]
    for name in wanted.keys() & found.keys():
        text = found[name].string if isinstance(found[name].string, str) else found[name].string[0]
        if not text:
            wrong.append(f"{locale}: not translated: {name!r}")
        elif places(text) != places(name):
            wrong.append(f"{locale}: other places than the original: {name!r} -> {text!r}")
        if found[name].fuzzy:
            wrong.append(f"{locale}: marked fuzzy: {name!r}")
    return wrong


def main() -> int:
    """Print what is wrong and return 1 if anything is."""
    wanted = extracted()
    wrong = sorted(problem for locale in ("zh_Hans_CN", "mn_Mong_CN") for problem in problems(locale, wanted))
    print(*wrong, sep="\n")  # noqa: T201
    print(f"{len(wanted)} messages, {len(wrong)} problems")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
