"""Accepted findings: the form that accepts one until a day, and the list of what is accepted, why and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import ValidationError

from planner.core.findings import Finding
from planner.core.model import Waiver
from planner.views import fields
from planner.views.reports import sentence
from planner.views.site import render, today, workspace


class WaiverForm(Form):
    """What planner asks before a finding is accepted."""

    reason = fields.line(lazy("Why?"), needed=lazy("Say why this is accepted, so that others understand it later."))
    until = fields.day(lazy("Until"), description=lazy("left empty, for good"))

    def validate_until(self, field: Any) -> None:
        """Refuse a day that has passed: the finding would be back at once."""
        if isinstance(field.data, date) and field.data < today():
            raise ValidationError(_("This day has passed; choose a later one, or leave it empty."))


def waiver_form(given: MultiDict[str, str]) -> Any:
    """Return the form as it was sent."""
    return WaiverForm(given)


def ask(finding: Finding, form: Any, to: str, back: str) -> str:
    """Return the page that asks again, the fault beside its field."""
    there = url_for("overload.index" if to == "overload" else "gaps.index")
    return render("gaps/accept.html", finding=finding, sentence=sentence(finding), form=form, to=to, back=back,
                  there=there)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accepted:
    """An acceptance and the finding it silences; None where there is no such finding now."""

    waiver: Waiver
    finding: Finding | None
    sentence: str
    over: bool  # its day has passed


def accepted(findings: Iterable[Finding], kinds: Collection[str]) -> tuple[Accepted, ...]:
    """Return every acceptance of a finding of these kinds, those that end first on top."""
    known = {finding.key: finding for finding in findings}
    rows = []
    for waiver in workspace().waivers:
        if waiver.key.partition(":")[0] in kinds:
            found = known.get(waiver.key)
            over = waiver.until is not None and waiver.until < today()
            rows.append(Accepted(waiver, found, sentence(found) if found else waiver.key, over))
    return tuple(sorted(rows, key=lambda row: (row.waiver.until or date.max, row.waiver.key)))
