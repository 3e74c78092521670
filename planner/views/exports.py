"""Files to take away: the calendar and the reports of any query, in every format."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request
from flask_babel import gettext as _

from planner import pipeline
from planner.core.calendar import Group
from planner.views import filters, limits
from planner.views.access import role
from planner.views.reports import seen
from planner.views.site import attachment, database, language, render, site, state

room = Blueprint("exports", __name__, url_prefix="/export")

CALENDAR_FORMATS = ("xlsx", "csv", "ics", "html", "md", "json")
REPORTS = ("coverage", "gaps", "overload", "forecast")
REPORT_FORMATS = ("xlsx", "csv", "md", "json")


@room.get("")
@role("viewer")
def index() -> Any:
    """Offer the files, or hand one out: `?format=` and perhaps `?report=` with the filters."""
    form = request.args.getlist("format")
    kind = request.args.get("report", "calendar")
    wanted = [name for name in form if name in CALENDAR_FORMATS]
    if wanted:
        return _file(kind, wanted[-1])
    query = filters.calendar_query()
    calendar = pipeline.calendar_of(database(), query, _group(), now=state())
    view = seen()
    return render(
        "exports/index.html", bar=filters.bar(query, placements=True), calendar=calendar, formats=CALENDAR_FORMATS,
        reports=REPORTS, report_formats=REPORT_FORMATS, group=_group(),
        counts={"coverage": len(view.cells), "gaps": len(view.bare_gaps), "overload": len(view.overload),
                "forecast": len(view.reports.forecast.weeks)},
        period=filters.period_text(query.start or view.reports.as_of, query.until or view.reports.until),
        report_period=filters.period_text(view.reports.as_of, view.reports.until),
    )  # fmt: skip


def _group() -> Group:
    return "month" if request.args.get("group") == "month" else "week"


def _file(kind: str, form: str) -> Any:
    limits.count("export")
    if kind == "calendar":
        query = filters.calendar_query()
        made = pipeline.export_calendar(
            database(), query, group=_group(), form=form, language=language(), now=site().now(),
            delimiter=";" if request.args.get("delimiter") == ";" else ",", bom=request.args.get("bom") == "1",
        )  # fmt: skip
    elif kind in REPORTS and form in REPORT_FORMATS:
        made = pipeline.export_report(database(), kind, filters.report_query(), form=form, language=language())
    else:
        abort(400, _("There is no export “%(kind)s” as %(form)s.", kind=kind[:40], form=form[:10]))
    return attachment(made.name, made.media_type, made.body)
