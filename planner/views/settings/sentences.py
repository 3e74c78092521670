"""Rules and targets as a person says them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.model import CoverageTarget, FrequencyRule
from planner.views.site import labels, wording
from planner.wording.names import Names


def rule_sentence(rule: FrequencyRule) -> str:
    """Return a frequency rule as a sentence: Young parents get at most 5 contacts in any 7 days over all channels."""
    words = wording()
    what = _(" and ").join(_limits(rule)) or _("any number of contacts")
    channels = ", ".join(labels().of("channel", slug) for slug in rule.channels)
    where = _("through %(channels)s", channels=channels) if channels else _("over all channels")
    if rule.segment:
        said = _("%(who)s get %(what)s %(where)s", who=labels().of("segment", rule.segment), what=what, where=where)
    else:
        said = _("Each segment gets %(what)s %(where)s", what=what, where=where)
    if rule.active_from:
        said += _(", from %(day)s on", day=words.day(rule.active_from, "d MMM y"))
    if rule.active_to:
        said += _(", until %(day)s", day=words.day(rule.active_to, "d MMM y"))
    return f"{said}."


def _limits(rule: FrequencyRule) -> list[str]:
    words, span, said = wording(), _span(rule.window), []
    if rule.maximum == 0:
        said.append(_("no contact at all in %(span)s", span=span))
    elif rule.maximum is not None:
        n = words.number(rule.maximum)
        said.append(_("at most 1 contact in %(span)s", span=span) if rule.maximum == 1
                    else _("at most %(n)s contacts in %(span)s", n=n, span=span))  # fmt: skip
    if rule.minimum is not None:
        n = words.number(rule.minimum)
        said.append(_("at least 1 contact in %(span)s", span=span) if rule.minimum == 1
                    else _("at least %(n)s contacts in %(span)s", n=n, span=span))  # fmt: skip
    if rule.min_gap_days == 1:
        said.append(_("no two on the same day"))
    elif rule.min_gap_days:
        said.append(_("no two contacts within %(n)s days", n=rule.min_gap_days))
    return said


def _span(window: str) -> str:
    if window in ("week", "month"):
        return str(_("an ISO week") if window == "week" else _("a calendar month"))
    days = int(window.partition(":")[2] or 7)
    return str(ngettext("any day", "any %(num)s days", days))


def cell_name(target: CoverageTarget, names: Names | None = None) -> str:
    """Return the cell of a target: every segment · Reach · Awareness · E-mail."""
    names, every = names or labels(), _("every")
    parts = [
        names.of("segment", target.segment) if target.segment else _("every segment"),
        names.of("stage", target.stage) if target.stage else every,
        names.of("phase", target.phase) if target.phase else every,
        *([names.of("channel", target.channel)] if target.channel else []),
    ]
    return " · ".join(parts)


def asked(target: CoverageTarget) -> str:
    """Return what a target asks: at least 2, at most 6, importance 4."""
    words = wording()
    said = [_("at least %(n)s", n=words.number(target.minimum, 2))]
    if target.maximum is not None:
        said.append(_("at most %(n)s", n=words.number(target.maximum, 2)))
    if target.minimum == 0 and target.maximum is None:
        said = [_("not expected")]
    if target.importance != CoverageTarget().importance:
        said.append(_("importance %(n)s", n=words.number(target.importance)))
    return ", ".join(said)
