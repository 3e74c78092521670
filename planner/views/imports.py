"""Bringing files in: upload, look at what would happen, then save. The account names every row that was not taken."""

from __future__ import annotations

from flask import Blueprint, abort, flash, request, session
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from planner import pipeline
from planner.core.parse import Refused
from planner.imports.context import BY_BROWSER
from planner.imports.result import ImportResult
from planner.views import limits, uploads
from planner.views.access import role
from planner.views.site import database, render, say, site, who

room = Blueprint("imports", __name__, url_prefix="/import")

OUTCOMES = {
    "created": lazy("created"), "updated": lazy("updated"), "unchanged": lazy("unchanged"),
    "conflict": lazy("kept as edited here"), "refused": lazy("refused"),
}  # fmt: skip
SHOWN = 200  # lines of each part of the account on the page


@room.get("")
@role("editor")
def index() -> str:
    """Show the form."""
    return render("imports/index.html", fault=None)


@room.post("")
@role("editor")
def preview() -> tuple[str, int] | str:
    """Read the files and tell what saving them would do; nothing is saved yet."""
    files = uploads.named([*request.files.getlist("files"), *request.files.getlist("folder")])
    if not files:
        return render("imports/index.html", fault=_("Choose the files to bring in first.")), 400
    limits.count("import")
    try:
        account = _import(files, dry_run=True)
    except Refused as refused:
        return render("imports/index.html", fault=say(refused)), 400
    token = uploads.keep(site().config.instance / "uploads", session["id"], files)
    return _told(account, token=token, names=[name for name, _body in files])


@room.post("/save")
@role("editor")
def save() -> str:
    """Save the files of the preview, all that is good in one transaction."""
    folder, token = site().config.instance / "uploads", request.form.get("token", "")
    files = uploads.take(folder, session["id"], token)
    if files is None:
        abort(404, _("These files are no longer kept. Choose them once more."))
    account = _import(files, dry_run=False)
    uploads.drop(folder, token)
    flash(_("Saved: %(created)s created, %(updated)s updated.", created=account.created, updated=account.updated))
    return _told(account, token=None, names=[name for name, _body in files])


def _import(files: list[uploads.Named], *, dry_run: bool) -> ImportResult:
    return pipeline.import_files(database(), files, who=who(), now=site().now(), dry_run=dry_run, limits=BY_BROWSER)


def _told(account: ImportResult, *, token: str | None, names: list[str]) -> str:
    return render(
        "imports/account.html", account=account, kept=token, names=names, shown=SHOWN, gettext_of=_,
        outcome_name=lambda what: str(OUTCOMES.get(what, what)),
    )  # fmt: skip
