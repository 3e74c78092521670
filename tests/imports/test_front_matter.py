from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.parse import Refused
from planner.imports.front_matter import read, split


def values(text: str) -> dict[str, object]:
    kind, block, _, _ = split(text)
    return read(kind, block)[0]


def why(text: str) -> str:
    with pytest.raises(Refused) as refused:
        values(text)
    return str(refused.value)


def test_a_yaml_block_is_split_from_the_body() -> None:
    assert split("---\ntitle: A\n---\nBody\n") == ("yaml", "title: A\n", "Body\n", 4)


def test_a_toml_block_is_split_from_the_body() -> None:
    assert split('+++\ntitle = "A"\n+++\n\nBody\n') == ("toml", 'title = "A"\n', "\nBody\n", 4)


def test_a_text_without_block_is_all_body() -> None:
    assert split("# A\n\ntext\n") == ("", "", "# A\n\ntext\n", 1)


def test_a_ruler_at_the_top_is_no_block() -> None:
    assert split("---\n\nJust a text.\n") == ("", "", "---\n\nJust a text.\n", 1)


def test_a_block_that_is_not_closed_is_refused() -> None:
    assert (
        why("---\ntitle: A\n\nBody\n") == "The front matter begins with --- and is not closed: add a line --- below it."
    )


def test_scalars_stay_the_text_that_stands_there() -> None:
    text = "---\nno: yes\ndate: 2026-13-45\nnumber: 1_0\nquoted: 'null'\nempty:\nlist: [on, 3]\n---\n"
    assert values(text) == {
        "no": "yes", "date": "2026-13-45", "number": "1_0", "quoted": "null", "empty": None, "list": ["on", "3"],
    }  # fmt: skip


def test_toml_values_become_text_too() -> None:
    text = "+++\ndraft = true\ndate = 2026-11-21\ntags = ['a']\n[extra]\nteam = 'x'\n+++\n"
    assert values(text) == {"draft": "true", "date": "2026-11-21", "tags": ["a"], "extra": {"team": "x"}}


def test_a_key_that_stands_twice_is_told_and_the_last_counts() -> None:
    assert read("yaml", "a: 1\nb: 2\na: 3\n") == ({"a": "3", "b": "2"}, ["a"])


def test_a_colon_in_a_title_is_told_with_its_line() -> None:
    assert why("---\nid: a\ntitle: Yes: no\n---\n") == (
        "The front matter is no YAML in line 3: mapping values are not allowed in this context. "
        "Put texts with : or # in quotes."
    )


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ("a: &x [1]\nb: *x\n", "The front matter uses an alias (*x): write the value out instead."),
        ("[" * 50_000, "The front matter is nested more than 50 deep."),
        ("a: " + "{b: " * 60, "The front matter is nested more than 50 deep."),
        ("- a\n- b\n", "The front matter holds no keys: write lines like “title: A title”."),
        ("? [a]\n: b\n", "The front matter has a list where a key should stand."),
    ],
)
def test_hostile_blocks_get_a_sentence(block: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read("yaml", block)
    assert str(refused.value) == sentence


def test_a_block_that_is_too_long_is_refused() -> None:
    assert why(f"---\na: {'x' * 99_997}\n---\n") == (
        "The front matter has 100001 characters; at most 100000 fit. Shorten it."
    )


def test_a_bomb_of_aliases_unfolds_nothing() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]\n" for p, c in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert why(f"---\n{bomb}---\n") == "The front matter uses an alias (*a): write the value out instead."


def test_a_tag_of_another_language_is_only_text() -> None:
    assert values("---\na: !!python/object/apply:os.system [id]\n---\n") == {"a": ["id"]}


@pytest.mark.parametrize("block", ["a = " + "[" * 20_000, "a = " + "9" * 5_000, "a = 1\na = 2", "a"])
def test_bad_toml_gets_a_sentence(block: str) -> None:
    with pytest.raises(Refused, match=r"^The front matter is no TOML: "):
        read("toml", block)


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`, \n\t?~0", max_size=80))
def test_any_block_is_read_or_refused(block: str) -> None:
    try:
        found, _ = read("yaml", block)
    except Refused:
        return
    assert isinstance(found, dict)
