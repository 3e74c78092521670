"""Planning in the calendar as people do it: by mouse, by keyboard, without script; several at once; two at a time."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from planner.storage import placements
from planner.storage.database import Database
from tests.browser.conftest import Served, Watched, watched
from tests.browser.test_axe import WCAG

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DONE = "main > .told"


def day_of(database: Database, uid: str) -> date | None:
    with database.reading() as reading:
        found = placements.get_placement(reading, uid)
    assert found is not None
    return found.on


def hold(page: Page, card: Locator, over: Locator) -> None:
    """Take a card with the mouse and hold it over a place, as a hand does: in steps."""
    card.scroll_into_view_if_needed()
    one, other = card.bounding_box(), over.bounding_box()
    assert one is not None
    assert other is not None
    page.mouse.move(one["x"] + 30, one["y"] + 8)
    page.mouse.down()
    page.mouse.move(one["x"] + 45, one["y"] + 14, steps=3)
    page.mouse.move(other["x"] + other["width"] / 2, other["y"] + min(30, other["height"] / 2), steps=5)


def card(page: Page, uid: str) -> Locator:
    return page.locator(f'#calendar [data-uid="{uid}"]').first


def test_a_drag_says_what_it_would_do_and_then_does_it(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar")
    hold(page, card(page, "mail-26"), page.locator('.cards-row [data-day="2026-12-04"]'))
    told = page.locator(".would-box.floats")
    expect(told).to_contain_text("Closes: Parents get 3 contacts in 7 days on 26 Nov, the limit is 2 (Not too much).")
    expect(page.locator("[data-would]")).to_contain_text("Fri 4 Dec 2026")
    page.mouse.up()
    expect(page.locator(DONE)).to_contain_text("“Winter sale” now stands on Fri 4 Dec 2026")
    expect(told).to_have_count(0)
    expect(page.locator('.cards-row [data-day="2026-12-04"]')).to_contain_text("Winter sale")
    expect(card(page, "mail-26")).to_be_focused()
    assert day_of(served.database, "mail-26") == date(2026, 12, 4)


def test_a_drag_given_up_with_escape_changes_nothing(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    hold(page, card(page, "mail-26"), page.locator("section.day", has_text="Sat 28 Nov"))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator("body")).not_to_have_class("dragging")
    assert day_of(served.database, "mail-26") == date(2026, 11, 26)


def test_in_the_grid_a_card_goes_to_another_channel_and_week(signed_in: Watched, served: Served) -> None:
    with served.database.writing("test") as writing:
        placements.change_placements(writing, ["crib-blog"], {"status": "planned", "on": date(2026, 12, 3)})
    page = signed_in.page
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto("/calendar?layout=grid")
    week = page.locator('[data-to="2026-W49"]')
    hold(page, card(page, "mail-26"), week.locator('[data-channel="blog"] td').nth(0))
    expect(page.locator(".would-box.floats")).to_contain_text("Blog, Thu 3 Dec 2026")
    page.mouse.up()
    expect(page.locator(DONE)).to_contain_text("“Winter sale” now stands on Reach, Blog, Thu 3 Dec 2026")
    expect(week.locator('[data-channel="blog"] td').nth(0)).to_contain_text("Winter sale")


def test_from_the_tray_and_back_into_it(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    hold(page, card(page, "idea-store"), page.locator("section.day", has_text="Wed 25 Nov"))
    page.mouse.up()
    expect(page.locator("section.day", has_text="Wed 25 Nov")).to_contain_text("An idea")
    assert day_of(served.database, "idea-store") == date(2026, 11, 25)
    hold(page, card(page, "idea-store"), page.locator("#tray"))
    page.mouse.up()
    expect(page.locator(DONE)).to_contain_text("lies in the tray now")
    assert day_of(served.database, "idea-store") is None


def test_a_run_moves_by_the_day_it_was_taken_by(signed_in: Watched, served: Served) -> None:
    with served.database.writing("test") as writing:
        placements.change_placements(writing, ["mail-24"], {"until": date(2026, 11, 28)})
    page = signed_in.page
    page.goto("/calendar")
    bar = card(page, "mail-24")
    bar.scroll_into_view_if_needed()
    thursday = page.locator('.cards-row [data-day="2026-11-26"]').bounding_box()
    one, friday = bar.bounding_box(), page.locator('.cards-row [data-day="2026-11-27"]').bounding_box()
    assert thursday is not None
    assert one is not None
    assert friday is not None
    page.mouse.move(thursday["x"] + 40, one["y"] + 8)
    page.mouse.down()
    page.mouse.move(friday["x"] + 60, one["y"] + 12, steps=5)  # over the bar itself, a day further
    expect(page.locator(".would-box.floats")).to_contain_text("Wed 25 Nov 2026 – 29 Nov 2026")
    page.mouse.up()
    expect(page.locator(DONE)).to_contain_text("Wed 25 Nov 2026 – 29 Nov 2026")
    assert day_of(served.database, "mail-24") == date(2026, 11, 25)


def test_what_stays_says_why_and_goes_back(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/calendar")
    there = page.locator('.cards-row [data-day="2026-11-04"]')
    hold(page, card(page, "crib-blog"), there)
    expect(page.locator(".would-box.floats")).to_contain_text("It stays: It has been published")
    page.mouse.up()
    expect(page.locator(DONE)).to_contain_text("“Choosing a crib” stays: It has been published")
    expect(there).not_to_contain_text("Choosing a crib")


def test_a_week_is_planned_by_keyboard_and_taken_back(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    card(page, "mail-26").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(DONE)).to_contain_text("Fri 27 Nov")
    expect(card(page, "mail-26")).to_be_focused()
    page.keyboard.press("m")
    form = page.get_by_role("dialog")
    form.get_by_label("On which day?").fill("2026-11-24")
    form.get_by_label("At what time?").fill("09:30")
    expect(form).to_contain_text("Opens: Two contacts with Parents on one day, Tue 24 Nov")
    form.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(DONE)).to_contain_text("Tue 24 Nov 2026, 09:30")
    expect(card(page, "mail-26")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(DONE)).to_contain_text("Undone")
    assert day_of(served.database, "mail-26") == date(2026, 11, 27)
    page.reload()
    page.get_by_role("button", name="Undo: “Winter sale” now stands on Fri 27 Nov").click()
    expect(page.locator(DONE)).to_contain_text("Undone")
    assert day_of(served.database, "mail-26") == date(2026, 11, 26)


def test_keys_pressed_faster_than_the_server_answers_all_count(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    card(page, "mail-24").focus()
    for _ in range(3):
        page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(DONE)).to_contain_text("Fri 27 Nov")
    expect(card(page, "mail-24")).to_be_focused()
    assert day_of(served.database, "mail-24") == date(2026, 11, 27)


def test_stages_and_channels_by_keyboard_in_the_grid(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=grid")
    card(page, "mail-26").focus()
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(page.locator(DONE)).to_contain_text("now stands on Reach")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(page.locator("[data-would]")).to_have_text("There is nothing further on that side.")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator(DONE)).to_contain_text("now stands on Blog")


def test_the_keys_of_a_page_are_one_press_away(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/calendar")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("moves the card in focus by a day")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.get_by_role("searchbox").fill("what?")
    expect(keys).to_be_hidden()
    page.goto("/gaps")
    page.get_by_role("link", name="Keys").click()
    expect(keys).not_to_contain_text("moves the card")


def test_several_are_shifted_and_taken_back_at_once(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    page.get_by_role("link", name="Choose several").click()
    boxes = page.get_by_role("checkbox", name="Choose: Winter sale")
    boxes.first.check()
    boxes.last.click(modifiers=["Shift"])
    expect(page.locator("[data-chosen]")).to_have_text("3 ticked")
    page.get_by_label("by days").fill("7")
    page.get_by_role("button", name="Shift").click()
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("3 placements change: 7 days later")
    assert day_of(served.database, "mail-26") == date(2026, 11, 26)
    shown.get_by_role("button", name="Change 3 placements").click()
    expect(page.locator(DONE)).to_contain_text("3 placements: 7 days later.")
    assert day_of(served.database, "mail-26") == date(2026, 12, 3)
    page.locator(DONE).get_by_role("button", name="Undo").click()
    expect(page.locator(DONE)).to_contain_text("3 changes were taken back")
    assert day_of(served.database, "mail-26") == date(2026, 11, 26)


def test_two_who_move_the_same_see_both(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    with served.database.writing("ed@example.org") as writing:
        placements.change_placements(writing, ["mail-26"], {"on": date(2026, 11, 28)})
    card(page, "mail-26").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("someone changed “Winter sale” meanwhile")
    expect(page.locator("main")).to_contain_text("Email, Sat 28 Nov 2026")
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.locator(DONE)).to_contain_text("Sun 29 Nov")  # a day on from where it stands now
    assert [line for line in signed_in.complaints if "409" not in line] == []
    signed_in.complaints.clear()


def test_what_is_gone_or_forbidden_meanwhile_is_told(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    with served.database.writing("ed@example.org") as writing:
        placements.delete_placement(writing, "mail-26")
    card(page, "mail-26").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("There is no such page")
    page.goto("/calendar?layout=week")
    page.context.clear_cookies()
    card(page, "mail-25").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cannot be read")
    assert [line for line in signed_in.complaints if "404" not in line and "400" not in line] == []
    signed_in.complaints.clear()


def test_a_week_is_planned_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/calendar?layout=week")
    card(page, "mail-26").click()
    page.get_by_label("On which day?").fill("2026-11-24")
    page.get_by_role("button", name="What would happen?").click()
    expect(page.locator(".would-box")).to_contain_text("Opens: Two contacts with Parents on one day, Tue 24 Nov")
    page.get_by_label("On which day?").fill("2026-11-28")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(DONE)).to_contain_text("Sat 28 Nov")
    assert "layout=week" in page.url
    page.get_by_role("link", name="Choose several").click()
    for box in page.get_by_role("checkbox", name="Choose: Winter sale").all():
        box.check()
    page.get_by_role("button", name="To the tray").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Change several placements: to the tray")
    page.get_by_role("button", name="Change 3 placements").click()
    expect(page.locator(DONE)).to_contain_text("3 placements: to the tray.")
    assert day_of(served.database, "mail-24") is None
    assert made.complaints == []
    context.close()


def test_a_finger_drags_too(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, has_touch=True, viewport={"width": 1024, "height": 900})
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/calendar?layout=week")
    one, other = card(page, "mail-26").bounding_box(), page.locator("section.day").last.bounding_box()
    assert one is not None
    assert other is not None
    finger = context.new_cdp_session(page)
    start = {"x": one["x"] + 30, "y": one["y"] + 10}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [start]})
    expect(page.locator(".sortable-chosen")).to_have_count(1)  # held long enough to be no scroll
    for step in range(1, 6):
        at = {"x": start["x"] + (other["x"] + 40 - start["x"]) * step / 5,
              "y": start["y"] + (other["y"] + 20 - start["y"]) * step / 5}  # fmt: skip
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(DONE)).to_contain_text("Sun 29 Nov")
    assert made.complaints == []
    context.close()


def test_the_dialogs_are_open_to_everyone(signed_in: Watched) -> None:
    page, found = signed_in.page, []
    page.goto("/calendar?layout=week")
    card(page, "mail-26").press("m")
    expect(page.get_by_role("dialog")).to_contain_text("On which day?")
    page.get_by_label("On which day?").fill("2026-11-24")
    expect(page.get_by_role("dialog")).to_contain_text("Opens:")
    found += violations(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found += violations(page)
    page.goto("/calendar?layout=week&select=1")
    page.get_by_role("button", name="Tick all shown").click()
    page.get_by_role("button", name="To the tray").click()
    expect(page.get_by_role("dialog")).to_contain_text("3 placements change")
    found += violations(page)
    assert found == []


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    response = Axe().run(page, options={"runOnly": {"type": "tag", "values": [*WCAG]}}).response
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in response["violations"]]
