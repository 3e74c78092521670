"""CSV cells: no formula gets out, every text comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.escape import escape_cell, unescape_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "\n@"])
def test_a_cell_that_would_be_a_formula_gets_a_quote(start: str) -> None:
    text = f"{start}1+1"
    assert (escape_cell(text), escape_cell(f"'{text}")) == (f"'{text}", f"''{text}")
    assert unescape_cell(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "'", "'t Gooi", "a=b", "3 - 2", "''", "'hello'", "1-2"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert (escape_cell(text), unescape_cell(text)) == (text, text)


@given(st.text("'=+-@\t\r\n a＝", max_size=8) | st.text())
def test_escaping_is_undone_exactly_once(text: str) -> None:
    cell = escape_cell(text)
    assert unescape_cell(cell) == text
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert cell[:1] not in set("\t\r")
    assert escape_cell(unescape_cell(escape_cell(cell))) == escape_cell(cell)
