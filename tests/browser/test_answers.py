"""Gaps closed and overload resolved from their findings, and a placement adapted while one types."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from planner.core.model import CoverageTarget
from planner.storage import workspace
from tests.browser.conftest import Served, Watched, watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_gap_is_planned_for_from_its_answer(signed_in: Watched, served: Served) -> None:
    target = CoverageTarget(segment="parents", stage="reach", phase="awareness", channel="email", minimum=1)
    with served.database.writing("test") as writing:
        workspace.add(writing, target)
    page = signed_in.page
    page.goto("/gaps?channel=email")
    page.locator("details.gap summary").first.click()
    page.get_by_role("link", name="Plan it… Choosing a crib").click()
    expect(page.get_by_role("region", name="What this does")).to_contain_text("0 of 1")
    expect(page.get_by_label("On which day?")).to_have_value("2026-12-03")
    page.get_by_role("button", name="Place it").click()
    expect(page.get_by_role("status")).to_contain_text("Thu 3 Dec")
    expect(page.locator("details.gap[open]")).to_contain_text("closes W49")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("taken back")
    expect(page.locator("details.gap")).to_contain_text("not by plan")


def test_a_gap_gets_a_brief_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(base_url=served.address, java_script_enabled=False)
    made = watched(context, served.address)
    page = made.page
    served.sign_in(page)
    page.goto("/gaps?segment=grandparents&stage=retain")
    page.locator("details.gap summary").first.click()
    page.get_by_role("link", name="Make a brief").first.click()
    page.get_by_label("Title", exact=True).fill("For grandparents who decide")
    page.get_by_label("On which channel?").select_option("blog")
    page.get_by_role("button", name="See what it does").click()
    expect(page.get_by_label("On which day?")).not_to_have_value("")
    page.get_by_role("button", name="Make the brief").click()
    expect(page.get_by_role("status")).to_contain_text("For grandparents who decide")
    assert made.complaints == []
    context.close()


def test_overload_is_resolved_by_a_repair_and_undone(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/overload")
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Parents over their limit in 1 run")
    page.get_by_role("button", name="Apply what is ticked").first.click()
    expect(title).not_to_contain_text("over their limit")
    page.get_by_role("button", name="Undo").click()
    expect(title).to_contain_text("Parents over their limit in 1 run")


def test_counters_checks_and_preview_follow_what_is_typed(signed_in: Watched) -> None:
    page = signed_in.page
    page.goto("/placements/mail-24")
    preview, asks = page.locator("#preview"), page.locator("#asks")
    expect(page.locator("#title-hint")).to_have_text("11 / 20")  # the item's own title
    expect(asks).to_contain_text("a link is missing")
    page.get_by_label("Title or subject here").fill("A subject that is too long")
    expect(page.locator("#title-hint")).to_have_text("26 / 20")
    expect(page.locator("#title-hint")).to_have_class("over")
    expect(asks).to_contain_text("the title is too long")
    expect(preview).to_contain_text("A subject that is too long")
    page.get_by_label("Link").fill("https://example.org/winter/sale")
    expect(asks.locator("[data-check=link]")).to_have_class("mark ok")
    page.get_by_label("On which channel?").select_option("store")
    expect(preview.locator(".seen-sheet")).to_contain_text("A subject that is too long")
    expect(asks).to_contain_text("Nothing in particular")
    page.get_by_label("Title or subject here").fill("")
    expect(preview).to_contain_text("Winter sale")
