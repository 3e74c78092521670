"""The help says all that there is: every command, option, field, kind, status and setting, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from planner import imports, pipeline
from planner.cli import cli
from planner.config import Config
from planner.core.desk import ACTIONS
from planner.core.findings import GAP_KINDS, OVERLOAD_KINDS
from planner.core.model import NEEDS, ROLES, Workspace
from planner.core.presets import PRESETS
from planner.core.shapes import CAMPAIGN, CHANNEL, COVERAGE_TARGET, FORMAT, FREQUENCY_RULE, SEGMENT, STAGE
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.exports.calendar_csv import COLUMNS
from planner.exports.import_template import NAMES
from planner.exports.report_files import REPORT_FORMATS, REPORTS
from planner.imports.heads import FIELDS, head

HELP = Path(__file__).resolve().parent.parent / "content" / "help"
LANGUAGES = ("en", "nl")
ROW_OF_TABLE = re.compile(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)


def text(language: str, topic: str) -> str:
    (found,) = (HELP / language).glob(f"[0-9][0-9]-{topic}.md")
    return found.read_text(encoding="utf-8")


def coded(language: str, topic: str) -> set[str]:
    """All words that stand between backticks, apart."""
    spans = re.findall(r"`([^`\n]+)`", text(language, topic))
    return {word.strip(".,;") for span in spans for word in (span, *re.split(r"[\s|\[\]()=]+", span))}


def commands(group: click.Group, path: str = "planner") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_both_languages_have_the_same_topics() -> None:
    names = {language: sorted(file.name for file in (HELP / language).iterdir()) for language in LANGUAGES}
    assert names["en"] == names["nl"]
    assert len(names["en"]) == 15


def test_every_topic_has_title_order_and_heading(language: str) -> None:
    for order, file in enumerate(sorted((HELP / language).iterdir())):
        found = re.match(r"---\ntitle: (.+)\norder: (\d+)\n---\n# (.+)\n", file.read_text(encoding="utf-8"))
        assert found, file.name
        assert (found[1], int(found[2])) == (found[3], order)


def test_every_link_leads_to_a_topic_or_a_template(language: str) -> None:
    topics = {file.stem.partition("-")[2] for file in (HELP / language).iterdir()}
    files = {file.name for file in (HELP / "templates").iterdir()} | {f"{name}.xlsx" for name in NAMES.values()}
    there = topics | {f"templates/{name}" for name in files}
    links = {
        link for file in (HELP / language).iterdir() for link in re.findall(r"\]\(([^)]+)\)", file.read_text("utf-8"))
    }
    assert links <= there
    assert links >= topics - {"index"}


def test_every_command_is_told(language: str) -> None:
    said = text(language, "commands")
    assert [path for path, _ in commands(cli) if f"`{path}" not in said] == []


def test_every_option_is_told(language: str) -> None:
    said = coded(language, "commands")
    options = {
        name
        for _, command in commands(cli)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    }
    assert options - said == set()


def test_every_choice_of_an_option_is_told(language: str) -> None:
    said = coded(language, "commands")
    choices = {*imports.KINDS, *PRESETS, *REPORTS, *REPORT_FORMATS, *pipeline.CALENDAR_EXPORTS}
    assert choices - said == set()


def test_every_field_that_an_import_reads_is_told(language: str) -> None:
    rows = dict(ROW_OF_TABLE.findall(text(language, "import")))
    assert set(FIELDS) - set(rows) == set()


def test_every_head_that_is_named_means_its_field(language: str) -> None:
    rows = ROW_OF_TABLE.findall(text(language, "import"))
    named = [(word.strip(), field) for field, words in rows for word in words.split(",") if word.strip()]
    assert [(word, head(word).field) for word, _ in named] == named


def test_every_column_and_format_of_an_export_is_told(language: str) -> None:
    said = coded(language, "export")
    assert {*COLUMNS, *pipeline.CALENDAR_EXPORTS, *REPORT_FORMATS} - said == set()


def test_every_kind_of_finding_is_told(language: str) -> None:
    assert {*GAP_KINDS, *ACTIONS} - coded(language, "gaps") == set()
    assert set(OVERLOAD_KINDS) - coded(language, "overload") == set()
    assert {*GAP_KINDS, *OVERLOAD_KINDS} - coded(language, "figures") == set()


def test_every_status_is_told(language: str) -> None:
    assert {*ITEM_STATUSES, *PLACEMENT_STATUSES} - coded(language, "content") == set()


def test_every_setting_is_told(language: str) -> None:
    said = coded(language, "settings")
    variables = {f"PLANNER_{name.upper()}" for name in Config.__dataclass_fields__}
    assert {*variables, *ROLES, *PRESETS, *NEEDS} - said == set()


def test_every_field_of_a_dimension_target_or_rule_is_told(language: str) -> None:
    said = coded(language, "settings")
    plain = {"slug", "name", "short", "description", "archived", "segment", "stage", "phase", "channel", "channels"}
    for shape in (SEGMENT, STAGE, CHANNEL, FORMAT, CAMPAIGN, COVERAGE_TARGET, FREQUENCY_RULE):
        assert {shape.names.get(name, name) for name in shape.kinds} - plain - said == set()


def test_the_templates_come_in_without_a_word(tmp_path: Path) -> None:
    from planner.core.presets import preset

    space: Workspace = preset("b2c", language="en", timezone="Europe/Brussels")
    batch = imports.read([HELP / "templates"], workspace=space, today=date(2026, 11, 23))
    assert (batch.refused, batch.warnings, batch.skipped) == ((), (), ())
    assert len(batch.rows) == 6
