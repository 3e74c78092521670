"""A real Chromium against a real server with the small workspace of the page tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import create_server

from planner import create_app, pipeline
from planner.config import Config
from planner.core.model import Dump
from planner.storage import dump, jobs, people
from planner.storage.database import Database
from planner.storage.launcher import make
from tests.views.conftest import ADMIN, NOW, small_content, small_workspace


@dataclass(frozen=True)
class Served:
    """A running planner: its address and its database."""

    address: str
    database: Database

    def sign_in(self, page: Page, email: str = ADMIN, language: str = "en") -> None:
        """Sign in as people do: open the link, press the button; then choose the language in the rail."""
        with self.database.writing("test") as writing:
            link = people.make_link(writing, email, now=NOW)
        page.goto(f"{self.address}/login/{link}")
        page.locator("main form button").click()
        page.wait_for_url(f"{self.address}/")
        if language != "en":
            page.set_viewport_size({"width": 1440, "height": 900})
            page.locator(f".langs button[value={language}]").click()
            page.wait_for_function("language => document.documentElement.lang === language", arg=language)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server of its own for each test, on a free port."""
    database = make(f"sqlite:///{tmp_path / 'planner.db'}")
    with database.writing("test") as writing:
        dump.write_dump(writing, Dump(workspace=small_workspace(), items=small_content()))
    put_down_imports(database)
    config = Config(instance=tmp_path, secret_key="k" * 40, url="http://127.0.0.1")
    server = create_server(create_app(config, database, now=lambda: NOW), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.effective_port}", database)
    server.close()
    thread.join(5)
    database.close()


def put_down_imports(database: Database) -> None:
    """Put down two imports of the admin: one that was looked at, one that waits."""
    body = b"title,doelgroep,mood\nA,Mars,x\nB,Mars,\n,parents,\n"
    looked = pipeline.import_files(database, [("plan.csv", body)], who=ADMIN, now=NOW, dry_run=True)
    payload = {"token": "", "save": False, "small": True, "files": 1, "names": ["plan.csv"]}
    with database.writing("test") as writing:
        first, _ = (jobs.add_job(writing, kind="import", who=ADMIN, payload=payload, now=NOW) for _ in range(2))
        jobs.claim_job(writing, by="test", now=NOW)
        jobs.finish_job(writing, first, by="test", state="done", result=looked.to_stored(), now=NOW)


@dataclass
class Watched:
    """A page and every complaint its console made, every request that left the site."""

    page: Page
    complaints: list[str]


def watched(context: BrowserContext, address: str) -> Watched:
    """Return a new page that notes errors, blocked content and foreign requests."""
    page = context.new_page()
    seen = Watched(page, [])
    page.on("console", lambda m: seen.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else seen.complaints.append(r.url))
    return seen


@pytest.fixture
def context(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=served.address, locale="en-GB", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def signed_in(context: BrowserContext, served: Served) -> Iterator[Watched]:
    """A signed-in page; at the end nothing may have complained."""
    made = watched(context, served.address)
    served.sign_in(made.page)
    yield made
    assert made.complaints == []
