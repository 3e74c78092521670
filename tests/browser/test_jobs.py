"""The jobs a person does, each walked through in a real browser."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Served, Watched, watched
from tests.browser.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHEET = (
    "title,item_status,published_on,segments,stages,phases,channel,date\n"
    "Sleeping through the night,published,2026-11-02,parents,retain,decision,email,2026-12-01\n"
    "Grandparents and the crib,approved,,grandparents,reach,awareness,blog,2026-12-02\n"
)


def test_from_a_spreadsheet_to_the_workbook(signed_in: Watched, tmp_path: Path) -> None:
    page = signed_in.page
    file = tmp_path / "plan.csv"
    file.write_text(SHEET)
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Files", exact=True).set_input_files(file)
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 new")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See the map").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("covered")
    page.get_by_role("link", name="Parents, Retain, Decision: 1 of 1").click()
    expect(page.get_by_role("complementary")).to_contain_text("Sleeping through the night")
    page.get_by_role("link", name="Gaps", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gaps:")
    page.goto("/calendar?layout=grid&from=2026-11-30&until=2026-12-06")
    expect(page.get_by_role("table")).to_contain_text("Sleeping through the night")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    book = tmp_path / "calendar.xlsx"
    download.value.save_as(book)
    with zipfile.ZipFile(book) as archive:
        assert "xl/workbook.xml" in archive.namelist()


def test_an_item_is_mapped_with_the_mouse_and_saved(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/content/crib")
    square = page.get_by_role("group", name="Parents, Retain · Decision", exact=True)
    square.locator("label:visible").click()
    expect(square.get_by_role("radio", name="primary")).to_be_checked()
    square.locator("label:visible").click()
    expect(square.get_by_role("radio", name="secondary")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("was saved")
    expect(square.get_by_role("radio", name="secondary")).to_be_checked()


def test_an_item_is_mapped_with_the_keyboard(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/content/crib")
    square = page.get_by_role("group", name="Grandparents, Reach · Awareness", exact=True)
    next_one = page.get_by_role("group", name="Grandparents, Reach · Decision", exact=True)
    next_one.get_by_role("radio", name="off").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    expect(square.get_by_role("radio", name="primary")).to_be_checked()
    page.keyboard.press("2")
    expect(square.get_by_role("radio", name="secondary")).to_be_checked()


def test_a_placement_moves_to_another_day_by_its_form(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/calendar?layout=week")
    page.get_by_role("link", name="Winter sale").first.click()
    page.get_by_label("On which day?").fill("2026-11-27")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("main > .told")).to_contain_text("Fri 27 Nov")
    expect(page.locator("section.day", has_text="Fri 27 Nov")).to_contain_text("Winter sale")


def test_filters_work_by_pointer_and_close_on_escape(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/gaps")
    page.locator("summary", has_text="Segment").click()
    page.get_by_role("checkbox", name="Grandparents").check()
    page.locator("details[open] .btn.go").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grandparents")
    assert "segment=grandparents" in page.url
    assert "text=" not in page.url
    page.locator("summary", has_text="Stage").click()
    page.keyboard.press("Escape")
    expect(page.locator("details.facet[open]")).to_have_count(0)


def test_dutch_is_one_press_away(signed_in: Watched) -> None:
    page = signed_in.page
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_everything_works_without_script(chromium: Browser, served: Served, tmp_path: Path) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/map?rows=stage")
    page.get_by_label("Rows").select_option("phase")
    page.get_by_role("button", name="Show", exact=True).last.click()
    assert "rows=phase" in page.url
    page.goto("/content/crib")
    square = page.get_by_role("group", name="Parents, Retain · Decision", exact=True)
    square.locator("label:visible").click()
    page.get_by_label("Title", exact=True).fill("A crib without script")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A crib without script")
    expect(square.get_by_role("radio", name="primary")).to_be_checked()
    page.goto("/calendar?layout=list&open=mail-24")
    page.get_by_label("On which day?").fill("2026-12-15")
    page.get_by_role("button", name="Move").click()
    expect(page.locator("main > .told")).to_contain_text("Tue 15 Dec")
    assert made.complaints == []
    context.close()


def test_no_page_scrolls_sideways_at_320(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, viewport={"width": 320, "height": 700})
    page = context.new_page()
    served.sign_in(page)
    wide = []
    for path in PAGES:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    context.close()
    assert wide == []
