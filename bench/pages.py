"""Every page over HTTP: planner's own server in another process, beside a bare hello page of the same server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench.measure import Figure, Task, interleaved
from bench.workspace import ADMIN, crowd, move
from planner.begin import login_link
from planner.config import Config
from planner.core.query import REPORT_DAYS
from planner.pipeline import reports
from planner.storage.database import Database

LIMIT = 0.3
CROWD = 3_400  # placements in one month, far from all others, for the fullest page there is
CROWDED = f"/calendar?month={{month}}, a month of {CROWD:,} placements"
AFTER = ("/", "/content", "/map", "/gaps", "/overload", "/calendar", "/calendar?layout=grid")
SEARCH = "/content?text=winter"
SORTED = "/content?sort=-leverage&column=leverage&column=next_placement&column=department&page=20"
PAGES = (
    "/", "/content", SEARCH, SORTED, "/content/{item}", "/content/new", "/map", "/gaps", "/overload", "/calendar",
    "/calendar?layout=grid", "/calendar?layout=week", "/calendar?layout=list", "/journeys/{segment}", "/campaigns",
    CROWDED, "/results", "/board", "/gaps/answer?{answer}", "/placements/{placement}", "/changes", "/import", "/export",
    "/settings", "/help",
)  # fmt: skip
HELLO = """
import sys
from waitress import serve
def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]
serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8, connection_limit=1000, _quiet=True)
"""


@contextmanager
def serving(command: list[str], port: int, environ: dict[str, str]) -> Iterator[str]:
    """Run a server until the block ends; gives its address once it answers."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while _status(build_opener(), f"{address}/healthz") != 200:
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError(f"{' '.join(command)} does not answer")
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def page_figures(
    config: Config, database: Database, *, item: str, segment: str, placement: str, today: date, rounds: int
) -> list[Figure]:
    """Return a figure for each page with its bytes, for pages right after a move, and for the hello page."""
    port, plain_port = _free_port(), _free_port()
    environ = {**os.environ, "PLANNER_INSTANCE": str(config.instance), "PLANNER_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "planner", "serve", "--port", str(port)]
    month = today.replace(year=today.year + 2, month=1, day=1)
    crowd(database, month, CROWD)
    with (
        serving(command, port, environ) as base,
        serving([sys.executable, "-c", HELLO, str(plain_port)], plain_port, environ) as hello,
    ):
        opener = _signed_in(base, login_link(database, replace(config, url=base), email=ADMIN, now=datetime.now(UTC)))
        said = {"item": item, "segment": segment, "month": f"{month:%Y-%m}", "placement": placement}
        said["answer"] = answer_on_a_channel(database, today)
        named = {page: page.partition(", ")[0].format(**said) for page in PAGES}
        there = {page: path for page, path in named.items() if _status(opener, base + path) == 200}
        tasks = {page: _fetch(opener, base + path) for page, path in there.items()}
        tasks["a bare hello page"] = _fetch(opener, hello)
        sizes = {page: f"{len(task()) / 1000:,.0f} kB" for page, task in tasks.items()}
        taken = interleaved(tasks, rounds)
        save = {"saving a move": partial(move, database, placement)}
        after = interleaved(
            save | {page: _after_move(opener, base + page, database, placement) for page in AFTER}, rounds
        )
    figures = [Figure(page, taken[page], LIMIT, sizes[page]) for page in there]
    figures += [Figure(f"{page}, first after a move", after[page], LIMIT, "includes saving it") for page in AFTER]
    figures.append(Figure("saving a move", after["saving a move"]))
    figures.append(Figure("a bare hello page", taken["a bare hello page"], None, "same server, no application"))
    missing = [page for page in named if page not in there]
    return [*figures, *(Figure(page, (), None, "no such page yet") for page in missing)]


def answer_on_a_channel(database: Database, today: date) -> str:
    """Return what the address of an answer names that looks for a day on a channel: that takes its page longest."""
    judged = reports(database, as_of=today, until=today + timedelta(REPORT_DAYS))
    gap, answer = next((gap, answer) for gap in judged.gaps for answer in gap.answers if gap.channel and answer.item)
    return urlencode({"key": gap.key, "action": answer.action, "item": answer.item, "item_format": answer.format or ""})


def _fetch(opener: OpenerDirector, address: str) -> Callable[[], bytes]:
    return lambda: bytes(opener.open(address, timeout=60).read())


def _after_move(opener: OpenerDirector, address: str, database: Database, placement: str) -> Task:
    def task() -> bytes:
        move(database, placement)
        return bytes(opener.open(address, timeout=60).read())

    return task


def _status(opener: OpenerDirector, address: str) -> int:
    try:
        with opener.open(address, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except URLError:
        return 0


def _signed_in(base: str, link: str) -> OpenerDirector:
    """Return an opener that went through a one-time link like a person: open it, press its button."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(link, timeout=60).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(r'csrf[^>]*content="([^"]+)"', page)
    if token is None:
        raise LookupError("the sign-in page has no form")
    opener.open(link, urlencode({"csrf_token": token[1]}).encode(), timeout=60).read()
    return opener


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
