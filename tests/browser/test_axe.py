"""axe finds nothing, by the rules of WCAG 2.2 A and AA: every page, light and dark, wide and narrow."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Served, watched
from tests.browser.test_jobs import PATHS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_open_to_everyone(chromium: Browser, served: Served, scheme: str, width: int) -> None:
    context = chromium.new_context(
        base_url=served.address, viewport={"width": width, "height": 900}, reduced_motion="reduce",
        color_scheme="dark" if scheme == "dark" else "light",
    )  # fmt: skip
    made = watched(context, served.address)
    axe, found = Axe(), []
    for path in ("/login", "/login/x", "/no-such-page"):
        made.page.goto(path)
        found += told(path, axe.run(made.page, options=RULES).response)
    served.sign_in(made.page)
    for path in PATHS:
        made.page.goto(path)
        found += told(path, axe.run(made.page, options=RULES).response)
    context.close()
    assert found == []
    assert [line for line in made.complaints if "404" not in line] == []  # the pages that are not there


def told(path: str, response: dict[str, list[dict[str, object]]]) -> list[str]:
    return [
        f"{path}: {rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"  # type: ignore[index, attr-defined]
        for rule in response["violations"]
    ]
