"""How high a row must be for wrapped text: nobody who opens a workbook computes it for us, LibreOffice least of all.

Widths are those of Arial and its metric twin Liberation Sans in thousandths of the size; unknown signs count as wide.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LINE = 1.32  # height of a line, in sizes
PADDING = 4.0  # points above and below the text
HIGHEST = 409.0  # Excel's limit
_SLACK = 0.96  # share of the column that text may fill: readers round differently

_WIDTHS = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jcksvxyz", 556: "#$?L_abdeghnopqu0123456789", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
}  # fmt: skip


class _Signs(dict[str, int]):
    """The width of every sign, worked out when a text first has it."""

    def __missing__(self, sign: str) -> int:
        plain = unicodedata.normalize("NFD", sign)[0]  # é is as wide as e
        wide = 1100 if unicodedata.east_asian_width(sign) in "WF" else 800
        self[sign] = self[plain] if plain != sign and plain in self else wide
        return self[sign]


_width_of = _Signs({sign: width for width, signs in _WIDTHS.items() for sign in signs}).__getitem__
_SPACE = _width_of(" ")


def text_width(text: str, size: float) -> float:
    """Return the width of a line of text in points."""
    return sum(map(_width_of, text)) * size / 1000


def column_points(width: float) -> float:
    """Return the points that text has in a column of `width` characters."""
    return (width * 7 + 5) * 0.75 * _SLACK - 4


def lines(text: str, size: float, room: float) -> int:
    """Return on how many lines `text` stands in `room` points, wrapped at spaces, long words anywhere."""
    return sum(_wrapped(line, size, room) for line in text.split("\n"))


def _wrapped(line: str, size: float, room: float) -> int:
    widths = [_word(word) for word in line.split(" ")]  # in thousandths of the size, and so is the room
    room *= 1000 / size
    if sum(widths) + _SPACE * (len(widths) - 1) <= room:
        return 1
    count, used = 1, 0.0
    for width in widths:
        if used and used + _SPACE + width <= room:
            used += _SPACE + width
            continue
        if used:
            count += 1
        count += int(width / room)  # a word that is longer than the column breaks
        used = width % room
    return count


@lru_cache(maxsize=10_000)
def _word(text: str) -> int:
    return sum(map(_width_of, text))


def height(*blocks: tuple[str, float], room: float) -> float:
    """Return the height in points of blocks of (text, size) one under the other, at most Excel's."""
    return min(HIGHEST, PADDING + sum(lines(text, size, room) * size * LINE for text, size in blocks))
