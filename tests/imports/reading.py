"""Short ways for tests to read texts as files, with the small cast of tests.builders."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from planner import imports
from planner.core.model import Channel, Label, Segment, Workspace
from planner.core.rows import Batch, ItemRow
from tests.builders import channel, fmt, phase, segment, stage, workspace

TODAY = date(2026, 11, 21)
REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "real"


def space() -> Workspace:
    """Two of each dimension, with Dutch names where that matters."""
    grandparents = Segment(slug="grandparents", name=Label(en="Grandparents", nl="Grootouders"))
    email = Channel(slug="email", name=Label(en="E-mail", nl="E-mail nieuwsbrief"), kind="email", pressure=1.0)
    return workspace(
        segments=(segment("parents"), grandparents),
        stages=(stage("reach"), stage("convert")),
        phases=(phase("awareness"), phase("decision")),
        channels=(channel("blog"), email),
        formats=(fmt("article"), fmt("video")),
    )


def read(*files: tuple[str, str | bytes], **options: Any) -> Batch:
    pairs = [(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return imports.read(pairs, workspace=options.pop("workspace", None) or space(), today=TODAY, **options)


def sheet(text: str | bytes, name: str = "plan.csv", **options: Any) -> Batch:
    return read((name, text), **options)


def page(text: str, name: str = "blog/page.md", **options: Any) -> ItemRow:
    """The row of a Markdown file that must come in."""
    batch = read((name, text), **options)
    assert batch.refused == ()
    return batch.rows[0]


def told(batch: Batch) -> list[tuple[str, str]]:
    """Warnings as (place, sentence)."""
    return [(one.where, one.sentence()) for one in batch.warnings]


def refused(batch: Batch) -> list[tuple[str, str, str]]:
    """Refusals as (place, column, sentence)."""
    return [(one.where, one.column, one.sentence()) for one in batch.refused]
