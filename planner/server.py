"""Serving planner: waitress in one process, set so that slow clients and large requests harm nobody else."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from types import FrameType

from flask import Flask
from waitress.server import create_server

from planner import __version__, begin, create_app, pipeline, uploads
from planner.config import Config, note_address
from planner.core.parse import N_, Refused
from planner.storage.database import Database
from planner.views.imports import use_worker
from planner.work import Worker

MEGABYTE = 1024 * 1024
LISTENING = {
    "threads": 8,
    "connection_limit": 1000,  # of 100, its default, 200 slow clients take all
    "channel_timeout": 30,
    "max_request_body_size": 32 * MEGABYTE,
    "max_request_header_size": 32768,
    "expose_tracebacks": False,
    "ident": "",
}
BEHIND = {
    "trusted_proxy": "*",
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    "clear_untrusted_proxy_headers": True,
}
FILES = 4096  # open files the process should be allowed: a connection each, and the database


class Stopped(Exception):
    """The process was told to end (SIGTERM)."""


def serve(config: Config, *, host: str, port: int, sample: bool) -> None:
    """Open the database, print a link that signs the first admin in, and serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # a migration is told by its copy, not by its steps
    _allow_files()
    signal.signal(signal.SIGTERM, _stop)
    database = pipeline.open_database(config, create=True, alone=True)
    try:
        told = "\n".join(welcome(database, config, sample=sample))
        worker = Worker(database, config.instance / uploads.FOLDER)
        app = create_app(config, database)
        use_worker(app, worker)
        worker.start()
        try:
            run(app, host=host, port=port, proxies=config.trusted_proxies, ready=partial(_ready, config, told))
        finally:
            worker.stop()
    except (KeyboardInterrupt, Stopped):
        print("planner has stopped.", flush=True)
    finally:
        database.close()  # folds the write-ahead log into the file


def _ready(config: Config, told: str) -> None:
    note_address(config)
    print(told, flush=True)


def welcome(database: Database, config: Config, *, sample: bool) -> Iterator[str]:
    """Make the workspace ready, keep the week's first snapshot, and yield what the person who starts it must know."""
    now = datetime.now(UTC)
    link = begin.first_start(database, config, sample=sample, now=now)
    if not begin.is_unbegun(database):
        pipeline.snapshot_of_the_week(database, now=now)
    yield f"planner {__version__} serves {pipeline.state(database).workspace.settings.name or 'a workspace'}."
    yield f"Sign in once, within a day, by this link: {link}"
    yield "Another link: planner login-link EMAIL. Stop with Ctrl-C."
    if not config.https and not config.is_local:
        yield f"{config.url} is not https: cookies travel in the open. Set PLANNER_URL to an https address."


def run(
    app: Flask, *, host: str, port: int, proxies: int = 0, ready: Callable[[], None] = lambda: None
) -> None:  # fmt: skip
    """Serve an application until the process is told to stop, behind so many proxies of our own.

    `ready` is called once it listens.
    """
    behind = BEHIND | {"trusted_proxy_count": proxies} if proxies else {}
    try:
        server = create_server(app, host=host, port=port, **LISTENING, **behind)
    except OSError as error:
        raise Refused(N_("planner cannot listen on %(host)s, port %(port)s: %(why)s. Choose another with --port."),
                      host=host, port=port, why=error.strerror or error) from None  # fmt: skip
    try:
        ready()
        server.run()
    finally:
        server.close()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def _allow_files() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on Windows, and not above what the system allows
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
