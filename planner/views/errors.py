"""Error pages in the product's own look and language: what happened, and what to do next. Never a traceback."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from planner.core.parse import Refused
from planner.storage import errors as storage
from planner.views.site import render, say, site

UNAVAILABLE = (
    storage.Busy, storage.DiskFull, storage.ReadOnly, storage.Unreachable, storage.TooSlow, storage.Damaged,
)  # fmt: skip

log = logging.getLogger("planner.web")
SECRET_PATHS = ("login", "feeds", "share")  # what follows lets someone in and stands in no log

TITLES = {
    400: lazy("This request cannot be read"),
    403: lazy("This is not open to you"),
    404: lazy("There is no such page"),
    405: lazy("This cannot be done here"),
    409: lazy("Someone else changed this meanwhile"),
    413: lazy("This is too large"),
    429: lazy("Too often in a short time"),
    500: lazy("Something went wrong on our side"),
    503: lazy("planner is busy for a moment"),
}
ADVICE = {
    400: lazy("Go back, look at what you entered, and try once more."),
    403: lazy("Ask an administrator of this workspace for the role you need."),
    404: lazy("Look at the address: a letter may be missing. All that planner shows is in the menu."),
    405: lazy("Open the page first, then use its buttons."),
    409: lazy("Nothing of theirs was overwritten. Open it again and make your change there."),
    413: lazy("A form may hold 1 MB, an import 30 MB. Split the file, or use the command planner import."),
    429: lazy("Wait a little, then go on."),
    500: lazy("Nothing was saved by this request. Try again; if it comes back, tell your administrator the number."),
    503: lazy("Nothing was saved by this request. Wait a few seconds and try again."),
}

# the rooms by the first part of their addresses: where what was not found may be, and the words of the way there
WAYS = {
    "content": ("content.index", lazy("It may have been deleted or renamed. Look for it in the content list."),
                lazy("To the content list")),
    "placements": ("calendar.index", lazy("It may have been taken away. Look for it in the calendar, or in the tray."),
                   lazy("To the calendar")),
    "map": ("map.index", lazy("Its stage, phase or segment may have been renamed. Open the cell from the map."),
            lazy("To the map")),
    "gaps": ("gaps.index", lazy("It may be closed by now. Look at what is missing today."), lazy("To the gaps")),
    "overload": ("overload.index", lazy("It may be resolved by now. Look at what is too much today."),
                 lazy("To the overload")),
    "calendar": ("calendar.index", lazy("Choose a period in the calendar itself."), lazy("To the calendar")),
    "journeys": ("journeys.index", lazy("The segment may have been renamed. Choose it from the list."),
                 lazy("To the journeys")),
    "campaigns": ("campaigns.index", lazy("It may have been renamed. Look for it among the campaigns."),
                  lazy("To the campaigns")),
    "import": ("imports.index", lazy("A preview is kept for a while only. Choose the files again."),
               lazy("To the import")),
    "export": ("exports.index", lazy("Choose what to take along, and in which form."), lazy("To the export")),
    "settings": ("settings.index", lazy("It may have been deleted, merged or renamed. Look for it in its list."),
                 lazy("To the settings")),
    "help": ("help.index", lazy("Choose a page from the contents of the help."), lazy("To the help")),
}  # fmt: skip


def install(app: Flask) -> None:
    """Answer every error with a page; the last resort names a request id and logs the fault."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Refused, _refused)
    for fault in UNAVAILABLE:
        app.register_error_handler(fault, _unavailable)
    app.register_error_handler(storage.LostRace, _lost_race)
    app.register_error_handler(Exception, _last_resort)


def page(code: int, why: str = "") -> tuple[str, int]:
    """Return the error page of a status code; `why` is a sentence of its own about this case."""
    known = code if code in TITLES else 400 if code < 500 else 500
    room, advice, there = WAYS.get(request.path.split("/")[1], ("", ADVICE[404], ""))
    told = {
        "code": code,
        "title": TITLES[known],
        "advice": advice if known == 404 else ADVICE[known],
        "room": room,
        "there": there,
        "why": why,
        "number": g.get("request_id", ""),
    }
    # The rail of a page reads the database; where that is what failed, the page stands without it.
    return render("error.html", bare=code >= 500, **told), code


def _foreign_host(_error: SecurityError) -> Response:
    # Nothing can be linked to from a name that is not ours, so this is no page.
    told = f"planner does not answer under this name. Its address is {site().config.url} (PLANNER_URL).\n"
    return Response(told, 400, mimetype="text/plain")


def _http(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    code = error.code or 500
    if code < 400:  # a redirect on the way
        return error
    told = error.description if code in (400, 403, 404, 409, 413, 429) and error.description else ""
    generic = type(error).description if type(error).description else None
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return *page(code, "" if told == generic else str(told)), kept


def _csrf(_error: CSRFError) -> tuple[str, int]:
    return page(400, _("The form had lost its token, perhaps because you signed in again. Open it anew and send it."))


def _refused(error: Refused) -> tuple[str, int]:
    return page(400, say(error))


def _lost_race(error: storage.LostRace) -> tuple[str, int]:
    return page(409, say(error))


def _unavailable(error: storage.StorageRefused) -> tuple[str, int]:
    log.error("request %s %s: %s", g.get("request_id"), _path(), error)
    return page(503, "" if isinstance(error, storage.Damaged | storage.Unreachable) else say(error))


def _last_resort(error: Exception) -> tuple[str, int]:
    log.error("request %s %s failed", g.get("request_id"), _path(), exc_info=error)
    return page(500)


def _path() -> str:
    """Return the path for the log: line breaks escaped, and no token that would let someone in."""
    way = request.path.split("/")[1]
    return f"/{way}/..." if way in SECRET_PATHS else ascii(request.path)
