"""Bytes of a file -> text, whatever program wrote them."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from planner.core.parse import N_, Refused

PIECE = 1 << 18  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of a text file and how they are read; `"cp1252"` was taken for want of a better encoding."""

    data: bytes
    encoding: str
    errors: str = "strict"
    start: int = 0  # where the text begins, after a byte order mark

    def lines(self) -> Iterator[str]:
        """Yield the lines with LF ends, one at a time: a large file is never held as text."""
        stream = io.BytesIO(self.data)
        stream.seek(self.start)
        return io.TextIOWrapper(stream, self.encoding, self.errors)

    def sample(self, characters: int) -> str:
        """Return the first characters."""
        stream = io.BytesIO(self.data)
        stream.seek(self.start)
        return io.TextIOWrapper(stream, self.encoding, self.errors).read(characters)


def decode(data: bytes) -> tuple[str, str]:
    """Return (text with LF line ends, encoding); raises `Refused` as `text_in` does."""
    found = text_in(data)
    text = data[found.start :].decode(found.encoding, found.errors)
    return text.replace("\r\n", "\n").replace("\r", "\n"), found.encoding


def text_in(data: bytes) -> Text:
    """Return how the text in `data` is read.

    A byte order mark decides; else UTF-8, UTF-16 where every second byte is nothing, else Windows-1252 with what it
    lacks as Latin-1. Raises `Refused` where the text holds NUL: that is no text.
    """
    found = _found(data)
    if any("\0" in part for part in _parts(found)):
        raise Refused(N_("This file holds NUL characters, so it is no text file; save it again as UTF-8."))
    return found


def _found(data: bytes) -> Text:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if not _is(found := Text(data, encoding, start=len(mark))):
                raise Refused(N_("This file says it is %(encoding)s and is not; save it again as UTF-8."),
                              encoding=encoding.upper())  # fmt: skip
            return found
    if b"\0" in data and len(data) % 2 == 0:
        for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
            if zeros and zeros.count(0) > 0.8 * len(zeros):
                return Text(data, encoding, "replace")
    plain = Text(data, "utf-8")
    return plain if _is(plain) else Text(data, "cp1252", "latin1_holes")


def _is(text: Text) -> bool:
    """Whether the bytes are of this encoding."""
    try:
        return all(part is not None for part in _parts(text))
    except UnicodeDecodeError:
        return False


def _parts(text: Text) -> Iterator[str]:
    """Decode piece by piece."""
    decoder = codecs.getincrementaldecoder(text.encoding)(text.errors)
    for place in range(text.start, len(text.data), PIECE):
        yield decoder.decode(text.data[place : place + PIECE])
    yield decoder.decode(b"", final=True)


def _latin1_holes(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves open as Latin-1 does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1_holes", _latin1_holes)
