"""Bringing files in: upload, look at what would happen, then save. The account names every row that was not taken.

Every import is a job: a small one is done before the page answers, a long one by the server's worker, while its page
says how far it is and may be left. Saving is the second step of the same job.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.wrappers import Response as AnyResponse

from planner import uploads
from planner.core.parse import Refused
from planner.imports.context import PAGES
from planner.imports.heads import FIELDS
from planner.imports.result import ImportResult, alike
from planner.storage import jobs
from planner.storage.jobs import Job
from planner.views import limits
from planner.views.access import role
from planner.views.site import attachment, database, render, say, see, site, who, wording
from planner.views.uploads import named
from planner.work import IMPORT, Worker

room = Blueprint("imports", __name__, url_prefix="/import")

OUTCOMES = {
    "created": lazy("new"), "updated": lazy("changed"), "unchanged": lazy("unchanged"),
    "conflict": lazy("kept as edited here"), "refused": lazy("refused"),
}  # fmt: skip
ORDERS = {
    "day": lazy("Dates with the day first, as they prove."),
    "month": lazy("Dates with the month first, as they prove."),
    "open": lazy("Dates could be read in two ways; the day was taken first."), "": "",
}  # fmt: skip
SHOWN = 200  # lines of each part of the account on the page; the file of the account has all
SMALL_BYTES, SMALL_ROWS, SMALL_FILES = 1024**2, 500, 500
COLUMN, ASIDE, COLUMNS_MOST = "column:", "-", 60  # names of form fields; “leave this column out”; columns to name
WORKER = "planner.worker"  # in app.extensions


def use_worker(app: Flask, worker: Worker) -> None:
    """Let the pages of `app` leave long imports to this worker."""
    app.extensions[WORKER] = worker


@room.get("")
@role("editor")
def index() -> str:
    """Show the form and the imports of this person."""
    return _form()


@room.post("")
@role("editor")
def preview() -> tuple[str, int] | AnyResponse:
    """Take the files and look at what saving them would do; nothing is saved yet."""
    files = named([*request.files.getlist("files"), *request.files.getlist("folder")])
    if not files:
        return _form(_("Choose the files to bring in first.")), 400
    limits.count("import")
    try:
        token = uploads.keep(_folder(), who(), files)
    except Refused as refused:
        return _form(say(refused)), 400
    payload = {
        "token": token, "save": False, "small": is_small(files), "files": len(files),
        "names": [name for name, _body in files[:20]],
    }  # fmt: skip
    with database().writing(who()) as session:
        number = jobs.add_job(session, kind=IMPORT, who=who(), payload=payload, now=site().now())
    return _go_on(number, small=bool(payload["small"]))


@room.get("/<int:number>")
@role("editor")
def show(number: int) -> str:
    """Show how far an import is, what saving it would do, or what it did."""
    job = _own(number)
    if not job.ended:
        return render("imports/progress.html", job=job, names=_names(job), **_progress(job))
    if job.state != "done" or job.result is None:
        return render("imports/ended.html", job=job, names=_names(job), fault=_fault(job))
    account = ImportResult.from_stored(job.result)
    return render(
        "imports/account.html", account=account, job=job, saved=job.payload["save"], names=_names(job), shown=SHOWN,
        alike=alike, gettext_of=_, orders=ORDERS, outcome_name=lambda what: str(OUTCOMES.get(what, what)),
        unknown=_unknown(account), fields=FIELDS, column=COLUMN, aside=ASIDE,
    )  # fmt: skip


@room.get("/<int:number>/progress")
@role("editor")
def progress(number: int) -> Response:
    """Say how far an import is, for the page that shows it."""
    job = _own(number)
    return jsonify(ended=job.ended, **_progress(job))


@room.get("/<int:number>/account.json")
@role("editor")
def account(number: int) -> Response:
    """Hand out the whole account, every row named."""
    job = _own(number)
    if job.result is None or "created" not in job.result:
        abort(404, _("There is no account of this import."))
    body = ImportResult.from_stored(job.result).to_json(wording().catalogue.gettext)
    return attachment(f"import-{number}.json", "application/json", body.encode())


@room.post("/<int:number>/save")
@role("editor")
def save(number: int) -> AnyResponse:
    """Save what was looked at, all that is good in one transaction."""
    job = _own(number)
    if job.state == "done" and not job.payload["save"]:
        with database().writing(who()) as session:
            jobs.requeue(session, number, {**job.payload, "save": True})
    return _go_on(number, small=bool(job.payload["small"]))


@room.post("/<int:number>/columns")
@role("editor")
def columns(number: int) -> AnyResponse:
    """Look at the files once more, with the fields that a person named for columns nobody knows."""
    job = _own(number)
    chosen = {name.removeprefix(COLUMN): value for name, value in request.form.items() if name.startswith(COLUMN)}
    named_now = {head: "" if field == ASIDE else field for head, field in chosen.items() if field in (*FIELDS, ASIDE)}
    if not job.payload["save"]:
        with database().writing(who()) as session:
            payload = {**job.payload, "columns": {**job.payload.get("columns", {}), **named_now}}
            jobs.requeue(session, number, payload)
    return _go_on(number, small=bool(job.payload["small"]))


@room.post("/<int:number>/discard")
@role("editor")
def discard(number: int) -> AnyResponse:
    """Stop an import, or throw away what was looked at; what was saved stays."""
    job = _own(number)
    if job.payload["save"]:
        flash(_("This import was saved already, or is being saved."), "bad")
        return see("imports.show", number=number)
    with database().writing(who()) as session:
        jobs.cancel_job(session, number, now=site().now())
    uploads.drop(_folder(), job.payload["token"])
    flash(_("Discarded. Nothing of it was saved."))
    return see("imports.index")


def is_small(files: list[uploads.Named]) -> bool:
    """Whether files are read so quickly that one can wait for them."""
    size, rows = sum(len(body) for _name, body in files), 0
    for name, body in files:
        rows += len(body) // 80 if body[:2] == b"PK" else 1 if name.lower().endswith("md") else body.count(b"\n")
    return size <= SMALL_BYTES and rows <= SMALL_ROWS and len(files) <= SMALL_FILES


def _go_on(number: int, *, small: bool) -> AnyResponse:
    worker = _worker()
    if worker.alive and not small:
        worker.wake()
    else:
        worker.do_one(number)
    return see("imports.show", number=number)


def _worker() -> Worker:
    found: Worker | None = current_app.extensions.get(WORKER)
    return found or Worker(database(), _folder(), now=site().now)


def _folder() -> Path:
    return site().config.instance / uploads.FOLDER


def _own(number: int) -> Job:
    with database().reading() as session:
        job = jobs.get_job(session, number)
    if job is None or job.who != who() or job.kind != IMPORT:
        abort(404, _("There is no import %(number)s of yours.", number=number))
    return job


def _form(fault: str | None = None) -> str:
    with database().reading() as session:
        mine = [job for job in jobs.jobs_of(session, who()) if job.kind == IMPORT]
    rows = [(job, _names(job), said_state(job)) for job in mine if job.state != "cancelled"]
    return render("imports/index.html", fault=fault, mine=rows)


def said_state(job: Job) -> str:
    """Return in a few words how an import stands."""
    if job.state == "failed":
        return str(_("failed"))
    if not job.ended:
        return str(_progress(job)["word"])
    if not job.payload["save"]:
        return str(_("looked at, not saved yet"))
    new, changed = (wording().number((job.result or {})[name], 0) for name in ("created", "updated"))
    return str(_("saved: %(created)s new, %(updated)s changed", created=new, updated=changed))


def _unknown(account: ImportResult) -> tuple[str, ...]:
    """Return the columns of sheets that nobody knows, each once."""
    found = (text for one in account.understood if one.where != PAGES for text in one.unknown)
    return tuple(dict.fromkeys(found))[:COLUMNS_MOST]


def _names(job: Job) -> str:
    names, more = job.payload["names"], job.payload["files"] - len(job.payload["names"])
    return ", ".join(names) + (" " + _("+%(n)s more", n=more) if more else "")


def _fault(job: Job) -> str:
    if job.state == "cancelled":
        return str(_("This import was discarded. Nothing of it was saved."))
    message, params = (job.result or {}).get("fault", ["", {}])
    return wording().text(message, **params)


def _progress(job: Job) -> dict[str, Any]:
    """Return the share that is done, in hundredths, and a word for what is being done."""
    share = _worker().shares.get(job.pk, job.progress)
    if job.state == "waiting":
        word = _("waiting for its turn")
    elif share < 0.5:
        word = _("reading the files")
    else:
        word = _("saving") if job.payload["save"] else _("comparing with what is here")
    return {"percent": round(100 * share), "word": word, "here": url_for("imports.show", number=job.pk)}
