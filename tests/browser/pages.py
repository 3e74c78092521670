"""The addresses of every page, for what must hold on each: no fault of access, nothing wider than the screen."""

from __future__ import annotations

PAGES = (
    "/", "/content", "/content/crib", "/content/new", "/placements/mail-24", "/placements/new?item=crib", "/map",
    "/series/crib-tips", "/placements/mail-24/move", "/calendar?layout=week&select=1",
    "/calendar?layout=grid&channels=all",
    "/map?cell=parents/retain/decision", "/map?rows=segment&columns=stage&per=none", "/gaps", "/gaps/snapshots",
    "/gaps/answer?key=empty:segment=grandparents,stage=retain,phase=decision&action=create&item_format=article",
    "/overload", "/calendar", "/calendar?layout=week&open=mail-24", "/calendar?layout=list", "/calendar?layout=grid",
    "/import", "/import/1", "/import/2", "/export", "/settings", "/settings/segments", "/settings/segments/new",
    "/settings/segments/row?key=parents", "/settings/segments/remove?key=parents", "/settings/channels/row?key=email",
    "/settings/targets?segment=parents", "/settings/rules", "/settings/rules/new", "/settings/people",
    "/settings/people/new", "/settings/people/row?key=ed@example.org", "/settings/account", "/settings/workspace",
    "/settings/presets?preset=race", "/settings/own", "/settings/backup", "/help/", "/help/calendar", "/no-such-page",
    "/journeys/parents", "/campaigns", "/board", "/changes", "/settings/sharing", "/views/winter-plan",
    "/content?edit=sale&column=title&column=status&column=owner&column=department",
)  # fmt: skip
OUTSIDE = ("/login", "/login/x", "/no-such-page")  # open without signing in
# Addresses that answer with a file, a word or another address instead of a page.
NO_PAGE = {
    "imports.progress",
    "imports.account",
    "listing.take",
    "sharing.feed",
    "sharing.guest",
    "static",
    "moves.consequence",
    "health.index",
    "help.template",
    "journeys.index",
    "begin.index",
    "settings.backup_file",
}
