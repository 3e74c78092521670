"""A small workspace behind a real database, and one signed-in browser for each role."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner import create_app
from planner.config import Config
from planner.core.model import (
    Campaign,
    Channel,
    ChannelRules,
    CoverageTarget,
    Dump,
    FrequencyRule,
    Item,
    Placement,
    Query,
    SavedView,
    Series,
    Settings,
    Touchpoint,
    User,
    Workspace,
)
from planner.storage import dump, people, placements
from planner.storage.database import Database, open_database
from planner.storage.launcher import make
from tests import builders
from tests.views.lint import lint

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADMIN, EDITOR, VIEWER = "ann@example.org", "ed@example.org", "vic@example.org"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def small_workspace() -> Workspace:
    """Two segments, two stages, two phases, three channels; two items are asked in reach/awareness, one elsewhere."""
    return Workspace(
        settings=Settings(name="Huis Test"),
        segments=(builders.segment("parents", size=2000), builders.segment("grandparents", language="nl")),
        stages=(builders.stage("reach"), builders.stage("retain", post_sale=True)),
        phases=(builders.phase("awareness"), builders.phase("decision")),
        channels=(
            builders.channel("blog"),
            Channel(slug="email", name=builders.channel("email").name, kind="email", pressure=1.0, weekly_capacity=2,
                    rules=ChannelRules(title_max=20, needs=("link",))),
            builders.channel("store", kind="store"),
        ),
        formats=(builders.fmt("article"), builders.fmt("video")),
        campaigns=(Campaign(slug="winter", name="Winter Care"),),
        coverage_targets=(
            CoverageTarget(stage="reach", phase="awareness", minimum=2),
            CoverageTarget(stage="retain", phase="decision", minimum=1),
        ),
        frequency_rules=(FrequencyRule(name="Not too much", maximum=2, window="rolling:7", min_gap_days=1),),
        touchpoints=(Touchpoint(slug="unboxing", segment="parents", stage="retain", phase="decision",
                                need="How do I begin?"),),
        series=(Series(id="crib-tips", unit="month", start=date(2026, 11, 2), count=1),),
        users=(
            User(email=ADMIN, name="Ann Admin", role="admin", hours_per_week=8),
            User(email=EDITOR, name="Ed Editor", role="editor"),
            User(email=VIEWER, name="Vic Viewer", role="viewer"),
        ),
        views=(SavedView(slug="winter-plan", name="Winter plan", owner=ADMIN, shared=True, page="gaps",
                         query=Query(segments=("parents",)), relative="next:28"),),
    )  # fmt: skip


def small_content() -> tuple[Item, ...]:
    """Three items: published, planned with three e-mails in a week, and an idea in the tray."""
    mails = tuple(
        Placement(uid=f"mail-{day}", channel="email", on=date(2026, 11, day), campaign="winter", version=1)
        for day in (24, 25, 26)
    )
    return (
        builders.item("crib", title="Choosing a crib", map=("parents/reach/awareness",), format="article", owner=ADMIN,
                      language="en", published_on=date(2026, 1, 5), url="https://example.org/crib",
                      placements=(builders.placement("crib-blog", "blog", date(2026, 11, 2), status="published",
                                                       series="crib-tips"),)),
        builders.item("sale", title="Winter sale", status="in_review", map=("parents/retain/decision",),
                      owner=EDITOR, due_on=date(2026, 11, 26), body="# Hello\n\n*Warm* winter", placements=mails),
        builders.item("idea", title="An idea", status="idea", map=("grandparents/reach/awareness",),
                      placements=(builders.placement("idea-store", "store", status="tentative"),)),
    )  # fmt: skip


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "planner.db"
    database = make(f"sqlite:///{path}")
    with database.writing("test") as writing:
        dump.write_dump(writing, Dump(workspace=small_workspace(), items=small_content()))
    database.close()
    return path


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(instance=tmp_path, secret_key="k" * 40, url="http://localhost")


@pytest.fixture
def database(filled_file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(filled_file, tmp_path / "planner.db")
    opened = open_database(f"sqlite:///{tmp_path / 'planner.db'}")
    yield opened
    opened.close()


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    return create_app(config, database, now=lambda: NOW)


class Browser:
    """A test client that keeps its session, sends the token of forms, and lints every page it gets."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, status: int = 200, language: str = "en") -> str:
        return self._told(self.client.get(path, headers={"Accept-Language": language}), status)

    def post(self, path: str, status: int = 303, /, **fields: object) -> TestResponse:
        if not self.token:
            self.get("/")
        answer = self.client.post(path, data={"csrf_token": self.token} | fields)
        if answer.mimetype == "text/html" and answer.status_code not in (302, 303):
            self._told(answer, status)
        assert answer.status_code == status
        return answer

    def _told(self, answer: TestResponse, status: int) -> str:
        assert answer.status_code == status
        if answer.mimetype == "text/html":
            lint(answer.text)
            found = TOKEN.search(answer.text)
            self.token = found[1] if found else self.token
        return answer.text


@pytest.fixture
def sign_in(app: Flask, database: Database) -> Callable[[str], Browser]:
    """Sign a person in through a link, as people do."""

    def signed_in(email: str) -> Browser:
        with database.writing("test") as writing:
            link = people.make_link(writing, email, now=NOW)
        browser = Browser(app.test_client())
        browser.get(f"/login/{link}")
        browser.post(f"/login/{link}")
        browser.token = ""
        return browser

    return signed_in


@pytest.fixture
def admin(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in(ADMIN)


@pytest.fixture
def editor(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in(EDITOR)


@pytest.fixture
def viewer(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in(VIEWER)


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def app_again(app: Flask) -> Browser:
    """A second browser of nobody."""
    return Browser(app.test_client())


@pytest.fixture
def app_later(config: Config, database: Database, admin: Browser) -> Browser:
    """The admin's browser nine hours later."""
    later = create_app(config, database, now=lambda: NOW + timedelta(hours=9)).test_client()
    cookie = admin.client.get_cookie("session")
    assert cookie is not None
    later.set_cookie("session", cookie.value)
    return Browser(later)


@pytest.fixture
def crowded(database: Database, viewer: Browser) -> Browser:
    """The viewer's browser after nine placements came onto one day."""
    with database.writing("test") as writing:
        placements.add_placements(
            writing, [("crib", Placement(uid=f"many-{n}", channel="blog", on=date(2026, 12, 9))) for n in range(9)]
        )
    return viewer
