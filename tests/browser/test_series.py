"""A series in a browser, without script and by keyboard: repeated, changed at once, taken back; axe finds nothing."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.core.model import Placement
from planner.storage import placements, series
from planner.storage.database import Database
from tests.browser.conftest import Served, watched
from tests.browser.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def standing(database: Database, id: str) -> list[date | None]:
    with database.reading() as reading:
        return sorted(one.on or date.min for _item, one in series.load_series(reading, id)[1])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_a_mail_repeats_moves_by_a_day_and_is_taken_back(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    served.sign_in(page)
    page.goto("/placements/mail-24")
    page.get_by_label("Does it repeat?").select_option("week")
    page.get_by_label("Or how many times?").fill("3")
    press(page, "Show what this makes")
    expect(page.get_by_text("2 placements are made.")).to_be_visible()
    press(page, "Do this for 3 placements")
    page.wait_for_url("**/series/winter-sale")
    assert standing(served.database, "winter-sale") == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]
    page.get_by_role("link", name="Winter sale").nth(2).click()  # after the item in the crumbs and the first of them
    page.get_by_label("On which day?").fill("2026-12-03")
    page.get_by_label("this and the following").check()
    press(page, "Save")
    expect(page.get_by_text("2 placements change.")).to_be_visible()
    press(page, "Do this for 2 placements")
    page.wait_for_url("**/series/winter-sale")
    assert standing(served.database, "winter-sale") == [date(2026, 11, 24), date(2026, 12, 3), date(2026, 12, 10)]
    press(page, "Undo")
    expect(page.get_by_role("status")).to_contain_text("Undone")
    assert standing(served.database, "winter-sale") == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]
    context.close()


def test_bars_colours_and_named_days_are_open_to_everyone(chromium: Browser, served: Served) -> None:
    runs = [
        Placement(uid=f"run-{status}", channel="store", on=date(2026, 11, 20), until=date(2026, 12, 3), status=status)
        for status in ("tentative", "planned", "approved", "published")
    ]
    with served.database.writing("test") as writing:
        placements.add_placements(writing, [("sale", run) for run in runs])
    context = chromium.new_context(base_url=served.address, reduced_motion="reduce", locale="en-GB")
    made = watched(context, served.address)
    served.sign_in(made.page)
    found = [
        fault
        for by, layout in (("status", "month"), ("stage", "week"), ("segment", "list"), ("channel", "grid"))
        for fault in faults(made.page, f"/calendar?layout={layout}&colour={by}&days=be,nl,themed")
    ]
    context.close()
    assert (found, made.complaints) == ([], [])


def test_bars_fit_a_narrow_screen(chromium: Browser, served: Served) -> None:
    long = Placement(uid="run", channel="store", on=date(2026, 11, 20), until=date(2026, 12, 3),
                     title="A window display with a very long name for all the shops")  # fmt: skip
    with served.database.writing("test") as writing:
        placements.add_placements(writing, [("sale", long)])
    context = chromium.new_context(base_url=served.address, viewport={"width": 390, "height": 844})
    page = context.new_page()
    served.sign_in(page)
    widths = {}
    for layout in ("month", "week", "list", "grid"):
        page.goto(f"/calendar?layout={layout}&days=be,nl,themed")
        widths[layout] = page.evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(widths, 390)
    context.close()
