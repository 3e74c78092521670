"""Bytes of a file -> text, whatever program wrote them."""

from __future__ import annotations

import codecs

from planner.core.parse import N_, Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Return (text with LF line ends, encoding); `"cp1252"` says that it was taken for want of a better one.

    A byte order mark decides; else UTF-8, UTF-16 where every second byte is nothing, else Windows-1252 with what it
    lacks as Latin-1. Raises `Refused` where the text holds NUL: that is no text.
    """
    text, encoding = _decoded(data)
    if "\0" in text:
        raise Refused(N_("This file holds NUL characters, so it is no text file; save it again as UTF-8."))
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise Refused(N_("This file says it is %(encoding)s and is not; save it again as UTF-8."),
                              encoding=encoding.upper()) from None  # fmt: skip
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", "latin1_holes"), "cp1252"
    if "\0" in text and len(data) % 2 == 0:
        for encoding, zeros in (("utf-16-le", data[1:400:2]), ("utf-16-be", data[0:400:2])):
            if zeros and zeros.count(0) > 0.8 * len(zeros):
                return data.decode(encoding, "replace"), encoding
    return text, encoding


def _latin1_holes(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves open as Latin-1 does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("latin1_holes", _latin1_holes)
