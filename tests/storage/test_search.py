"""Search: words of Dutch and English, accents and case do not count, signs are not syntax."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.storage.database import Database
from planner.storage.items import add_items, delete_item, get_item, update_item
from planner.storage.placements import delete_placement
from planner.storage.search import search, words
from planner.storage.workspace import add_all
from tests import builders as b


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        add_all(session, b.workspace())
        add_items(session, [
            b.item("cafe", title="Café met één naïef idee", body="Een kop koffie, e-mail naar info@linde.be"),
            b.item("coat", title="Winter coat", summary="Warm jackets", keywords=("jas", "Île de Ré"),
                   placements=(b.placement("p", title="Winterjas nu in de winkel", text="Kom langs"),)),
        ])  # fmt: skip
    return db


@pytest.mark.parametrize(
    ("question", "items", "placements"),
    [
        ("cafe", {"cafe"}, set()),
        ("CAFÉ NAIEF", {"cafe"}, set()),
        ("een", {"cafe"}, set()),
        ("e-mail", {"cafe"}, set()),
        ("linde", {"cafe"}, set()),
        ("info@linde.be", {"cafe"}, set()),
        ("wint", {"coat"}, {"p"}),
        ("winterjas", set(), {"p"}),
        ("jas", {"coat"}, set()),
        ("ile re", {"coat"}, set()),
        ("cafe coat", set(), set()),
        ('"cafe" OR coat*', set(), set()),
        ("title:cafe", set(), set()),
        ("'); DROP TABLE items; --", set(), set()),
        ("kop & ! koffie |", {"cafe"}, set()),
        ("", {"cafe", "coat"}, {"p"}),
        ("*&|!:'\"", {"cafe", "coat"}, {"p"}),
    ],
)
def test_it_finds_every_word_or_a_longer_one(
    filled: Database, question: str, items: set[str], placements: set[str]
) -> None:
    with filled.reading() as session:
        assert search(session, question) == (items, placements)


def test_it_follows_every_change(filled: Database) -> None:
    with filled.writing("test") as session:
        found = get_item(session, "cafe")
        assert found is not None
        update_item(session, replace(found, title="Tearoom"))
    with filled.reading() as session:
        assert search(session, "cafe")[0] == frozenset()
        assert search(session, "tearoom koffie")[0] == {"cafe"}
    with filled.writing("test") as session:
        delete_placement(session, "p")
        delete_item(session, "cafe")
    with filled.reading() as session:
        assert search(session, "tearoom") == (frozenset(), frozenset())
        assert search(session, "winterjas") == (frozenset(), frozenset())


def test_a_question_of_any_length_is_short_work(filled: Database) -> None:
    assert len(words("woord " * 20_000)) == 12
    with filled.reading() as session:
        assert search(session, "x" * 100_000) == (frozenset(), frozenset())
