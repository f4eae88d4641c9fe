"""The rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).parent.parent
LIMITS = {
    "types": 200, "errors": 150, "models": 400, "rules": 300, "queries": 400, "services": 400, "forms": 300, "views": 400,
}  # fmt: skip
TOP_LEVEL = {
    "portal", "translations", "static", "templates", "migrations", "tests", "wsgi.py", "requirements.txt", "README.md",
    "Makefile", "pyproject.toml",
}  # fmt: skip
PHYSICAL = re.compile(
    r"(?<![-.\w])(?:(?:min-|max-)?(?:width|height)|(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom)\s*:"
)


def python_files(folder: str = "portal") -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def room_and_floor(path: Path) -> tuple[str, str]:
    parts = path.relative_to(ROOT / "portal").with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else ""


def views_of(app: Flask) -> Iterator[tuple[Rule, object]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule, app.view_functions[rule.endpoint]


def test_every_view_says_who_may_enter(app: Flask) -> None:
    bare = [rule.rule for rule, view in views_of(app) if not hasattr(view, "access")]

    assert bare == []


def test_paths_are_kebab_case(app: Flask) -> None:
    odd = [
        rule.rule
        for rule, _view in views_of(app)
        if not re.fullmatch(r"/[a-z0-9/.-]*", re.sub(r"<[^>]+>", "x", rule.rule))
    ]

    assert odd == []


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_a_rooms_own_services_write_through_its_models(path: Path) -> None:
    room, floor = room_and_floor(path)
    foreign = [
        name
        for name in imports_of(path)
        if re.fullmatch(r"portal\.\w+\.models(\.\w+)?", name) and not name.startswith(f"portal.{room}.")
    ]

    assert not foreign or floor in ("queries", "models"), foreign


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_too_long(path: Path) -> None:
    _room, floor = room_and_floor(path)
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LIMITS.get(floor, 400)


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name} {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= 40 + _docstring(node)
    ]

    assert long == []


def _docstring(node: ast.FunctionDef) -> int:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
        return first.end_lineno - first.lineno + 1
    return 0


def test_templates_are_short_and_parse(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html", "txt"])

    for name in names:
        app.jinja_env.get_template(name)
    long = [name for name in names if len((ROOT / "templates" / name).read_text(encoding="utf-8").splitlines()) > 120]
    assert long == []


def test_templates_use_what_they_import() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for names in re.findall(r"{%-? *from [^%]+ import ([^%]+?)(?: with context)? *-?%}", text):
            for name in names.split(","):
                used = name.split(" as ")[-1].strip()
                assert len(re.findall(rf"\b{used}\b", text)) > 1, f"{path.name} imports {used} for nothing"


def test_pages_carry_no_inline_style_or_script() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        if "documents" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", text), path
        assert not re.search(r"<script(?![^>]+src=)", text), path


def test_stylesheet_of_pages_uses_logical_properties_only() -> None:
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "static/portal.css").read_text(encoding="utf-8"), flags=re.S)
    css = re.sub(r"@media[^{]+", "", css)

    assert PHYSICAL.findall(css) == []


def test_top_level_holds_nothing_else() -> None:
    known = (ROOT / ".gitignore").read_text().split()
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert {name for name in found - TOP_LEVEL if f"{name}/" not in known} == set()


def test_only_the_clock_tells_the_time() -> None:
    for path in python_files():
        if path.name != "clock.py":
            assert not re.search(r"\b(?:datetime\.now|date\.today|datetime\.utcnow)\(", path.read_text()), path


def test_only_core_pdf_calls_weasyprint() -> None:
    users = {path.parent.name for path in python_files() for name in imports_of(path) if name.startswith("weasyprint")}

    assert users <= {"pdf"}


@pytest.mark.parametrize("path", python_files("migrations"), ids=lambda path: path.name)
def test_no_migration_makes_a_table_anew(path: Path) -> None:
    """SQLite refuses it while rows of other tables point to the table."""
    assert "batch_alter_table" not in path.read_text(encoding="utf-8")
