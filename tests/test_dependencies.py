"""docs/dependencies.md says of every dependency what it is for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_dependency_is_explained_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    page = (ROOT / "docs" / "dependencies.md").read_text()
    explained = {line for line in page.splitlines() if line.startswith(("| **", "`postgres`"))}
    named = {name for line in explained for name in re.findall(r"\*\*([\w.-]+)\*\*", line)}
    assert named == {re.split(r"[^\w.-]", line)[0] for line in asked}
