"""Full-text search: FTS5 on SQLite, an index of words on PostgreSQL, behind one function. Accents do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Table, literal_column, select, text, true
from sqlalchemy.orm import Session

from planner.storage import tables
from planner.storage.codec import chunks

WORDS_MOST = 12
LENGTH_MOST = 1000  # characters of a question that are read
INDEXED = {  # the columns of the search, as the first migration has them
    "items": ("title", "summary", "key_message", "keywords", "brief", "body"),
    "placements": ("title", "text", "call_to_action"),
}


def words(question: str) -> tuple[str, ...]:
    """Return the words of a question: lower case, without accents and signs, so that nothing in it is syntax."""
    plain = unicodedata.normalize("NFKD", question[:LENGTH_MOST])
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    return tuple(re.findall(r"[^\W_]+", plain))[:WORDS_MOST]


def matching(session: Session, table: Table, question: str) -> ColumnElement[bool]:
    """Return the condition that a row of `items` or `placements` has every word of a question, or a longer one.

    A question without a word is met by every row.
    """
    asked = words(question)
    if not asked:
        return true()
    if _is_sqlite(session):
        name = f"{table.name}_words"
        found = text(f"SELECT rowid FROM {name} WHERE {name} MATCH :question")  # noqa: S608 -- our own table names
        quoted = " ".join(f'"{word}"*' for word in asked)
        return table.c.pk.in_(found.bindparams(question=quoted).columns(literal_column("rowid")))
    texts = " || ' ' || ".join(f"{name}::text" if name == "keywords" else name for name in INDEXED[table.name])
    index: ColumnElement[Any] = literal_column(
        "to_tsvector('simple'::regconfig, regexp_replace(normalize(translate(left("
        f"{texts}, 100000), '/@._:-', '      '), NFKD), '[\u0300-\u036f]', '', 'g'))"
    )
    return index.op("@@")(
        text("to_tsquery('simple', :question)").bindparams(question=" & ".join(f"{w}:*" for w in asked))
    )


def learn(session: Session, table: Table, pks: Collection[int]) -> None:
    """Put the words of these rows into the search, after they were written (PostgreSQL does so by itself)."""
    _tell(session, table, pks, "rowid", "pk")


def unlearn(session: Session, table: Table, pks: Collection[int]) -> None:
    """Take the words of these rows out of the search, before they change or go."""
    _tell(session, table, pks, f"{table.name}_words, rowid", "'delete', pk")


def learn_all(session: Session) -> None:
    """Make the search anew from all texts."""
    if _is_sqlite(session):
        for table in INDEXED:
            session.execute(text(f"INSERT INTO {table}_words({table}_words) VALUES ('rebuild')"))  # noqa: S608


def _tell(session: Session, table: Table, pks: Collection[int], into: str, what: str) -> None:
    if not _is_sqlite(session):
        return
    names = ", ".join(INDEXED[table.name])
    said = f"INSERT INTO {table.name}_words({into}, {names}) SELECT {what}, {names} FROM {table.name}"  # noqa: S608
    for chunk in chunks(pks):
        session.execute(text(f"{said} WHERE pk IN ({', '.join(str(int(pk)) for pk in chunk)})"))


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def search(session: Session, question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of the items and the uids of the placements that hold every word of a question."""
    items = select(tables.items.c.id).where(matching(session, tables.items, question))
    places = select(tables.placements.c.uid).where(matching(session, tables.placements, question))
    return frozenset(session.scalars(items)), frozenset(session.scalars(places))
