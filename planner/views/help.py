"""Help: a short page a topic, written as Markdown in content/help, in English and Dutch."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, abort
from flask_babel import gettext as _
from markupsafe import Markup

from planner.config import ROOT
from planner.exports.import_template import NAMES, import_template
from planner.views.access import role
from planner.views.markdown import to_html
from planner.views.site import attachment, language, render, today, workspace

room = Blueprint("help", __name__, url_prefix="/help")

TOPICS = ROOT / "content" / "help"
FIRST = "index"
BOOKS = {f"{name}.xlsx": language for language, name in NAMES.items()}  # templates with this workspace's own names


@room.get("/")
@role("viewer")
def index() -> str:
    """Show the first topic beside the list of all."""
    known = topics(language())
    if FIRST not in known:
        return render("help/index.html", topics=known, topic=None, html=Markup())
    title, body = known[FIRST]
    return render("help/index.html", topics=known, topic=FIRST, title=title, html=to_html(body))


@room.get("/<topic>")
@role("viewer")
def show(topic: str) -> str:
    """Show a topic."""
    known = topics(language())
    if topic not in known:
        abort(404, _("There is no help on “%(topic)s”.", topic=topic[:60]))
    title, body = known[topic]
    return render("help/index.html", topics=known, topic=topic, title=title, html=to_html(body))


@room.get("/templates/<name>")
@role("viewer")
def template(name: str) -> Response:
    """Hand out one of the files to start an import from."""
    if name in BOOKS:
        made = import_template(workspace(), BOOKS[name], today=today())
        return attachment(made.name, made.media_type, made.body)
    known = {file.name: file for file in (TOPICS / "templates").iterdir()}
    if name not in known:
        abort(404, _("There is no template “%(name)s”.", name=name[:60]))
    kind = "text/csv" if name.endswith(".csv") else "text/markdown"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(known[name].read_bytes(), mimetype=kind, headers=headers)


def topics(language: str) -> dict[str, tuple[str, str]]:
    """Return title and text of every topic in a language, English where it is missing, in the order of file names."""
    found: dict[str, tuple[str, str]] = {}
    for file in sorted(_files("en")) + sorted(_files(language) if language != "en" else []):
        found[re.sub(r"^\d+-", "", file.stem)] = _read(file)
    return found


def _files(language: str) -> list[Path]:
    return [*(TOPICS / language).glob("*.md")] if (TOPICS / language).is_dir() else [*TOPICS.glob(f"*.{language}.md")]


def _read(file: Path) -> tuple[str, str]:
    text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL).lstrip()
    first, _sep, rest = text.partition("\n")
    return (first.lstrip("# ").strip(), rest) if first.startswith("#") else (file.stem, text)
