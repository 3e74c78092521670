"""The board in a browser: a card moves by mouse, by keyboard and without script, and never where it may not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Served, Watched, watched
from tests.browser.test_axe import faults_here

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def lane(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def drag(page: Page, card: Locator, to: Locator) -> None:
    """Drag as a hand does, in steps: a single jump is no drag to a browser."""
    card.hover()
    page.mouse.down()
    box = to.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10, steps=8)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20, steps=4)
    page.mouse.up()


def test_a_card_is_dragged_to_another_status_and_taken_back(signed_in: Watched) -> None:
    page = signed_in.page
    page.set_viewport_size({"width": 1800, "height": 900})  # all columns in sight
    page.goto("/board")
    drag(page, page.locator(".card", has_text="Winter sale"), lane(page, "Approved").locator(".cards"))
    expect(page.get_by_role("status")).to_contain_text("“Winter sale” is now: Approved.")
    expect(lane(page, "Approved")).to_contain_text("Winter sale")
    page.get_by_role("button", name="Undo").click()
    expect(lane(page, "In review")).to_contain_text("Winter sale")


def test_a_card_stays_where_it_may_not_be_dragged_away(signed_in: Watched) -> None:
    page = signed_in.page
    page.set_viewport_size({"width": 1800, "height": 900})  # all columns in sight
    page.goto("/board")
    drag(page, page.locator(".card", has_text="Choosing a crib"), lane(page, "Briefed").locator(".cards"))
    expect(lane(page, "Published")).to_contain_text("Choosing a crib")
    expect(lane(page, "Briefed").locator(".card")).to_have_count(0)
    expect(page.locator("[data-hint]")).to_have_text("From Published it can go to: Archived, In production.")


def test_a_card_moves_by_keyboard_and_keeps_the_focus(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/board")
    page.locator(".card a.t", has_text="An idea").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(lane(page, "Briefed")).to_contain_text("An idea")
    expect(page.locator(".card a.t", has_text="An idea")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".card a.t", has_text="Winter sale")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowLeft")  # from published straight to a rework, over what is not possible
    expect(lane(page, "In production")).to_contain_text("Choosing a crib")


def test_cancelling_asks_about_placements_before_it_does_anything(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/board")
    card = page.locator(".card", has_text="Winter sale")
    card.get_by_text("Move to…").click()
    card.get_by_role("combobox").select_option("cancelled")
    card.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel: Winter sale")
    assert faults_here(page, "the question") == []
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Cancel the item").click()
    expect(page.get_by_role("status")).to_contain_text("2 placements were cancelled.")


def test_a_card_moves_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/board?segment=parents")
    card = page.locator(".card", has_text="Winter sale")
    card.get_by_text("Move to…").click()
    card.get_by_role("combobox").select_option("approved")
    card.get_by_role("button", name="Move", exact=True).click()
    expect(lane(page, "Approved")).to_contain_text("Winter sale")
    assert page.url.endswith("/board?segment=parents")
    assert made.complaints == []
    context.close()
