from __future__ import annotations

import pytest

from planner.core.parse import Refused
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.imports.heads import FIELDS, SYNONYMS, Head, head, heads
from planner.imports.values import item_status, key, placement_status, status_of_both, vocabulary
from tests.imports.reading import space


def test_every_field_is_known_by_its_own_name() -> None:
    assert [name for name in FIELDS if head(name).field != name] == []


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Titel", "title"), ("DOELGROEP", "segments"), ("Persona", "segments"), ("Fase", "phases"),
        ("Funnel stage", "stages"), ("Levensfase", "stages"), ("Kanaal", "channel"), ("Datum", "date"),
        ("Auteur", "owner"), ("Trefwoorden", "keywords"), ("Call-to-action", "call_to_action"), ("E-mail", None),
        ("published_on", "published_on"), ("Published On", "published_on"), ("Due  date", "due_on"),
        ("Catégories", "tags"), ("Pillar", None),
    ],
)  # fmt: skip
def test_heads_match_loosely_in_two_languages(text: str, field: str | None) -> None:
    assert head(text).field == field


def test_no_synonym_stands_under_two_fields() -> None:
    fields: dict[str, set[str]] = {}
    for name, listed in SYNONYMS.items():
        for word in listed.split(","):
            fields.setdefault(key(word), set()).add(name)
    assert {word: names for word, names in fields.items() if len(names) > 1} == {}


def test_a_title_in_a_language_stands_in_where_no_plain_one_does() -> None:
    assert [one.field for one in heads(["title_nl", "Titel (EN)", "notes_nl"])] == ["title", "title", None]
    assert (
        heads(["title_nl", "title_en"], language="nl")[0].rank < heads(["title_nl", "title_en"], language="nl")[1].rank
    )
    assert [one.field for one in heads(["title", "title_nl"])] == ["title", None]


def test_a_head_named_by_hand_goes_before_our_own_words() -> None:
    assert head("Fase", {"fase": "stages"}) == Head("Fase", "stages", -1)


@pytest.mark.parametrize("status", ITEM_STATUSES)
def test_every_item_status_is_known_as_it_is(status: str) -> None:
    assert item_status(status.replace("_", " ").title()) == status


@pytest.mark.parametrize("status", PLACEMENT_STATUSES)
def test_every_placement_status_is_known_as_it_is(status: str) -> None:
    assert placement_status(status) == status


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("gepland", ("planned", None)), ("Verzonden", ("published", None)), ("concept", ("tentative", None)),
        ("in review", ("planned", "in_review")), ("On hold", ("tentative", "on_hold")),
    ],
)  # fmt: skip
def test_a_word_that_only_items_have_says_both(text: str, both: tuple[str, str | None]) -> None:
    assert status_of_both(text) == both


def test_a_word_that_is_no_status_is_refused_with_the_choices() -> None:
    with pytest.raises(Refused) as why:
        placement_status("Ship As-Is")
    assert str(why.value) == (
        "“Ship As-Is” is no status; they are: tentative, planned, approved, published, cancelled."
    )


@pytest.mark.parametrize("text", ["email", "E-mail", "e mail", "E-Mail Nieuwsbrief"])
def test_a_dimension_is_named_by_slug_or_name_in_either_language(text: str) -> None:
    assert vocabulary(space()).slug("channel", text) == "email"


def test_a_change_of_names_changes_the_digest_of_the_words() -> None:
    less = vocabulary(space()), vocabulary(type(space())(segments=space().segments))
    assert less[0].digest != less[1].digest
    assert less[0].digest == vocabulary(space()).digest
