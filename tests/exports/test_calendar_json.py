"""The calendar as JSON, in the shape that other programs hold on to."""

from __future__ import annotations

import json

from planner.exports.calendar_json import calendar_json
from tests.exports.plan import export_of, hostile, naughty


def test_the_shape_of_the_calendar() -> None:
    read = json.loads(calendar_json(export_of()).body)
    assert {name: value for name, value in read.items() if name != "periods"} == {
        "from": "2026-11-23", "to": "2027-02-21", "group": "week", "channels": ["blog", "email", "store"],
        "stages": ["reach", "convert", "retain"], "total": 4,
    }  # fmt: skip
    assert [period["label"] for period in read["periods"]] == [
        *(f"2026-W{n}" for n in range(48, 54)), *(f"2027-W{n:02}" for n in range(1, 8)),
    ]  # fmt: skip
    first = read["periods"][0]
    assert (first["from"], first["to"]) == ("2026-11-23", "2026-11-29")
    assert [(c["channel"], c["stage"], [p["uid"] for p in c["placements"]]) for c in first["cells"]] == [
        ("blog", "reach", ["sleep-blog"]), ("email", "convert", ["sleep-mail"]), ("email", None, ["news-maybe"]),
    ]  # fmt: skip
    assert [p["label"] for p in read["periods"] if p["cells"]] == ["2026-W48", "2026-W53", "2027-W01"]


def test_a_placement_is_on_a_day_or_at_a_moment_with_its_offset() -> None:
    read = json.loads(calendar_json(export_of()).body)
    placements = {p["uid"]: p for period in read["periods"] for cell in period["cells"] for p in cell["placements"]}
    blog, mail = placements["sleep-blog"], placements["sleep-mail"]
    assert (blog["id"], blog["on"], "at" in blog, blog["title"], blog["status"]) == (
        "sleep", "2026-11-23", False, "Slaapritme: één goed begin", "published",
    )  # fmt: skip
    assert (mail["at"], "on" in mail, mail["title"]) == ("2026-11-24T07:30:00+01:00", False, "Sleep, at last")


def test_hostile_text_comes_back_as_it_was() -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in naughty()]
    read = json.loads(calendar_json(export_of(*hostile(texts))).body)
    (cell,) = [cell for period in read["periods"] for cell in period["cells"]]
    assert sorted(p["text"] for p in cell["placements"]) == sorted(texts)
