"""Gather every text that is marked for translation and bring the Dutch catalogue up to date.

    .venv/bin/python tools/messages.py

English stands in the code. New texts enter untranslated, texts that are gone leave, the order is by text. The
head of the catalogue is fixed, so that only what people read ever changes in it. It ends
with 1 while a text is untranslated.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "planner"
CATALOGUE = PACKAGE / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
HEAD = r"""msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
MARKS = {"N_": None, "_": None, "gettext": None, "lazy": None, "lazy_gettext": None, "ngettext": (1, 2)}
WORDS = {"text": (1,), "plural": (1, 2)}  # methods of Words; in core and storage these names mean something else
WITHOUT_WORDS = ("core", "storage")


def gather() -> Catalog:
    """Return every marked text of the package, untranslated."""
    found = Catalog(charset="utf-8")
    for path, message in sorted(_marked(), key=str):
        found.add(message, flags=(), locations=[(path, 0)])
    return found


def _marked() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for path in sorted(PACKAGE.rglob("*")):
        where = path.relative_to(PACKAGE)
        if path.suffix == ".py":
            marks = MARKS if where.parts[0] in WITHOUT_WORDS else MARKS | WORDS
            rows = extract_from_file("python", str(path), marks)
        elif path.suffix == ".html" and where.parts[0] == "templates":
            rows = extract_from_file("jinja2", str(path), MARKS, options={"trimmed": "true"})
        else:
            continue
        yield from ((where.as_posix(), message) for _line, message, _comments, _context in rows)


def read() -> Catalog:
    """Return the Dutch catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def updated() -> Catalog:
    """Return the Dutch catalogue with exactly the texts of the sources."""
    catalogue = read()
    catalogue.update(gather(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> str:
    """Return the text of the catalogue's file."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEAD + body.getvalue().decode("utf-8")


def missing(catalogue: Catalog) -> list[str]:
    """Return the texts that have no translation yet."""
    texts = ((message.id, message.string) for message in catalogue if message.id)
    return [str(id) for id, said in texts if not (all(said) if isinstance(said, tuple) else said)]


def main() -> int:
    """Write the catalogue anew and name what is untranslated."""
    catalogue = updated()
    CATALOGUE.write_text(written(catalogue), encoding="utf-8")
    left = missing(catalogue)
    print(f"{len(catalogue)} texts, {len(left)} to translate", *left, sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
