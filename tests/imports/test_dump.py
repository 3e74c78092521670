"""A dump comes back whole, or is refused with the place of every fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.model import Dump
from planner.exports.dump import dump_json
from planner.imports.dump import read_dump
from tests.strategies import dumps


def faults(text: str | bytes) -> list[tuple[str, str]]:
    dump, problems = read_dump(text)
    assert dump is None
    return [(p.where, p.sentence()) for p in problems]


def refused(**parts: Any) -> list[tuple[str, str]]:
    return faults(json.dumps({"planner": 1, **parts}))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(dumps(), st.sampled_from(["Europe/Brussels", "UTC", "America/St_Johns"]))
def test_what_is_written_is_read_back_the_same(dump: Dump, zone: str) -> None:
    assert read_dump(dump_json(dump, ZoneInfo(zone))) == (dump, ())


def test_the_smallest_dump_takes_every_default() -> None:
    assert read_dump('{"planner": 1}') == (Dump(), ())


def test_a_moment_without_offset_is_in_the_zone_of_the_dump() -> None:
    raw = {
        "planner": 1,
        "settings": {"timezone": "America/New_York"},
        "channels": [{"slug": "email"}],
        "items": [
            {"id": "a", "title": "A", "placements": [{"uid": "p", "channel": "email", "at": "2026-11-21T09:30"}]}
        ],
    }
    dump, problems = read_dump(json.dumps(raw))
    assert problems == ()
    assert dump is not None
    assert dump.items[0].placements[0].at == datetime(2026, 11, 21, 14, 30, tzinfo=UTC)


def test_bytes_with_a_byte_order_mark_are_read() -> None:
    assert read_dump(b'\xef\xbb\xbf{"planner": 1, "revision": 7}') == (Dump(revision=7), ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no JSON: line 1, column 1."),
        ('{"planner": 1,', "This is no JSON: line 1, column 15."),
        ("[]", 'This is no dump of planner: it does not begin with {"planner": 1.'),
        ("{}", 'This is no dump of planner: it does not begin with {"planner": 1.'),
        (b'{"planner": 1, "\xff', "This is not UTF-8 text: byte 16."),
        ("[" * 100_000, "This is nested too deeply to be a dump."),
        ('{"planner": ' + "1" * 5000 + "}", "This holds a number with more digits than can be read."),
    ],
)
def test_what_is_no_dump_is_told_so(text: str | bytes, sentence: str) -> None:
    assert faults(text) == [("dump", sentence)]


def test_another_version_of_the_format_is_refused() -> None:
    assert faults('{"planner": 2}') == [("planner", "2 is out of range: from 1 to 1.")]


def test_unknown_keys_are_refused_by_name_and_place() -> None:
    assert refused(segmnts=[], segments=[{"slug": "a", "colour": "red"}], settings={"tz": "UTC"}) == [
        ("segmnts", "“segmnts” is not a key that planner knows here."),
        ("settings.tz", "“tz” is not a key that planner knows here."),
        ("segments[0].colour", "“colour” is not a key that planner knows here."),
    ]


def test_a_key_that_stands_twice_is_refused() -> None:
    assert faults('{"planner": 1, "segments": [{"slug": "a", "slug": "b"}]}') == [
        ("segments[0].slug", "The key “slug” stands twice.")
    ]


def test_every_fault_is_told_with_its_place() -> None:
    found = refused(
        segments=[{"slug": "parents", "priority": 9}, {"name": {"en": 5}}],
        channels=[{"slug": "email", "kind": "pigeon", "pressure": True}],
        items=[
            {"id": "a", "title": "A", "status": "done", "map": [{"segment": "nobody"}]},
            {"id": "b", "title": "", "placements": [{"uid": "p", "channel": "fax", "on": "2026-02-30"}]},
        ],
    )
    assert found == [
        ("segments[0].priority", "9 is out of range: from 1 to 5."),
        ("segments[1].slug", "“slug” is missing."),
        ("segments[1].name.en", "This must be text."),
        ("channels[0].kind", "“pigeon” is not one of: web, search, email, messaging, app, social, video, event, "
         "print, phone, store, service, partner."),
        ("channels[0].pressure", "“True” is no number."),
        ("items[0].status", "“done” is not one of: idea, briefed, in_production, in_review, changes_requested, "
         "approved, published, archived, on_hold, cancelled."),
        ("items[1].title", "This is empty; give it a text."),
        ("items[1].placements[0].on", "“2026-02-30” is no date: write it as 2026-11-21."),
        ("items[0].map[0].segment", "There is no “nobody” among the segments."),
        ("items[1].placements[0].channel", "There is no “fax” among the channels."),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused_wherever_they_stand(number: str) -> None:
    assert [where for where, _ in faults(f'{{"planner": 1, "stages": [{{"slug": "a", "weight": {number}}}]}}')] == [
        "stages[0].weight"
    ]
    text = f'{{"planner": 1, "items": [{{"id": "a", "title": "A", "extra": {{"x": [{number}]}}}}]}}'
    assert [where for where, _ in faults(text)] == ["items[0].extra"]


def test_text_that_cannot_be_stored_is_refused() -> None:
    found = refused(items=[{"id": "a\u0000", "title": "A\ud800", "owner": "two\nlines", "body": "x" * 200_001}])
    assert found == [
        ("items[0].id", "This holds a control character, which cannot be stored."),
        ("items[0].title", "This holds a control character, which cannot be stored."),
        ("items[0].body", "This has 200001 characters; at most 200000 fit. Shorten it."),
        ("items[0].owner", "This must be one line, without line breaks."),
    ]


def test_an_address_that_could_run_as_script_is_refused() -> None:
    assert refused(items=[{"id": "a", "title": "A", "url": "javascript:alert(1)"}]) == [
        ("items[0].url", "“javascript:alert(1)” is no web address: start it with https://, http://, mailto: or /.")
    ]


def test_unknown_fields_of_content_are_bounded_in_depth() -> None:
    deep: Any = "x"
    for _ in range(60):
        deep = [deep]
    assert refused(items=[{"id": "a", "title": "A", "extra": {"deep": deep}}]) == [
        ("items[0].extra", "This is nested deeper than 50 levels.")
    ]


def test_positions_follow_the_list_and_may_not_contradict_it() -> None:
    dump, _ = read_dump('{"planner": 1, "stages": [{"slug": "a", "position": 10}, {"slug": "b", "position": 20}]}')
    assert dump is not None
    assert [stage.slug for stage in dump.workspace.stages] == ["a", "b"]
    assert refused(stages=[{"slug": "a", "position": 2}, {"slug": "b", "position": 1}]) == [
        ("stages[1].position", "Position 1 contradicts the order of the list; the order is what counts.")
    ]


def test_rows_that_are_no_objects_do_not_shift_the_places_of_others() -> None:
    assert refused(stages=["reach", {"slug": "b", "weight": 6}]) == [
        ("stages[0]", "This must be an object: {…}."),
        ("stages[1].weight", "6 is out of range: from 0 to 5."),
    ]
