"""Libraries that pages use lie here whole, as the lock names them, with their licences, and nothing else does."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "planner" / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.lock.json").read_text())


def test_every_file_is_the_one_in_the_lock_and_no_other_lies_there() -> None:
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    there.pop("vendor.lock.json")
    assert there == {file: known for package in PACKAGES for file, known in package["files"].items()}


def test_every_package_brings_its_licence_and_says_where_its_files_come_from() -> None:
    for package in PACKAGES:
        assert any("LICENSE" in file for file in package["files"]), package["name"]
        assert package["from"].keys() == package["files"].keys()
        assert package["licence"]


def test_all_of_it_weighs_less_than_45_kb_on_the_wire() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in VENDOR.glob("*.js")) < 45_000


def test_none_of_it_makes_code_out_of_text() -> None:
    for path in VENDOR.glob("*.js"):
        assert "eval(" not in path.read_text(), path.name
