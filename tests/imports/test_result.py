from __future__ import annotations

import json
from dataclasses import replace

from planner.core.parse import Problem
from planner.core.plan import Outcome, Plan, Tally
from planner.core.rows import Batch, Skipped, Understood
from planner.imports.result import ImportResult, alike, import_result

ROWS = tuple(Outcome(where=f"a.csv:{n}", what=what, item="a", title="A")  # type: ignore[arg-type]
             for n, what in enumerate(["created", "updated", "unchanged", "conflict"], start=2))  # fmt: skip
BATCH = Batch(
    refused=(
        Problem("a.csv:6", "date", "x", "“%(value)s” is no date.", {"value": "x"}),
        Problem("a.csv:6", "title", "", "Empty."),
    ),
    warnings=(Problem("a.csv:2", "channel", "y", "Unknown."),),
    skipped=(Skipped("b.png", "planner does not read files of this kind."),),
    known=3,
)  # fmt: skip
PLAN = Tally()
PLAN.add(Plan(outcomes=ROWS, conflicts=(Problem("a.csv:5", "title", "A", "Edited."),)))


def test_the_account_adds_up() -> None:
    result = import_result(BATCH, PLAN)
    assert (result.read, result.created, result.updated, result.unchanged, result.refused_rows) == (9, 1, 1, 5, 1)
    assert result.read == result.created + result.updated + result.unchanged + len(result.skipped) + result.refused_rows


def test_the_json_is_that_of_the_interface() -> None:
    translate = {"Unknown.": "Onbekend."}.get
    assert json.loads(import_result(BATCH, PLAN).to_json(lambda text: translate(text, text))) == {
        "read": 9, "created": 1, "updated": 1, "unchanged": 5,
        "skipped": [{"where": "b.png", "why": "planner does not read files of this kind."}],
        "refused": [
            {"where": "a.csv:6", "column": "date", "value": "x", "problem": "“x” is no date."},
            {"where": "a.csv:6", "column": "title", "value": "", "problem": "Empty."},
        ],
        "warnings": [{"where": "a.csv:2", "column": "channel", "value": "y", "problem": "Onbekend."}],
        "conflicts": [{"where": "a.csv:5", "column": "title", "value": "A", "problem": "Edited."}],
    }  # fmt: skip


def test_files_that_cannot_be_read_are_unlike_rows_that_are_refused() -> None:
    whole, row = Problem("plan/a.xlsx", "", "", "No workbook."), Problem("plan/a.csv:6", "date", "x", "No date.")
    assert import_result(Batch(refused=(whole,)), Tally()).unreadable
    assert not import_result(Batch(refused=(whole, row)), Tally()).unreadable
    assert not import_result(Batch(refused=(whole,)), PLAN).unreadable
    assert not import_result(Batch(), Tally()).unreadable


def test_an_account_that_was_stored_is_the_same_account() -> None:
    sheet = Understood(where="a.csv", rows=4, fields=(("Titel", "title"),), unknown=("Mood",), order="day")
    account = import_result(replace(BATCH, understood=(sheet,)), PLAN)
    assert ImportResult.from_stored(json.loads(json.dumps(account.to_stored()))) == account


def unknown(where: str, value: str, column: str = "channel") -> Problem:
    return Problem(where, column, value, "“%(value)s” is no channel.", {"value": value})


def test_problems_that_say_the_same_are_one_group_that_names_every_row() -> None:
    told = [unknown(f"a.csv:{n}", "TikTok") for n in (2, 3, 4, 9)] + [
        unknown("b.md", "TikTok"),
        unknown("a.csv:5", "X"),
    ]
    assert [(group.first.sentence(), len(group.problems), group.places) for group in alike(told)] == [
        ("“TikTok” is no channel.", 5, "a.csv:2-4, 9, b.md"), ("“X” is no channel.", 1, "a.csv:5"),
    ]  # fmt: skip


def test_many_different_values_are_one_group_too() -> None:
    told = [unknown(f"a.csv:{n}", str(n)) for n in range(2, 20)]
    assert [(group.problems, group.same) for group in alike(told)] == [(tuple(told), False)]
    assert [group.same for group in alike([*told[:12], unknown("a.csv:9", "y", "kanaal")])] == [True] * 13
