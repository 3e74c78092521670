"""The server: its limits, and a sentence instead of a traceback where it cannot listen."""

from __future__ import annotations

import gc
import signal
import socket
from pathlib import Path

import pytest
from flask import Flask

from planner.config import Config, note_address, with_noted_address
from planner.core.parse import Refused
from planner.server import BEHIND, LISTENING, Stopped, run, serve


def test_the_limits_are_those_of_the_security_notes() -> None:
    assert LISTENING == {
        "threads": 8, "connection_limit": 1000, "channel_timeout": 30, "max_request_body_size": 33_554_432,
        "max_request_header_size": 32_768, "expose_tracebacks": False, "ident": "",
    }  # fmt: skip


def test_headers_of_a_proxy_count_only_where_one_is_configured() -> None:
    assert BEHIND["clear_untrusted_proxy_headers"] is True
    assert "trusted_proxy" not in LISTENING


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # waitress leaves a pipe behind
def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"cannot listen on 127.0.0.1, port {port}: .* Choose another with --port."):
            run(Flask("x"), host="127.0.0.1", port=port)
        gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_waits_for_the_server_is_called_when_it_listens() -> None:
    def connect() -> None:
        socket.create_connection(("127.0.0.1", port)).close()
        raise Stopped

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Stopped):
        run(Flask("x"), host="127.0.0.1", port=port, ready=connect)
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_cannot_listen_notes_no_address_and_hands_out_no_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config(instance=tmp_path, url="http://127.0.0.1:8123")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(Refused):
                serve(config, host="127.0.0.1", port=taken.getsockname()[1], sample=False)
        finally:
            signal.signal(signal.SIGTERM, before)
        gc.collect()
    assert with_noted_address(Config(instance=tmp_path)) == Config(instance=tmp_path)
    assert "/login/" not in capsys.readouterr().out


def test_an_address_that_was_noted_is_found_again(tmp_path: Path) -> None:
    note_address(Config(instance=tmp_path, url="http://127.0.0.1:8123"))
    assert with_noted_address(Config(instance=tmp_path)).url == "http://127.0.0.1:8123"


@pytest.mark.parametrize(("note", "url"), [("nonsense", Config().url), ("http://127.0.0.1:9", "http://127.0.0.1:9")])
def test_a_note_that_is_no_address_is_left_alone(tmp_path: Path, note: str, url: str) -> None:
    assert with_noted_address(Config(instance=tmp_path)).url == Config().url
    (tmp_path / "address.txt").write_text(note)
    assert with_noted_address(Config(instance=tmp_path)).url == url
    chosen = Config(instance=tmp_path, url="https://planner.example.org")
    assert with_noted_address(chosen) == chosen
