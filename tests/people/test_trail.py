"""What was done with someone's data: every look is shown, and every line has words."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.db import transaction
from portal.people import services
from portal.people.types import LookReason
from portal.people.types.trail import ACTIONS
from tests.conftest import SignIn
from tests.factories import ClerkFactory


@pytest.fixture
def looked_at(session: Session, resident: Any) -> Any:
    """Someone whose full number a clerk looked at, and who then signed in a hundred times and once more."""
    clerk = ClerkFactory()
    services.reveal_id_number(
        resident.person_id,
        actor_id=clerk.id,
        reason="来电核对",
        purpose=LookReason.OTHER,
        office="满都宝力格镇便民服务站",
    )
    with transaction():
        for _ in range(101):
            audit.record("people.sign_in", subject_type="account", subject_id=resident.id, actor_id=resident.id)
    return resident


@pytest.mark.parametrize("path", ["/zh/me/privacy", "/mn/me/privacy", "/zh/me/privacy/data"])
def test_a_look_is_shown_however_much_was_done_since(sign_in: SignIn, looked_at: Any, path: str) -> None:
    shown = sign_in(looked_at).get(path).get_data(as_text=True)

    assert "来电核对" in shown
    assert "满都宝力格镇便民服务站" in shown


def test_looks_and_trail_can_be_taken_away(sign_in: SignIn, looked_at: Any) -> None:
    taken = sign_in(looked_at).get("/zh/me/privacy/data.json").get_json()

    assert [(row["action"], row["by"], row["reason"]) for row in taken["looks"]] == [
        ("people.reveal_id_number", "station_clerk", "来电核对")
    ]
    assert [(row["action"], row["by"]) for row in taken["trail"]] == [("people.sign_in", "self")] * 101


@pytest.mark.parametrize("by_others", [True, False])
def test_who_wrote_someone_down_is_known_however_much_was_done_since(
    client: FlaskClient, sign_in: SignIn, looked_at: Any, by_others: bool
) -> None:
    if by_others:
        with transaction():
            audit.record(
                "people.add", subject_type="person", subject_id=looked_at.person_id, actor_id=ClerkFactory().id
            )
        with transaction():
            for _ in range(100):
                audit.record("people.sign_in", subject_type="account", subject_id=looked_at.id, actor_id=looked_at.id)

    assert ("由服务站录入或由名单导入" in sign_in(looked_at).get("/zh/me/privacy").get_data(as_text=True)) is by_others


def actions_about_people() -> Iterator[str]:
    """Return every action that the source writes into the trail of a person."""
    for path in sorted((Path(__file__).parents[2] / "portal").rglob("*.py")):
        tree = ast.parse(path.read_text())
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            kind = {word.arg: word.value for word in call.keywords}.get("subject_type")
            if ast.unparse(call.func) == "audit.record" and kind is not None and "person" in _constants(kind):
                yield from _values(call.args[0], call, tree)


def _constants(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _values(node: ast.expr, inside: ast.AST, tree: ast.Module) -> list[str]:
    """Return all words an expression may stand for: itself, either way of a choice, or what callers hand over."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _values(node.body, inside, tree) + _values(node.orelse, inside, tree)
    if isinstance(node, ast.JoinedStr):
        found = [""]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            found = [begun + more for begun in found for more in _values(inner, inside, tree)]
        return found
    assert isinstance(node, ast.Name), ast.unparse(node)
    return _handed_over(node.id, inside, tree) or _looked_up(node.id, tree)


def _handed_over(name: str, inside: ast.AST, tree: ast.Module) -> list[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and inside in ast.walk(node)]
    names = [one.arg for one in functions[0].args.args]
    if name not in names:
        return []
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == functions[0].name
    ]
    return [value for call in calls for value in _values(call.args[names.index(name)], call, tree)]


def _looked_up(name: str, tree: ast.Module) -> list[str]:
    """Return what may be found in the table of the module that a local name is read from."""
    for node in (
        node for node in ast.walk(tree) if isinstance(node, ast.Assign) and name in ast.unparse(node.targets[0])
    ):
        names, values = (part.elts if isinstance(part, ast.Tuple) else [part] for part in (node.targets[0], node.value))
        for target, value in zip(names, values, strict=True):
            if ast.unparse(target) == name and isinstance(value, ast.Subscript):
                table = ast.unparse(value.value)
                return [
                    word
                    for part in tree.body
                    if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == table
                    for word in _constants(part.value)
                ]
    raise AssertionError(name)


def test_every_line_about_a_person_has_words() -> None:
    found = set(actions_about_people())

    assert {"station.send_code", "station.wish_contest_answered", "people.open_locked"} <= found
    assert not found - ACTIONS.keys()
