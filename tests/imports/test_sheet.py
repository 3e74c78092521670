from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.escape import escape_cell
from planner.core.model import Mapping
from planner.core.rows import PlacementRow, Understood
from planner.imports.sheet import CsvRows, delimiter_of
from planner.imports.texts import text_in
from tests.imports.reading import read, refused, sheet, told


def test_a_row_with_channel_and_date_is_a_placement() -> None:
    row = sheet("Titel,Kanaal,Datum,Tijd,Status,CTA,Auteur\nGids,E-mail,21/11/2026,9u30,gepland,Lees,An\n").rows[0]
    assert row.fields == {"title": "Gids"}
    assert row.placements == (
        PlacementRow(
            where="plan.csv:2",
            fields={
                "channel": "email", "on": None, "at": datetime(2026, 11, 21, 8, 30, tzinfo=UTC), "status": "planned",
                "call_to_action": "Lees",
            },
            inherited={"owner": "An"},
        ),
    )  # fmt: skip


def test_a_date_without_a_channel_is_when_it_is_due_or_was_published() -> None:
    batch = sheet("title,date,status\nA,2026-12-01,\nB,2026-11-01,\nC,2026-11-01,draft\nD,2026-12-01,published\n")
    names = ("status", "due_on", "published_on")
    assert [(row.status, *(row.fields.get(name) for name in names)) for row in batch.rows] == [
        ("approved", None, date(2026, 12, 1), None),
        ("published", None, None, date(2026, 11, 1)),
        (None, "in_production", date(2026, 11, 1), None),
        (None, "published", None, date(2026, 12, 1)),
    ]


def test_a_calendar_may_call_its_date_that_of_publication() -> None:
    row = sheet("Titel;Kanaal;Publicatiedatum\nA;blog;2026-11-21\n").rows[0]
    assert [one.fields for one in row.placements] == [{"channel": "blog", "on": date(2026, 11, 21), "at": None}]


def test_a_status_that_only_items_have_is_the_items() -> None:
    row = sheet("title,channel,date,status\nA,blog,2026-11-21,in review\n").rows[0]
    assert (row.fields["status"], row.placements[0].fields["status"]) == ("in_review", "planned")


def test_item_status_stands_beside_the_placements() -> None:
    row = sheet("title,channel,date,status,item_status\nA,blog,2026-11-21,planned,approved\n").rows[0]
    assert (row.fields["status"], row.placements[0].fields["status"]) == ("approved", "planned")


def test_several_channels_in_a_cell_are_several_placements() -> None:
    row = sheet("title,channel,date\nA,blog; e-mail,2026-11-21\n").rows[0]
    assert [one.fields["channel"] for one in row.placements] == ["blog", "email"]


def test_an_unknown_channel_is_a_warning_and_the_item_comes_in() -> None:
    batch = sheet("title,channel,date\nA,TikTok,2026-12-01\n")
    assert (batch.rows[0].placements, batch.rows[0].fields) == ((), {"title": "A", "due_on": date(2026, 12, 1)})
    assert told(batch) == [
        ("plan.csv:2", "“TikTok” is no channel of this workspace; add it in the settings and import again.")
    ]


def test_on_an_unknown_channel_the_status_is_still_the_placements() -> None:
    batch = sheet("title,channel,date,status\nA,TikTok,2026-12-01,planned\nB,TikTok,2026-12-01,in review\n")
    assert [(row.fields.get("status"), row.status) for row in batch.rows] == [(None, "approved"), ("in_review", None)]


def test_segment_stage_and_phase_columns_map_the_item() -> None:
    row = sheet(
        "Titel,Doelgroep,Funnel stage,Fase,Kanaal,Datum\nA,grootouders; Parents,reach,decision,blog,2026-11-21\n"
    ).rows[0]
    assert row.map == (
        Mapping(segment="grandparents", stage="reach", phase="decision"),
        Mapping(segment="parents", stage="reach", phase="decision"),
    )
    assert row.placements[0].serves == row.map


def test_a_funnel_stage_may_name_a_phase() -> None:
    assert sheet("title,funnel stage\nA,Awareness\n").rows[0].map == (Mapping(phase="awareness"),)


def test_a_row_named_by_uid_says_what_is_its_placements_own() -> None:
    row = sheet("uid,item_title,title,channel,date,stage,phases,phase,narrowed_segments\n"
                "u1,Item,Mail,email,2026-11-21,convert,decision,,parents\n").rows[0]  # fmt: skip
    one = row.placements[0]
    assert (one.uid, one.inherited, one.fields["title"], one.fields["segments"]) == (
        "u1",
        {"stage": "convert"},
        "Mail",
        ("parents",),
    )
    assert (row.fields["title"], row.map) == ("Item", (Mapping(phase="decision"),))
    assert "phase" in one.cleared


def test_an_ambiguous_date_is_told_with_how_it_was_read() -> None:
    batch = sheet("title,due date\nA,5/11/2026\n")
    assert batch.rows[0].fields["due_on"] == date(2026, 11, 5)
    assert sheet("title,date\nA,5/11/2026\n").rows[0].fields["published_on"] == date(2026, 11, 5)
    assert told(sheet("title,date\nA,5/11/2026\n")) == [
        ("plan.csv:2", "“5/11/2026” can be read in two ways; it was read with the day first: 2026-11-05.")
    ]


def test_one_file_is_read_in_one_order() -> None:
    batch = sheet("title,date\nA,5/11/2026\nB,11/25/2026\n")
    assert [row.fields.get("published_on") or row.fields.get("due_on") for row in batch.rows] == [
        date(2026, 5, 11), date(2026, 11, 25),
    ]  # fmt: skip
    assert told(batch) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    text = f"title{delimiter}owner\nA{delimiter}An\n"
    assert delimiter_of(text) == delimiter


def test_a_sheet_of_one_column_needs_none() -> None:
    assert [row.fields["title"] for row in sheet("title\nA\nB\n").rows] == ["A", "B"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    data = "Titel;Auteur\nCafé für zwei;Zoë\n".encode(encoding)
    assert sheet(data).rows[0].fields == {"title": "Café für zwei", "owner": "Zoë"}


def test_nul_is_refused() -> None:
    assert refused(sheet(b"title\nA\0B\n")) == [
        ("plan.csv", "", "This file holds NUL characters, so it is no text file; save it again as UTF-8.")
    ]


def test_ragged_rows_are_told() -> None:
    batch = sheet("title,owner,tags\nA,An\nB,Bo,x,surplus\n")
    assert [row.fields["title"] for row in batch.rows] == ["A", "B"]
    assert told(batch) == [
        ("plan.csv:2", "This row has 2 cells and there are 3 heads; the last ones count as absent."),
        ("plan.csv:3", "This row has 4 cells and there are 3 heads; the rest was left out."),
    ]


def test_what_is_not_recognised_is_named_and_kept() -> None:
    batch = sheet("title,Pillar\nA,educate\n")
    assert batch.rows[0].extra == {"Pillar": "educate"}
    assert told(batch) == [
        ("plan.csv:1", "The column “Pillar” was not recognised; it is kept. Name its field, here or with --columns.")
    ]


def test_columns_may_be_named_or_left_out_by_hand() -> None:
    batch = sheet("Page,Pillar,Notes\nA,educate,secret\n", columns={"page": "title", "pillar": "tags", "Notes": ""})
    assert (batch.rows[0].fields, batch.rows[0].extra, told(batch)) == ({"title": "A", "tags": ("educate",)}, {}, [])


def test_a_field_set_by_hand_fills_rows_that_have_none() -> None:
    batch = sheet("title,owner\nA,An\nB,\n", set_fields={"owner": "Team", "channel": "blog", "date": "2026-11-21"})
    assert [row.placements[0].inherited for row in batch.rows] == [{"owner": "An"}, {"owner": "Team"}]


def test_titles_in_two_languages_take_the_workspaces() -> None:
    row = sheet("title_zh,title_en\n标题,Title\n").rows[0]
    assert (row.fields["title"], row.extra) == ("Title", {"title_zh": "标题"})


def test_lines_above_the_heads_are_told() -> None:
    batch = sheet("Content plan 2026\n\nTitle,Owner\nA,An\n")
    assert (batch.rows[0].where, batch.rows[0].fields) == ("plan.csv:4", {"title": "A", "owner": "An"})
    assert told(batch) == [("plan.csv", "The lines above the heads in line 3 were not read.")]


def test_a_row_without_title_is_refused_and_the_rest_comes_in() -> None:
    batch = sheet("title,owner\nA,An\n,Bo\nC,\n")
    assert [row.fields["title"] for row in batch.rows] == ["A", "C"]
    assert refused(batch) == [("plan.csv:3", "title", "This is empty; give it a text.")]
    assert batch.read == 3


def test_a_row_that_names_its_item_needs_no_title() -> None:
    assert "title" not in sheet("id,owner\na,An\n").rows[0].fields


def test_channel_and_date_alone_take_the_file_as_title() -> None:
    batch = sheet("channel,date\nblog,2026-11-21\nemail,2026-11-22\n", "autumn-plan.csv")
    assert {row.fields["title"] for row in batch.rows} == {"Autumn plan"}


def test_a_sheet_that_names_nothing_is_refused_as_a_whole() -> None:
    why = (
        "No column is known as a title, nor as channel and date. Name one in the browser or with "
        "--columns; they are: a, b."
    )
    assert refused(sheet("a,b\n1,2\n3,4\n")) == [("plan.csv", "title", why)]


def test_hours_may_bear_their_unit_and_a_word_is_quoted_whole() -> None:
    batch = sheet('title,effort\nA,3h\nB,"2,5 uur"\nC,High\n')
    assert [row.fields.get("effort_hours") for row in batch.rows] == [3.0, 2.5, None]
    assert told(batch) == [("plan.csv:4", "“High” is no number.")]


def test_a_bare_number_of_a_week_is_no_date() -> None:
    batch = sheet("week,title\n1,A\n2,B\n")
    assert [row.extra for row in batch.rows] == [{"week": "1"}, {"week": "2"}]


def test_an_iso_week_is_a_date() -> None:
    assert sheet("week,title,channel\n2026-W48,A,blog\n").rows[0].placements[0].fields["on"] == date(2026, 11, 23)


def test_excel_says_its_delimiter_in_the_first_line() -> None:
    batch = sheet("sep=;\ntitle;owner\nA;An\n")
    assert (batch.rows[0].where, batch.rows[0].fields) == ("plan.csv:3", {"title": "A", "owner": "An"})


def test_a_cell_over_several_lines_keeps_the_line_it_begins_on() -> None:
    batch = sheet('title,summary\nA,"one\ntwo"\nB,x\n')
    assert [(row.where, row.fields["summary"]) for row in batch.rows] == [
        ("plan.csv:2", "one\ntwo"),
        ("plan.csv:4", "x"),
    ]


def test_empty_cells_are_remembered_as_empty() -> None:
    assert sheet("id,title,owner\na,A,\n").rows[0].cleared == ("owner",)


def test_signs_for_nothing_are_nothing() -> None:
    batch = sheet("title,owner,due date\nA,n/a,TBD\nB,—,-\n")
    assert [row.fields for row in batch.rows] == [{"title": "A"}, {"title": "B"}]


def test_too_many_columns_are_told() -> None:
    batch = sheet("title," + ",".join(f"c{n}" for n in range(300)) + "\nA" + ",x" * 300 + "\n")
    assert told(batch)[-1] == ("plan.csv:1", "Only the first 200 columns were read.")


def test_a_cell_that_is_too_long_refuses_its_row() -> None:
    assert refused(sheet(f"title,summary\nA,{'x' * 32_768}\nB,y\n")) == [
        ("plan.csv:2", "summary", "This cell has 32768 characters; at most 32767 fit. Shorten it.")
    ]


def test_a_quote_that_was_put_before_a_formula_is_taken_off() -> None:
    batch = sheet("title\n'=1+1\n''+x\n'plain\n-5\n")
    assert [row.fields["title"] for row in batch.rows] == ["=1+1", "'+x", "'plain", "-5"]


CELL = st.text(alphabet=st.characters(exclude_characters="\r\0", exclude_categories=("Cs",)), max_size=12)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(CELL, min_size=1, max_size=4))
def test_what_is_written_as_csv_is_read_back(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(["title", *(f"column {n}" for n in range(len(cells)))])
    csv.writer(out).writerow(["A", *(escape_cell(cell) for cell in cells)])
    rows = list(CsvRows(text_in(out.getvalue().encode())))
    assert list(rows[1][1]) == ["A", *cells]


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=200))
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    data = data.removeprefix(b"PK")  # the beginning of a workbook, which is read in a process of its own
    batch = read(("a.csv", data), ("b.md", data), ("c.html", data))
    assert batch.read == len(batch.rows) + len(batch.skipped) + len({one.where for one in batch.refused})


def test_what_was_understood_is_told_of_each_file() -> None:
    files = [
        ("plan.csv", "Titel,Stemming,Deadline\nA,x,05/11/2026\nB,y,06/11/2026\n"),
        ("a.md", "---\ntitel: A\nmood: x\n---\n"),
        ("us.csv", "title,due\nA,11/21/2026\n"), ("b.md", "# B\n"),
    ]  # fmt: skip
    assert read(*files).understood == (
        Understood(where="*.md", files=2, rows=2, fields=(("titel", "title"),), unknown=("mood",)),
        Understood(where="plan.csv", rows=2, fields=(("Titel", "title"), ("Deadline", "due_on")), unknown=("Stemming",),
                   order="open"),
        Understood(where="us.csv", rows=1, fields=(("title", "title"), ("due", "due_on")), order="month"),
    )  # fmt: skip


def test_a_date_of_another_age_has_its_own_sentence() -> None:
    assert refused(sheet("title,due\nA,1969-12-31\nB,31/12/2200\nC,2026-02-30\n")) == [
        ("plan.csv:2", "due", "“1969-12-31” lies outside the years 1970 to 2199 that planner plans in."),
        ("plan.csv:3", "due", "“31/12/2200” lies outside the years 1970 to 2199 that planner plans in."),
        ("plan.csv:4", "due", "“2026-02-30” is no date: write it as 2026-11-21."),
    ]
