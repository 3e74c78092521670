"""Text from people in a CSV cell: it must not become a formula, and must come back as it was.

A cell that starts with = + - @, tab or carriage return (also after spaces, also their full-width forms) gets a leading
`'`, and so does one that already has `'` before these; reading takes one `'` off only there. Without the second half
`'=x` and `=x` would be the same cell.
"""

from __future__ import annotations

import re

_ACTIVE = r"(?:[\t\r]|\s*[=+\-@＝＋－＠])"
_TO_ESCAPE = re.compile(rf"'*{_ACTIVE}")
_ESCAPED = re.compile(rf"'+{_ACTIVE}")


def escape_cell(text: str) -> str:
    """Return the text of a CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _TO_ESCAPE.match(text) else text


def unescape_cell(cell: str) -> str:
    """Return the text behind a CSV cell: the opposite of `escape_cell`, anything else as it stands."""
    return cell[1:] if _ESCAPED.match(cell) else cell
