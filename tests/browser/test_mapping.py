"""Several items mapped in a browser: ticked in the list, squares turned by mouse and key, saved, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, Watched, watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def tick_two(page: Page) -> None:
    page.goto("/content")
    page.get_by_role("checkbox", name="Tick Choosing a crib").check()
    page.get_by_role("checkbox", name="Tick Winter sale").check()
    page.get_by_role("button", name="Map them…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Map: 2 items")


def save(page: Page) -> None:
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("#preview")).to_contain_text("2 items change")
    page.get_by_role("button", name="Change 2 items").click()
    expect(page.get_by_role("status")).to_contain_text("The mapping of 2 items was changed.")


def test_two_items_are_mapped_by_keyboard_and_taken_back(signed_in: Watched) -> None:
    page = signed_in.page
    tick_two(page)
    square = page.get_by_role("group", name="Grandparents, Retain · Decision")
    page.get_by_role("group", name="Grandparents, Reach · Awareness").get_by_role("radio", checked=True).focus()
    for key in ("ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(square.get_by_role("radio", name="primary")).to_be_checked()
    page.keyboard.press("2")
    expect(square.get_by_role("radio", name="secondary")).to_be_checked()
    save(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("2 changes were taken back")


def test_two_items_are_mapped_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    tick_two(page)
    page.get_by_role("group", name="Grandparents, Retain · Decision").locator("label:visible").click()
    save(page)
    assert made.complaints == []
    context.close()
