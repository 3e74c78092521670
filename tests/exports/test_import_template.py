"""The workbook to begin an import with comes in through the importer, in both languages."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from planner import imports
from planner.core.model import Workspace
from planner.core.presets import preset
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.exports.import_template import CALENDAR, CONTENT, NAMES, SHEETS, import_template
from planner.imports.heads import head
from planner.imports.values import item_status, placement_status
from planner.wording.names import Names

TODAY = date(2026, 11, 23)


def space(language: str) -> Workspace:
    return preset("b2c", language=language, timezone="Europe/Brussels")


@pytest.mark.parametrize("language", NAMES)
def test_the_template_comes_in_as_an_item_with_its_placement(language: str) -> None:
    made = import_template(space(language), language, today=TODAY)
    batch = imports.read([(made.name, made.body)], workspace=space(language), today=TODAY)
    item, place = batch.rows
    assert (batch.refused, batch.warnings) == ((), ())
    assert [one.where for one in batch.skipped] == [f"{made.name}#{name}" for name in SHEETS[language][2:]]
    assert (item.fields["status"], item.fields["due_on"], item.fields["effort_hours"]) == (
        "in_production", date(2026, 12, 7), 4.0,
    )  # fmt: skip
    assert item.map is not None
    assert (item.title_key, len(item.map), "format" in item.fields) == (place.title_key, 1, True)
    assert [one.fields["status"] for one in place.placements] == ["planned"]
    assert str(place.placements[0].fields["at"]) == "2026-12-14 08:30:00+00:00"


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("table", [CONTENT, CALENDAR])
def test_every_head_means_its_field(table: tuple[object, ...], language: str) -> None:
    heads = CONTENT if table is CONTENT else CALENDAR
    assert [head(one.text(language)).field for one in heads] == [one.field for one in heads]


@pytest.mark.parametrize("language", NAMES)
def test_every_status_of_the_lists_is_one_the_importer_knows(language: str) -> None:
    names = Names(space(language), language)
    assert [item_status(names.status(one)) for one in ITEM_STATUSES] == list(ITEM_STATUSES)
    assert [placement_status(names.status(one)) for one in PLACEMENT_STATUSES] == list(PLACEMENT_STATUSES)


def test_a_status_is_chosen_from_a_list_and_every_column_is_explained() -> None:
    book = load_workbook(BytesIO(import_template(space("nl"), "nl", today=TODAY).body))
    rules = book["Inhoud"].data_validations.dataValidation
    column = [one.value for one in book["Inhoud"][1]].index("Status")
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in rules}
    assert lists["ABCDEFGH"[column]] == f"'Lijsten'!$C$1:$C${len(ITEM_STATUSES)}"
    assert book["Lijsten"].sheet_state == "hidden"
    assert [row[0].value for row in book["Kolommen"].iter_rows(min_row=2)] == [
        *(f"{one.nl} (Inhoud)" for one in CONTENT), *(f"{one.nl} (Kalender)" for one in CALENDAR),
    ]  # fmt: skip


def test_an_empty_workspace_has_a_template_too() -> None:
    made = import_template(Workspace(), "en", today=TODAY)
    batch = imports.read([(made.name, made.body)], workspace=Workspace(), today=TODAY)
    assert (len(batch.rows), batch.refused) == (2, ())
