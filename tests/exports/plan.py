"""A small plan to export: two segments, three stages, three channels, a run, a timed mail, hostile words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from planner.core.calendar import Group, calendar
from planner.core.model import Campaign, Item, Label, Query, Settings, Stage, Workspace
from planner.exports.entries import CalendarExport, entries
from tests.builders import channel, fmt, inventory, item, phase, placement, segment, stage, workspace

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
QUARTER = Query(start=MONDAY, until=date(2027, 2, 21))
HOSTILE = Path(__file__).resolve().parents[2].parent / "shared" / "real" / "hostile"

SPACE = workspace(
    settings=Settings(name="Huis Linde"),
    segments=(segment("parents"), segment("grandparents")),
    stages=(stage("reach"), Stage(slug="convert", name=Label(en="Convert", nl="Converteren")), stage("retain")),
    phases=(phase("awareness"), phase("decision")),
    channels=(channel("blog"), channel("email", kind="email", pressure=1.0), channel("store")),
    formats=(fmt("article"), fmt("video")),
    campaigns=(Campaign(slug="black-friday", name="Black Friday", colour="#14201f"),),
)

ITEMS = (
    item(
        "sleep",
        title="Slaapritme: één goed begin",
        summary="How a rhythm begins",
        url="https://example.org/sleep",
        format="article",
        language="nl",
        owner="Lotte",
        map=("parents/reach/awareness", "grandparents/convert/decision"),
        placements=(
            placement("sleep-blog", "blog", MONDAY, status="published"),
            placement("sleep-run", "store", date(2026, 12, 28), until=date(2027, 1, 6), status="approved"),
            placement(
                "sleep-mail",
                "email",
                at=datetime(2026, 11, 24, 6, 30, tzinfo=UTC),
                title="Sleep, at last",
                text="Dear parents,\nsleep; well, \\ all",
                call_to_action="Read on",
                link="https://example.org/sleep?utm=mail",
                segments=("parents",),
                stage="convert",
                phase="decision",
                campaign="black-friday",
                owner="Karim",
                language="en",
                priority=8,
                sequence=3,
            ),
        ),
    ),
    item(
        "news",
        title="Newsletter",
        map=(),
        status="approved",
        placements=(
            placement("news-maybe", "email", MONDAY, status="tentative", service=True, series="weekly"),
            placement("news-off", "email", MONDAY, status="cancelled"),
            placement("news-tray", "email"),
        ),
    ),
)


def export_of(
    *items: Item,
    space: Workspace = SPACE,
    query: Query = QUARTER,
    group: Group = "week",
    feed: bool = False,
    **fields: Any,
) -> CalendarExport:
    """The export of these items (the plan above by default) over a query."""
    items = items or ITEMS
    grid = calendar(space, inventory(space, *items), query, group, cancelled=feed)
    records = [(i, p) for i in items for p in i.placements]
    made = entries(space, grid.rows, records)
    return CalendarExport(workspace=space, calendar=grid, entries=made, **({"now": NOW} | fields))


def naughty() -> list[str]:
    """Hostile strings: formulas, markup, control signs; the public lists where they lie beside the checkout."""
    own = [
        "=1+1", "'=1+1", "''=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", " =1", "＝1+1",
        "{=1}", "<script>alert(1)</script>", "a\r\nATTENDEE:mailto:x@y", "END:VEVENT", "BEGIN:VEVENT", "a\rb", "a\nb",
        "| pipe | `code` [link](javascript:alert(1)) *b* _i_ # h", "\x00\x01\x0b\x0c\x1f\x7f", "\u2028\u2029\x85",
        "_x0041_", "\ufeffbom", "\u202ertl", "😀" * 20, "\ud800", "\ufffe\uffff", "http://x/\nE:1", "a;b|c,d\\e\"f'g",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "é" * 80, "ß" * 200,
    ]  # fmt: skip
    if HOSTILE.is_dir():
        own += (HOSTILE / "csv-injection" / "csv-payload.txt").read_text().splitlines()
        own += json.loads((HOSTILE / "blns" / "blns.json").read_text())
    return own


def hostile(texts: list[str]) -> list[Item]:
    """An item with a placement for every text, the text in every field that people write."""
    return [
        item(
            f"i{n}",
            title=text,
            summary=text,
            url=text,
            owner=text,
            map=("parents/reach/awareness",),
            placements=(
                placement(
                    f"u{n}", "email", MONDAY, title=text if n % 2 else "", text=text, call_to_action=text, link=text,
                    image=text, image_alt=text, owner=text, series=text,
                ),
            ),
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
