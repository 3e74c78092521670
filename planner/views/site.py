"""What every page stands on: the database, the clock, the person's language, and the words and figures in templates."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import Babel
from flask_babel import gettext as _
from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from planner import pipeline
from planner.config import LANGUAGES, Config
from planner.core.model import User, Workspace
from planner.core.parse import Problem, Refused
from planner.views.labels import Labels
from planner.wording.words import LOCALES, Words, words

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from planner.storage.database import Database

STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True, slots=True)
class Site:
    """One running application: its settings, its database and its clock."""

    config: Config
    database: Database
    now: Callable[[], datetime]


def install(app: Flask, config: Config, database: Database, now: Callable[[], datetime] | None) -> None:
    """Hang the site on the application and teach its templates the words they use."""
    app.extensions["planner"] = Site(config, database, now or (lambda: datetime.now(UTC)))
    Babel(app, default_locale=LOCALES[config.language], locale_selector=locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: wording().catalogue.gettext(text),  # noqa: PLW0108 -- the language is asked at each call
        lambda one, many, n: wording().catalogue.ngettext(one, many, n),  # noqa: PLW0108
        newstyle=True,
    )  # the same catalogue as Flask-Babel's, asked without its detours: a long page asks a thousand times
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        number=lambda value, digits=1: _number(wording().language, value, digits),
        percent=lambda share: wording().percent(share),
        day=lambda day, form="EEE d MMM": _day(wording().language, day, form),
        week=lambda day: wording().week(day),
        initials=initials,
        emphasised=emphasised,
    )
    app.jinja_env.filters["moment"] = said_moment
    app.jinja_env.globals.update(
        static=static, person=person, language=language, is_allowed=is_allowed, labels=LocalProxy(labels),
        workspace=workspace, workspace_name=lambda: workspace().settings.name or _("your workspace"),
        week_long=timedelta(days=6), bar_pairs=bar_pairs,
    )  # fmt: skip


def site() -> Site:
    """Return the site of this request."""
    found: Site = current_app.extensions["planner"]
    return found


def database() -> Database:
    """Return the database of this request."""
    return site().database


def state() -> pipeline.State:
    """Return workspace and inventory at the newest revision, the same for the whole request."""
    if "state" not in g:
        g.state = pipeline.state(database())
    found: pipeline.State = g.state
    return found


def workspace() -> Workspace:
    """Return the workspace at the newest revision."""
    return state().workspace


def today() -> date:
    """Return the day it is in the workspace's time zone."""
    return site().now().astimezone(ZoneInfo(workspace().settings.timezone)).date()


def person() -> User | None:
    """Return who is signed in; None on the pages open to everyone."""
    found: User | None = g.get("person")
    return found


def who() -> str:
    """Return the name under which a change of this request is written down."""
    found = person()
    return found.email if found else "web"


def is_allowed(role: str) -> bool:
    """Return whether the person of this request may do what asks for `role`."""
    from planner.views.access import may

    return may(person(), role)


def language() -> str:
    """Return the language of this request: the person's choice, else what the browser asks for, else the site's."""
    chosen = session.get("language") or (person() or User(email="", language="")).language
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or site().config.language


def locale() -> str:
    """Return the locale of this request; en_GB and nl_NL count ISO weeks, plain en and nl do not."""
    return LOCALES[language()]


def wording() -> Words:
    """Return the words and figures of this request's language."""
    if "words" not in g:
        g.words = words(language())
    found: Words = g.words
    return found


@lru_cache(maxsize=4096)
def _number(language: str, value: float, digits: int) -> str:
    return words(language).number(value, digits)


@lru_cache(maxsize=4096)
def _day(language: str, day: date, form: str) -> str:
    return words(language).day(day, form)


def say(refused: Refused | Problem) -> str:
    """Return the sentence of a refusal in this request's language."""
    return wording().text(refused.message, **refused.params)


def labels() -> Labels:
    """Return the names of dimensions, statuses and kinds in this request's language."""
    if "labels" not in g:
        g.labels = Labels(workspace(), language())
    found: Labels = g.labels
    return found


def said_moment(moment: datetime) -> str:
    """Return a moment as people of the workspace's zone write it: Sat 21 Nov 2026, 09:30."""
    there = moment.astimezone(ZoneInfo(workspace().settings.timezone))
    return f"{wording().day(there.date(), 'EEE d MMM y')}, {wording().time(there)}"


def bar_pairs(without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the query string of this request as pairs, for the hidden fields of a form that keeps it."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in without and value]


def render(template: str, **context: Any) -> str:
    """Render a page."""
    named = {"labels": labels()} if "state" in g else {}  # itself, because asking the proxy costs a long page a third
    return render_template(template, **{"bare": False} | named | context)


def see(endpoint: str, /, **arguments: Any) -> AnyResponse:
    """Send the browser on after a change, by GET."""
    return redirect(url_for(endpoint, **arguments), 303)


def back_to(otherwise: str) -> str:
    """Return the page of this site the browser came from, else another address."""
    came = urlsplit(request.referrer or "")
    ours = came.netloc == request.host and came.path.startswith("/") and not came.path.startswith("//")
    return (came.path + (f"?{came.query}" if came.query else "")) if ours else otherwise


def attachment(name: str, media_type: str, body: bytes) -> Response:
    """Return a file to keep, never one to open in the page; its name holds in every browser (RFC 6266)."""
    response = make_response(body)
    response.headers["Content-Type"] = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@cache
def _version(file: str) -> str:
    return hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:10]


def static(file: str) -> str:
    """Return the address of a file in static/, with its version so that browsers may keep it."""
    return _address(request.script_root, file)


@cache
def _address(root: str, file: str) -> str:  # a page with a thousand icons asks a thousand times
    return url_for("static", filename=file, v=_version(file))


def initials(name: str) -> str:
    """Return two letters for a person: Lotte Peeters, lotte.peeters@example.org -> LP."""
    parts = name.partition("@")[0].replace(".", " ").replace("_", " ").replace("-", " ").split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def emphasised(sentence: str, *names: str) -> Markup:
    """Return a sentence as markup with the first occurrence of each name in bold."""
    marked = str(escape(sentence))
    for name in sorted({str(escape(n)) for n in names if n}, key=len, reverse=True):
        marked = marked.replace(name, f"<b>{name}</b>", 1)
    return Markup(marked)  # noqa: S704 -- every part was escaped above
