"""What a password must be, and that its hash tells nothing and takes as long for nobody as for somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.parse import Refused
from planner.passwords import check_password, hash_password, is_outdated, verify_password

GOOD = "tandem gravel violet otter"


def test_a_few_words_that_do_not_belong_together_do() -> None:
    assert check_password(GOOD, about=("Ann Admin", "ann@example.org")) == GOOD


@pytest.mark.parametrize(
    "password",
    [
        "", "short", "x" * 14, "x" * 129, "x" * 15, "123456789012345", "Password12345678!", "passwordpassword",
        "P A S S W O R D 2026 2026", "qwertyuiopasdfgh", "planner planner planner", "AnnAdmin AnnAdmin 2026",
        "huis-linde-2026-huis-linde", "i love you i love you",
    ],
)  # fmt: skip
def test_what_is_short_long_or_tried_first_is_refused(password: str) -> None:
    with pytest.raises(Refused):
        check_password(password, about=("Ann Admin", "ann@example.org", "Huis Linde"))


def test_length_is_counted_in_characters_and_their_form_does_not_matter() -> None:
    composed, apart = "é" * 3 + "tandem gravel", "e\u0301" * 3 + "tandem gravel"
    assert check_password(apart) == composed
    assert verify_password(hash_password(apart), composed)


def test_a_larger_list_forbids_whole_passwords(tmp_path: Path) -> None:
    larger = tmp_path / "passwords.txt"
    larger.write_text(f"{GOOD}\n")
    with pytest.raises(Refused):
        check_password(GOOD.upper(), larger=larger)
    assert check_password(f"{GOOD} too", larger=larger) == f"{GOOD} too"


def test_a_hash_is_argon2id_as_agreed_and_verifies_only_its_password() -> None:
    hashed = hash_password(GOOD)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert [verify_password(hashed, GOOD), verify_password(hashed, GOOD + "!")] == [True, False]
    assert not is_outdated(hashed)
    assert is_outdated(hashed.replace("t=2", "t=3"))


def test_nobody_has_no_password() -> None:
    assert [verify_password(None, "nobody's password"), verify_password("broken", GOOD)] == [False, False]
