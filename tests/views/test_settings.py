"""The settings: what the workspace is made of, and the language of a person."""

from __future__ import annotations

from planner import create_app
from planner.config import Config
from planner.storage.database import Database
from tests.views.conftest import NOW, Browser


def test_rules_are_sentences_and_expected_cells_counted(viewer: Browser) -> None:
    text = viewer.get("/settings")
    assert "Each segment gets at most 2 contacts in any 7 days and no two on the same day over all channels." in text
    assert "4 expected cells" in text


def test_a_person_chooses_the_language(viewer: Browser) -> None:
    answer = viewer.post("/settings/language", language="nl")
    assert answer.location == "/"
    assert '<html lang="nl">' in viewer.get("/map")
    viewer.post("/settings/language", language="en")
    assert '<html lang="en">' in viewer.get("/map")


def test_an_unknown_language_is_refused(viewer: Browser) -> None:
    assert "English and Dutch" in viewer.post("/settings/language", 400, language="xx").text


def test_plain_http_is_warned_of(config: Config, database: Database, admin: Browser) -> None:
    plain = Config(instance=config.instance, secret_key="k" * 40, url="http://plan.example.org")
    client = create_app(plain, database, now=lambda: NOW).test_client()
    cookie = admin.client.get_cookie("session")
    assert cookie is not None
    client.set_cookie("session", cookie.value, domain="plan.example.org")
    assert "by plain http" in client.get("/settings", base_url="http://plan.example.org").text
    assert "by plain http" not in admin.get("/settings")
