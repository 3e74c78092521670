"""One try too many is answered with 429 and the time to wait."""

from __future__ import annotations

from tests.views.conftest import Browser


def test_exports_are_limited_per_person(viewer: Browser, editor: Browser) -> None:
    told = [viewer.client.get("/export?format=csv").status_code for _ in range(31)]
    assert told == [200] * 30 + [429]
    answer = viewer.client.get("/export?format=csv")
    assert answer.headers["Retry-After"] == "600"
    assert "Try again in 10 minutes." in answer.text
    assert editor.client.get("/export?format=csv").status_code == 200


def test_signing_in_is_limited_per_address(stranger: Browser) -> None:
    stranger.get("/login/guess")
    told = [stranger.client.post("/login/guess", data={"csrf_token": stranger.token}).status_code for _ in range(21)]
    assert told == [403] * 20 + [429]
