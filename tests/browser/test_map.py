"""The map in a browser: squares by arrow keys, a cell opened and shut, an item found and mapped there, all undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served, Watched, watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_squares_are_walked_with_arrows_opened_with_enter_and_shut_with_escape(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/map")
    page.get_by_role("link", name="Parents, Reach, Awareness: 1 of 2", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    square = page.get_by_role("link", name="Parents, Retain, Decision: 0 of 1, 0.5 planned")
    expect(square).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary")).to_be_focused()
    expect(page.get_by_role("complementary")).to_contain_text("Winter sale")
    assert page.url.endswith("?cell=parents/retain/decision#cell")
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(square).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(square).to_be_focused()  # one stop of Tab a matrix


def test_an_item_is_mapped_from_a_cell_and_taken_back(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/map")
    page.get_by_role("link", name="Grandparents, Reach, Awareness: 0 of 2").click()
    side = page.get_by_role("complementary")
    side.get_by_text("Map an item here").click()
    page.keyboard.type("crib")
    page.keyboard.press("Enter")
    expect(side.get_by_role("radio", name="Choosing a crib")).to_be_focused()
    side.get_by_role("button", name="Map it here").click()
    expect(page.get_by_role("status")).to_contain_text("is now mapped to Grandparents, Reach · Awareness")
    expect(page.get_by_role("link", name="Grandparents, Reach, Awareness: 1 of 2")).to_be_visible()
    expect(side).to_contain_text("Choosing a crib")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Grandparents, Reach, Awareness: 0 of 2")).to_be_visible()


def test_an_item_is_mapped_from_a_cell_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(
        base_url=served.address, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/map")
    page.get_by_role("link", name="Grandparents, Reach, Awareness: 0 of 2").click()
    side = page.get_by_role("complementary")
    side.get_by_text("Map an item here").click()
    side.get_by_role("searchbox").fill("crib")
    side.get_by_role("button", name="Find").click()
    side.get_by_role("radio", name="Choosing a crib").check()
    side.get_by_label("It fits as").select_option("secondary")
    side.get_by_role("button", name="Map it here").click()
    expect(page.get_by_role("link", name="Grandparents, Reach, Awareness: 0.5 of 2")).to_be_visible()
    assert made.complaints == []
    context.close()
