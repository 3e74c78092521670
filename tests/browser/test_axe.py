"""axe finds nothing, by the rules of WCAG 2.2 A and AA: every page, both languages, light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, watched
from tests.browser.pages import OUTSIDE, PAGES

WCAG = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
WIDTHS = (1440, 390)
SCRIPT = Axe().axe_script  # put into a page once, then run for each look of it
RUN = """async (options) => (await axe.run(options)).violations
  .map((rule) => [rule.id, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))])"""
HALVES = (PAGES[::2], PAGES[1::2])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "half"),
    [
        pytest.param(language, half, id=f"{language}-{half}", marks=pytest.mark.xdist_group(f"axe-{language}"))
        for language in ("en", "nl")
        for half in (0, 1)
    ],
)
def test_every_page_is_open_to_everyone(chromium: Browser, served: Served, language: str, half: int) -> None:
    context = chromium.new_context(base_url=served.address, reduced_motion="reduce", locale=language)
    made = watched(context, served.address)
    found = [fault for path in OUTSIDE for fault in faults(made.page, path)]
    served.sign_in(made.page, language=language)
    found += [fault for path in HALVES[half] for fault in faults(made.page, path)]
    context.close()
    assert found == []
    assert [line for line in made.complaints if "404" not in line] == []  # the pages that are not there


def faults(page: Page, path: str) -> list[str]:
    """Return what axe finds on a page."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    return faults_here(page, path)


def faults_here(page: Page, path: str) -> list[str]:
    """Return what axe finds on the page that is open; in the dark only contrast can differ."""
    told = []
    page.evaluate(SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        rules = (
            {"type": "tag", "values": [*WCAG]} if scheme == "light" else {"type": "rule", "values": ["color-contrast"]}
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            broken = page.evaluate(RUN, {"runOnly": rules, "resultTypes": ["violations"]})
            told += [f"{path} {scheme} {width}: {rule}: {nodes}" for rule, nodes in broken]
    return told
