"""The arrows of docs/architecture.md: core <- imports, exports, storage <- pipeline <- views, cli."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "planner"

# What a room may import of planner, by prefix. `planner.views` and `planner.cli` may import everything below them.
ALLOWED = {
    "core": ("planner.core",),
    "wording": ("planner.core", "planner.wording"),
    "imports": ("planner.core", "planner.imports"),
    "exports": ("planner.core", "planner.exports", "planner.wording"),
    "storage": ("planner.core", "planner.storage"),
}
BANNED = {  # libraries that have one room
    "flask": ("planner/views/", "planner/__init__.py", "planner/server.py"),
    "flask_babel": ("planner/views/", "planner/__init__.py"),
    "flask_wtf": ("planner/views/", "planner/__init__.py"),
    "wtforms": ("planner/views/",),
    "sqlalchemy": ("planner/storage/",),
    "sqlmodel": ("planner/storage/",),
    "alembic": ("planner/storage/",),
}
PURE = (
    "datetime.now",
    "datetime.today",
    "date.today",
    "time.time",
    "random.",
    "open(",
    "uuid4",
    "os.environ",
)


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: say the whole module name"
            names.update([node.module] if node.module != "planner" else [f"planner.{a.name}" for a in node.names])
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_import_only_what_lies_below_them(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    names = imported(path)
    if room in ALLOWED:
        own = {name for name in names if name.split(".")[0] == "planner" and name != "planner.config"}
        if room == "core":
            assert "planner.config" not in names
        assert [n for n in sorted(own) if not n.startswith(ALLOWED[room])] == []
    if room == "pipeline.py":
        assert [n for n in sorted(names) if n.startswith(("planner.views", "planner.cli"))] == []
    place = path.relative_to(ROOT).as_posix()
    for library, rooms in BANNED.items():
        if any(name.split(".")[0] == library for name in names):
            assert place.startswith(rooms), f"{place} imports {library}; it lives in {rooms}"


def test_the_core_asks_nobody_for_the_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in sorted((PACKAGE / "core").rglob("*.py"))
        for word in PURE
        if re.search(rf"(?<!\w){re.escape(word)}", path.read_text())
    ]
    assert found == []


def test_only_config_names_the_instance_folder() -> None:
    found = [
        str(p.relative_to(ROOT))
        for p in modules()
        if p.name != "config.py"
        and any(isinstance(n, ast.Constant) and n.value == "instance" for n in ast.walk(ast.parse(p.read_text())))
    ]
    assert found == []


def test_no_inline_script_or_style_in_templates() -> None:
    bad = (" style=", "<style", "<script>", " onclick=", " onchange=", " onsubmit=", "javascript:")
    found = [
        f"{path.name}: {word}"
        for path in sorted((PACKAGE / "templates").rglob("*.html"))
        for word in bad
        if word in path.read_text()
    ]
    assert found == []
