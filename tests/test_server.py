"""The server: its limits, and a sentence instead of a traceback where it cannot listen."""

from __future__ import annotations

import gc
import socket

import pytest
from flask import Flask

from planner.core.parse import Refused
from planner.server import BEHIND, LISTENING, run


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
