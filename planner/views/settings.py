"""The settings, read only for now: dimensions, targets, rules, people; and the language of this person."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.config import LANGUAGES
from planner.core.cells import grid
from planner.core.model import CoverageTarget, FrequencyRule
from planner.views.access import role
from planner.views.labels import Labels
from planner.views.site import labels, render, site, wording, workspace

room = Blueprint("settings", __name__, url_prefix="/settings")


@room.get("")
@role("viewer")
def index() -> str:
    """Show what the workspace is made of."""
    space = workspace()
    url = site().config.url
    plain = url.startswith("http://") and (urlsplit(url).hostname or "") not in ("127.0.0.1", "localhost", "::1")
    return render(
        "settings/index.html", space=space, rules=[rule_sentence(rule) for rule in space.frequency_rules],
        targets=[target_sentence(target, labels()) for target in space.coverage_targets[:200]],
        expected=int(grid(space).expected.sum()), plain=plain, url=url,
    )  # fmt: skip


def rule_sentence(rule: FrequencyRule) -> str:
    """Return a frequency rule as a sentence."""
    names, words = labels(), wording()
    who = names.of("segment", rule.segment) if rule.segment else _("Each segment")
    where = ", ".join(names.of("channel", slug) for slug in rule.channels) or _("all channels together")
    span = {"week": _("an ISO week"), "month": _("a month")}.get(rule.window)
    span = span or _("%(days)s days", days=rule.window.partition(":")[2])
    parts = []
    if rule.maximum is not None:
        parts.append(_("at most %(n)s contacts in %(span)s", n=words.number(rule.maximum), span=span))
    if rule.minimum is not None:
        parts.append(_("at least %(n)s in %(span)s", n=words.number(rule.minimum), span=span))
    if rule.min_gap_days:
        parts.append(_("at least %(n)s days apart", n=rule.min_gap_days))
    return wording().text("%(who)s, %(where)s: %(what)s.", who=who, where=where, what="; ".join(parts) or _("no limit"))


def target_sentence(target: CoverageTarget, names: Labels) -> tuple[str, str]:
    """Return the cell of a target and what it asks, as two short texts."""
    words = wording()
    every = _("every")
    cell = [
        names.of("segment", target.segment) if target.segment else _("every segment"),
        names.of("stage", target.stage) if target.stage else every,
        names.of("phase", target.phase) if target.phase else every,
        *([names.of("channel", target.channel)] if target.channel else []),
    ]
    asks = _("at least %(n)s", n=words.number(target.minimum, 2))
    if target.maximum is not None:
        asks += ", " + _("at most %(n)s", n=words.number(target.maximum, 2))
    return " · ".join(cell), asks


@room.post("/language")
@role("viewer")
def language() -> Response:
    """Keep the language this person wants, for this session."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400, _("planner speaks English and Dutch."))
    session["language"] = chosen
    came = urlsplit(request.referrer or "")
    ours = came.netloc == request.host and came.path.startswith("/") and not came.path.startswith("//")
    return redirect((came.path + (f"?{came.query}" if came.query else "")) if ours else url_for("overview.index"), 303)
