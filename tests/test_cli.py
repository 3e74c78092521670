"""The command as a person at a terminal meets it: output, messages and exit status, on a real database."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planner.cli import cli

CSV = """Titel;Kanaal;Datum;Doelgroep;Fase;Status
Geboortelijst aanleggen;nieuwsbrief;24-11-2026;young-parents;awareness;gepland
Welke buggy past bij jou?;blog;25-11-2026;young-parents;consideration;gepubliceerd
"""


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setenv("PLANNER_INSTANCE", str(tmp_path / "here"))
    monkeypatch.delenv("PLANNER_DATABASE_URL", raising=False)
    return Planner()


class Planner:
    """Runs `planner WORDS` in this process; stdout and stderr apart."""

    def __call__(self, *words: str | Path, typed: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(word) for word in words], input=typed, catch_exceptions=False)


def test_init_makes_a_workspace_of_a_preset_once(planner: Planner) -> None:
    first = planner("init", "--preset", "b2c")
    assert (first.exit_code, first.stdout) == (0, "")
    assert "7 stages, 4 phases" in first.stderr
    again = planner("init")
    assert again.exit_code == 2
    assert "nothing was changed" in again.stderr


def test_a_missing_database_is_refused_with_the_way_out(planner: Planner) -> None:
    said = planner("report", "coverage")
    assert said.exit_code == 2
    assert "planner.db" in said.stderr
    assert "Traceback" not in said.output


def test_import_tells_what_became_of_every_row_and_repeats_without_doubles(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    sheet = tmp_path / "kalender.csv"
    sheet.write_text(CSV, encoding="utf-8")
    dry = planner("import", sheet, "--dry-run")
    assert "2 created" in dry.stderr
    assert "Nothing was saved" in dry.stderr
    first = planner("import", sheet, "--result", tmp_path / "account.json")
    told = json.loads((tmp_path / "account.json").read_text(encoding="utf-8"))
    assert (first.exit_code, told["read"], told["created"]) == (0, 2, 2)
    assert "0 created, 0 updated, 2 unchanged" in planner("import", sheet).stderr


def test_import_of_nothing_that_is_there_changes_nothing(planner: Planner) -> None:
    planner("init")
    said = planner("import", "no-such-folder")
    assert said.exit_code == 2
    assert "no-such-folder" in said.stderr


def test_import_of_an_empty_folder_says_what_is_looked_for(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    (tmp_path / "empty").mkdir()
    said = planner("import", tmp_path / "empty")
    assert said.exit_code == 0
    assert "0 read" in said.stderr
    assert "planner looks for Markdown (.md" in said.stderr


def test_import_groups_what_it_tells_and_says_what_it_understood(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    rows = "".join(f"A{n},Mars,x\n" for n in range(3))
    (tmp_path / "plan.csv").write_text(f"title,doelgroep,mood\n{rows}")
    lines = planner("import", tmp_path / "plan.csv").stderr.splitlines()
    name = f"{tmp_path.name}/plan.csv"
    assert f"understood: {name}: title, doelgroep = segments; kept as they are: mood" in lines
    assert [line for line in lines if "Mars" in line] == [
        f"warning: 3 times: {name}:2-4, doelgroep: “Mars” is no segment of this workspace; add it in the settings and "
        "import again."
    ]


def test_import_names_the_first_of_many_rows_and_says_how_many_more(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    alike, differ = tmp_path / "alike.csv", tmp_path / "differ.csv"
    alike.write_text("title,doelgroep\n" + "".join(f"A{n},{'Mars' if n % 2 else ''}\n" for n in range(40)))
    differ.write_text("title,effort\n" + "".join(f"A{n},much{n}\n" for n in range(40)))
    for n in range(53):
        (tmp_path / f"{n:02}.png").write_bytes(b"x")
    name = tmp_path.name
    said = planner("import", alike, *tmp_path.glob("*.png")).stderr.splitlines()
    assert [line for line in said if "Mars" in line] == [
        f"warning: 20 times: {name}/alike.csv:3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, …, doelgroep: “Mars” is no "
        "segment of this workspace; add it in the settings and import again."
    ]
    skipped = [line for line in said if line.startswith("skipped")]
    assert (len(skipped), skipped[-1]) == (
        51,
        "skipped: 3 more lines like these; --result FILE.json names every row.",
    )
    warned = [line for line in planner("import", differ).stderr.splitlines() if line.startswith("warning")]
    assert warned[4:] == [
        f"warning: {name}/differ.csv:6, effort: “much4” is no number.",
        "warning: 35 more rows like these; --result FILE.json names every one.",
    ]


def test_import_tells_a_refused_row_from_a_file_that_cannot_be_read(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    sheet, book = tmp_path / "plan.csv", tmp_path / "plan.xlsx"
    sheet.write_text("id;titel;datum\na;Goed;24-11-2026\n;;\nb;;\n", encoding="utf-8")
    book.write_text("no workbook")
    assert planner("import", book, "--result", tmp_path / "account.json").exit_code == 2
    assert [one["where"] for one in json.loads((tmp_path / "account.json").read_text())["refused"]] == [
        f"{tmp_path.name}/plan.xlsx"
    ]
    nowhere = planner("import", sheet, "--result", tmp_path / "no" / "account.json")
    assert (nowhere.exit_code, "Nothing was imported" in nowhere.stderr) == (2, True)
    assert planner("import", sheet, book).exit_code == 1  # all that is good came in


def test_the_calendar_holds_the_same_placements_in_every_format(planner: Planner, tmp_path: Path) -> None:
    planner("init", "--sample")
    period = ("--from", str(monday()), "--to", str(monday() + timedelta(days=27)))
    rows = list(csv.DictReader(io.StringIO(planner("calendar", *period, "--format", "csv").stdout)))
    grid = json.loads(planner("calendar", *period, "--format", "json").stdout)
    placed = {p["uid"] for period_ in grid["periods"] for cell in period_["cells"] for p in cell["placements"]}
    assert {row["uid"] for row in rows} == placed
    assert len(rows) == grid["total"] > 0
    ics = planner("calendar", *period, "--format", "ics").stdout
    assert ics.count("BEGIN:VEVENT") == grid["total"]
    book = tmp_path / "calendar.xlsx"
    assert planner("calendar", *period, "--format", "xlsx", "-o", book).exit_code == 0
    assert book.read_bytes()[:2] == b"PK"


def test_unknown_filters_are_wrong_use_and_name_what_there_is(planner: Planner) -> None:
    planner("init", "--preset", "b2c")
    said = planner("calendar", "--channel", "fax", "--format", "csv")
    assert said.exit_code == 2
    assert "--channel fax" in said.stderr
    assert "Choose from" in said.stderr


def test_what_is_wrong_with_a_value_is_said_in_the_language_of_the_settings(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "nl")
    planner("init")
    assert "“martians” is hier niet bekend. Kies uit:" in planner("report", "gaps", "--segment", "martians").stderr
    (tmp_path / "plan.csv").write_text("titel;datum\nEen;31-31-2026\n", encoding="utf-8")
    told = planner("import", tmp_path / "plan.csv").stderr
    assert "1 read:" in told  # the command's own words
    assert "“31-31-2026” is geen datum" in told


def test_what_makes_no_sense_is_wrong_use(planner: Planner) -> None:
    planner("init", "--preset", "b2c")
    said = planner("calendar", "--from", "2027-01-01", "--to", "2026-12-01", "--format", "csv")
    assert (said.exit_code, said.stderr.split(" on ")[0]) == (2, "The period ends")
    assert planner("calendar", "--format", "csv", "--delimiter", '"').exit_code == 2
    assert planner("user", "add", "no address").exit_code == 2


def test_an_event_says_when_it_was_last_changed_not_when_it_was_exported(planner: Planner, tmp_path: Path) -> None:
    planner("init")
    (tmp_path / "plan.csv").write_text("id;titel;kanaal;datum\na;A;blog;24-11-2026\n", encoding="utf-8")
    planner("import", tmp_path / "plan.csv")
    written = json.loads(planner("dump", "--history").stdout)["audit"][-1]["at"]
    ics = planner("calendar", "--from", "2026-11-24", "--to", "2026-11-24", "--format", "ics").stdout
    moment = datetime.fromisoformat(written).astimezone(UTC)
    assert [line for line in ics.splitlines() if line.startswith("LAST-MODIFIED")] == [
        f"LAST-MODIFIED:{moment:%Y%m%dT%H%M%SZ}"
    ]


def test_reports_speak_json_and_fail_on_a_level(planner: Planner) -> None:
    planner("init", "--sample")
    told = json.loads(planner("report", "gaps", "--format", "json").stdout)
    assert set(told) == {"as_of", "until", "findings"}
    assert planner("report", "gaps", "--fail-on", "high").exit_code == 1
    assert planner(
        "report", "gaps", "--segment", "grandparents", "--stage", "advocate", "--fail-on", "low"
    ).exit_code in (0, 1)
    text = planner("report", "overload")
    assert text.exit_code == 0
    assert "limit" in text.stdout


def test_a_dump_loads_into_an_empty_database_and_dumps_the_same(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner("init", "--sample")
    first = planner("dump").stdout
    (tmp_path / "dump.json").write_text(first, encoding="utf-8")
    assert planner("load", tmp_path / "dump.json").exit_code == 2  # not empty
    monkeypatch.setenv("PLANNER_INSTANCE", str(tmp_path / "there"))
    loaded = planner("load", tmp_path / "dump.json")
    assert loaded.exit_code == 0
    assert "login-link" in loaded.stderr
    assert planner("dump").stdout == first


def test_a_broken_dump_is_refused_as_a_whole_with_each_fault(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text('{"planner": 1, "stages": [{"slug": "A b"}], "colour": 1}', encoding="utf-8")
    said = planner("load", tmp_path / "dump.json")
    assert said.exit_code == 2
    assert "stages[0].slug" in said.stderr
    assert "colour" in said.stderr


def test_backup_check_and_restore(planner: Planner, tmp_path: Path) -> None:
    planner("init", "--sample")
    before = planner("dump").stdout
    assert planner("backup", tmp_path / "copy.db").exit_code == 0
    planner("user", "add", "new@example.org")
    assert planner("dump").stdout != before
    assert planner("restore", tmp_path / "copy.db").exit_code == 0
    assert planner("dump").stdout == before
    assert planner("check").exit_code == 0
    (tmp_path / "text.db").write_text("no database")
    refused = planner("restore", tmp_path / "text.db")
    assert refused.exit_code == 2
    assert planner("dump").stdout == before


def test_people_are_added_listed_changed_and_get_a_link(planner: Planner, tmp_path: Path) -> None:
    planner("init", "--preset", "blank")
    planner("user", "add", "els@example.org", "--name", "Els", "--role", "viewer")
    planner("user", "role", "els@example.org", "manager")
    assert planner("login-link", "els@example.org").stdout.startswith("http://127.0.0.1:8000/login/")
    (tmp_path / "here" / "address.txt").write_text("http://127.0.0.1:8123\n")  # as `serve --port 8123` notes it
    assert planner("login-link", "els@example.org").stdout.startswith("http://127.0.0.1:8123/login/")
    planner("user", "disable", "els@example.org")
    assert planner("user", "list").stdout == "els@example.org\tEls\tmanager\tdisabled\n"
    assert [planner("login-link", f"{who}@example.org").exit_code for who in ("els", "nobody")] == [2, 2]


def test_a_password_is_asked_for_twice_and_never_shown(planner: Planner) -> None:
    planner("init")
    planner("user", "add", "ann@example.org")
    good = "tandem gravel violet otter"
    set_ = planner("user", "password", "ann@example.org", typed=f"{good}\n{good}\n")
    assert (set_.exit_code, good in set_.output) == (0, False)
    assert "ann@example.org signs in with the new password" in set_.stderr
    weak = planner("user", "password", "ann@example.org", typed="password\npassword\n")
    assert (weak.exit_code, "take at least 15" in weak.stderr) == (2, True)
    assert planner("user", "password", "nobody@example.org").exit_code == 2


def monday() -> date:
    today = date.today()  # noqa: DTZ011 -- the sample is shifted to the week of the machine's own day
    return today - timedelta(days=today.weekday())
