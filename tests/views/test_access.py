"""The role matrix: every route and method, and who may open it. A new route without a row fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from planner.core.model import ROLES as RANKS
from planner.core.model import User
from planner.views.access import declared, may
from tests.browser.pages import NO_PAGE, OUTSIDE, PAGES
from tests.views.conftest import ADMIN, EDITOR, VIEWER, Browser

ROLES = {
    ("GET", "overview.index"): "viewer",
    ("GET", "content.index"): "viewer",
    ("GET", "listing.take"): "viewer",
    ("POST", "listing.keep_columns"): "viewer",
    ("POST", "listing.save_row"): "editor",
    ("POST", "bulk.choose"): "editor",
    ("GET", "content.new"): "editor",
    ("POST", "content.add"): "editor",
    ("GET", "content.show"): "viewer",
    ("POST", "content.save"): "editor",
    ("GET", "board.index"): "viewer",
    ("POST", "board.move"): "editor",
    ("GET", "placements.new"): "editor",
    ("POST", "placements.add"): "editor",
    ("GET", "placements.show"): "viewer",
    ("POST", "series.repeat"): "editor",
    ("GET", "series.show"): "viewer",
    ("POST", "series.save"): "editor",
    ("POST", "placements.save"): "editor",
    ("GET", "moves.show"): "editor",
    ("POST", "moves.move"): "editor",
    ("GET", "moves.consequence"): "editor",
    ("POST", "several.change"): "editor",
    ("GET", "map.index"): "viewer",
    ("POST", "map.add"): "editor",
    ("POST", "mapping.choose"): "editor",
    ("GET", "gaps.index"): "viewer",
    ("POST", "gaps.waive"): "manager",
    ("POST", "gaps.unwaive"): "manager",
    ("GET", "answers.show"): "editor",
    ("POST", "answers.make"): "editor",
    ("GET", "snapshots.index"): "viewer",
    ("POST", "snapshots.take"): "editor",
    ("GET", "overload.index"): "viewer",
    ("POST", "overload.repair"): "editor",
    ("GET", "calendar.index"): "viewer",
    ("GET", "journeys.index"): "viewer",
    ("GET", "journeys.show"): "viewer",
    ("GET", "campaigns.index"): "viewer",
    ("GET", "views.edit"): "viewer",
    ("POST", "views.save"): "viewer",
    ("POST", "views.add"): "viewer",
    ("GET", "sharing.feed"): "anyone",
    ("GET", "sharing.guest"): "anyone",
    ("GET", "sharing.index"): "viewer",
    ("POST", "sharing.add"): "viewer",
    ("POST", "sharing.revoke"): "viewer",
    ("GET", "undo.index"): "viewer",
    ("POST", "undo.undo"): "editor",
    ("GET", "imports.index"): "editor",
    ("POST", "imports.preview"): "editor",
    ("GET", "imports.show"): "editor",
    ("GET", "imports.progress"): "editor",
    ("GET", "imports.account"): "editor",
    ("POST", "imports.save"): "editor",
    ("POST", "imports.columns"): "editor",
    ("POST", "imports.discard"): "editor",
    ("GET", "exports.index"): "viewer",
    ("GET", "settings.index"): "viewer",
    ("POST", "settings.language"): "viewer",
    ("GET", "settings.rows"): "viewer",
    ("POST", "settings.order"): "manager",
    ("GET", "settings.new"): "manager",
    ("POST", "settings.add"): "manager",
    ("GET", "settings.row"): "manager",
    ("POST", "settings.save"): "manager",
    ("GET", "settings.leaving"): "manager",
    ("POST", "settings.remove"): "manager",
    ("GET", "settings.targets"): "viewer",
    ("POST", "settings.save_targets"): "manager",
    ("GET", "help.index"): "viewer",
    ("GET", "help.show"): "viewer",
    ("GET", "help.template"): "viewer",
    ("GET", "begin.index"): "admin",
    ("POST", "begin.start"): "admin",
    ("GET", "settings.own"): "admin",
    ("POST", "settings.start_own"): "admin",
    ("GET", "settings.backups"): "admin",
    ("POST", "settings.make_backup"): "admin",
    ("GET", "settings.backup_file"): "admin",
    ("GET", "settings.persons"): "admin",
    ("GET", "settings.new_person"): "admin",
    ("POST", "settings.add_person"): "admin",
    ("GET", "settings.show_person"): "admin",
    ("POST", "settings.save_person"): "admin",
    ("POST", "settings.make_link"): "admin",
    ("GET", "settings.general"): "admin",
    ("POST", "settings.save_general"): "admin",
    ("GET", "settings.presets"): "manager",
    ("POST", "settings.add_preset"): "manager",
    ("GET", "settings.account"): "viewer",
    ("POST", "settings.save_account"): "viewer",
    ("POST", "settings.password"): "viewer",
    ("POST", "settings.end_sessions"): "viewer",
    ("GET", "login.index"): "anyone",
    ("POST", "login.password"): "anyone",
    ("GET", "login.link"): "anyone",
    ("POST", "login.enter"): "anyone",
    ("POST", "login.leave"): "viewer",
    ("GET", "health.index"): "anyone",
    ("GET", "static"): "anyone",
}
ANSWER = "/gaps/answer?key=empty:segment=grandparents,stage=retain,phase=decision&action=create&item_format=article"
PATHS = {
    "answers.show": ANSWER, "answers.make": ANSWER, "journeys.show": "/journeys/parents",
    "content.show": "/content/crib", "content.save": "/content/crib", "placements.new": "/placements/new?item=crib",
    "placements.add": "/placements/new?item=crib", "placements.show": "/placements/crib-blog",
    "placements.save": "/placements/crib-blog", "help.show": "/help/gaps",
    "moves.show": "/placements/mail-24/move", "moves.move": "/placements/mail-24/move",
    "moves.consequence": "/placements/mail-24/consequence",
    "help.template": "/help/templates/item.md", "imports.show": "/import/1", "imports.progress": "/import/1/progress",
    "imports.account": "/import/1/account.json", "imports.save": "/import/1/save",
    "imports.discard": "/import/1/discard", "imports.columns": "/import/1/columns",
    "settings.rows": "/settings/segments", "settings.order": "/settings/segments",
    "settings.new": "/settings/segments/new", "settings.add": "/settings/segments/new",
    "settings.row": "/settings/segments/row?key=parents", "settings.save": "/settings/segments/row?key=parents",
    "settings.leaving": "/settings/segments/remove?key=parents",
    "settings.remove": "/settings/segments/remove?key=parents",
}  # fmt: skip


def routes(app: Flask) -> list[tuple[str, str, str]]:
    return [
        (method, rule.endpoint, PATHS.get(rule.endpoint, rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_every_route_stands_in_the_matrix_with_its_role(app: Flask) -> None:
    with app.app_context():
        assert {(m, endpoint): declared(endpoint) for m, endpoint, _path in routes(app)} == ROLES


def test_a_stranger_opens_nothing_that_asks_for_a_role(app: Flask, stranger: Browser) -> None:
    opened = []
    for method, endpoint, path in routes(app):
        if ROLES[method, endpoint] != "anyone":
            answer = stranger.client.open(path, method=method)
            if not (answer.status_code in (400, 403) or answer.location == "/login"):
                opened.append((method, path, answer.status_code))
    assert opened == []


@pytest.mark.parametrize(("email", "role"), [(VIEWER, "viewer"), (EDITOR, "editor"), (ADMIN, "admin")])
def test_a_person_is_kept_out_of_what_their_role_may_not(
    app: Flask, sign_in: Callable[[str], Browser], email: str, role: str
) -> None:
    browser = sign_in(email)
    browser.get("/")
    wrong = []
    for method, endpoint, path in routes(app):
        asked = ROLES[method, endpoint]
        if asked == "anyone" or endpoint == "login.leave":
            continue
        data = {"csrf_token": browser.token} if method == "POST" else None
        status = browser.client.open(path, method=method, data=data).status_code
        allowed = RANKS.index(role) >= RANKS.index(asked)
        if (status == 403) == allowed:
            wrong.append((method, path, status))
    assert wrong == []


def test_a_person_without_a_known_role_may_nothing() -> None:
    assert not may(User(email="x@example.org", role="owner"), "viewer")
    assert not may(User(email="x@example.org", role="admin", active=False), "viewer")
    assert not may(None, "viewer")


def test_every_page_is_among_those_that_axe_looks_at(app: Flask) -> None:
    routes = app.url_map.bind("127.0.0.1")
    seen = {routes.match(path.partition("?")[0])[0] for path in (*PAGES, *OUTSIDE) if path != "/no-such-page"}
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    assert asked - seen == NO_PAGE
