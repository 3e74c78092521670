"""The locks hold names, versions and hashes, and no address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LOCKS = sorted((Path(__file__).resolve().parent.parent / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_lock_holds_pins_and_hashes_only(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines, "an empty lock installs nothing"
    pin = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9_,-]+\])?==[^ ]+( ; .+)? \\")
    odd = [
        ln for ln in lines if not pin.fullmatch(ln) and not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", ln)
    ]
    assert odd == []


def test_there_are_three_locks() -> None:
    assert [path.stem for path in LOCKS] == ["dev", "postgres", "run"]
