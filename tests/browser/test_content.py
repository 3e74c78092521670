"""The content list in a real browser: edit a row, change several and undo, keep a view; the same without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.storage import items
from tests.browser.conftest import Served, Watched, watched
from tests.browser.test_axe import faults_here

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def owners(served: Served) -> dict[str, str]:
    with served.database.reading() as reading:
        return {item.id: item.owner for item in items.load_items(reading)}


def change_two(page: Page, owner: str) -> None:
    page.get_by_role("checkbox", name="Tick Choosing a crib").check()
    page.get_by_role("checkbox", name="Tick Winter sale").check()
    page.get_by_role("button", name="Change the ticked ones").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 items")
    page.get_by_label("Owner", exact=True).fill(owner)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("#preview")).to_contain_text("2 items change")
    page.get_by_role("button", name="Change 2 items").click()
    expect(page.get_by_role("status")).to_contain_text("2 items were changed.")


def test_a_row_is_edited_by_keyboard_and_the_focus_stays(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/content?sort=-title")
    pencil = page.get_by_role("link", name="Edit Winter sale here")
    pencil.focus()
    page.keyboard.press("Enter")
    title = page.get_by_label("Title", exact=True)
    expect(title).to_be_focused()
    title.fill("Not this")
    page.keyboard.press("Escape")
    expect(pencil).to_be_focused()
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    expect(title).to_have_value("Winter sale")
    title.fill("Winter deal")
    page.get_by_role("combobox", name="Status").select_option("approved")
    title.press("Enter")
    expect(page.get_by_role("link", name="Edit Winter deal here")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("“Winter deal” was saved.")
    expect(page.get_by_role("row", name="Winter deal")).to_contain_text("Approved")


def test_a_row_that_is_cancelled_asks_about_its_placements(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/content")
    page.get_by_role("link", name="Edit Winter sale here").click()
    page.get_by_role("combobox", name="Status").select_option("cancelled")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel: Winter sale")
    page.get_by_role("button", name="Cancel the item").click()
    expect(page.get_by_role("status")).to_contain_text("3 placements were cancelled.")


def test_two_people_in_one_row_see_both_texts(signed_in: Watched, served: Served) -> None:
    page = signed_in.page
    page.goto("/content")
    page.get_by_role("link", name="Edit Winter sale here").click()
    with served.database.writing("other") as writing:
        items.change_items(writing, ["sale"], {"title": "Theirs"})
    page.get_by_label("Title", exact=True).fill("Mine")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("someone changed")
    expect(page.get_by_role("table")).to_contain_text("Theirs")
    expect(page.get_by_role("table")).to_contain_text("Mine")
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.get_by_role("status")).to_contain_text("“Mine” was saved.")
    signed_in.complaints[:] = [told for told in signed_in.complaints if "409" not in told]


def test_several_are_changed_at_once_and_taken_back(signed_in: Watched, served: Served) -> None:
    page, before = signed_in.page, owners(served)
    page.goto("/content")
    page.get_by_role("checkbox", name="Tick all on this page").check()
    expect(page.locator("[data-ticked]")).to_have_text("3")
    page.get_by_role("checkbox", name="Tick all on this page").uncheck()
    change_two(page, "Lotte")
    assert owners(served) == before | {"crib": "Lotte", "sale": "Lotte"}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("taken back")
    assert owners(served) == before


def test_the_pages_of_a_bulk_change_are_open_to_everyone(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/content")
    page.get_by_role("checkbox", name="Tick Winter sale").check()
    page.get_by_role("checkbox", name="Tick Choosing a crib").check()
    page.get_by_role("button", name="Change the ticked ones").click()
    found = faults_here(page, "the form")
    page.get_by_label("Status", exact=True).select_option("cancelled")
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("#preview")).to_contain_text("1 is refused")
    found += faults_here(page, "the preview")
    page.get_by_label("Cancel their 3 open placements too").uncheck()
    page.get_by_role("button", name="Change 1 item").click()
    assert found == []


def test_a_view_is_kept_with_its_columns_and_opened_again(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/content?segment=parents")
    page.locator("summary", has_text="Columns").click()
    page.get_by_role("checkbox", name="Department").check()
    page.get_by_role("button", name="Show these columns").click()
    page.locator("details.view summary").click()
    page.get_by_label("Name", exact=True).fill("For parents")
    page.get_by_role("button", name="Save this view").click()
    expect(page.locator("details.view summary")).to_contain_text("For parents")
    page.goto("/content?column=title")
    page.locator("details.view summary").click()
    page.get_by_role("link", name="For parents").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 items")
    expect(page.get_by_role("columnheader", name="Department")).to_be_visible()


def test_the_list_works_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/content")
    page.get_by_role("link", name="Edit Winter sale here").click()
    page.get_by_label("Title", exact=True).fill("Winter deal")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("“Winter deal” was saved.")
    page.get_by_role("link", name="Edit Winter deal here").click()
    page.get_by_label("Title", exact=True).fill("Winter sale")
    page.get_by_role("button", name="Save", exact=True).click()
    change_two(page, "Wout")
    page.locator("details.view summary").click()
    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_role("button", name="Save this view").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 items")
    assert "view=mine" in page.url
    assert made.complaints == []
