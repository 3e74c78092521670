"""Paths and uploads -> files in a stable order, every one of them accounted for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from planner.core.parse import N_, Refused, parse_line
from planner.imports.context import Account, Limits

DEPTH_MAX = 50
Given = Path | str | tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path as people know it (below the folder given, with that folder's name), and its bytes."""

    path: str
    size: int
    load: Callable[[], bytes]


def files(given: Iterable[Given], *, account: Account, limits: Limits) -> list[File]:
    """Return the files of paths and (name, bytes) pairs; hidden, linked and doubled ones go to `account` as skipped.

    Raises `Refused` where a path is not there, or where there is more than `limits` allow.
    """
    found: list[File] = []
    seen: set[str] = set()
    for one in given:
        for file in _upload(*one) if isinstance(one, tuple) else _walk(Path(one), account):
            if file.path in seen:
                account.skip(file.path, N_("A file of this path was read already."))
                continue
            seen.add(file.path)
            found.append(file)
            if len(found) > limits.files:
                raise Refused(N_("These are more than %(most)s files; import them in parts."), most=limits.files)
    total = sum(file.size for file in found)
    if total > limits.bytes:
        raise Refused(N_("These are %(size)s MB; at most %(most)s MB fit in one import."),
                      size=total // 1024**2 + 1, most=limits.bytes // 1024**2)  # fmt: skip
    return found


def _upload(name: str, data: bytes) -> Iterator[File]:
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    path = parse_line("/".join(parts)[-1000:]) or "upload"
    yield File(path, len(data), lambda: data)


def _walk(path: Path, account: Account) -> Iterator[File]:
    if path.is_dir():
        root = path.resolve()
        yield from _folder(root, root.name, account)
    elif path.is_file():
        parent = path.resolve().parent.name
        yield _file(path, f"{parent}/{path.name}" if parent else path.name)
    elif path.exists():
        raise Refused(N_("%(path)s is neither a file nor a folder."), path=path)
    else:
        raise Refused(N_("%(path)s is not there."), path=path)


def _folder(folder: Path, name: str, account: Account, depth: int = 0) -> Iterator[File]:
    if depth > DEPTH_MAX:
        account.skip(name, N_("This folder lies deeper than %(most)s folders."), most=DEPTH_MAX)
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        account.skip(name, N_("This folder cannot be opened: %(why)s."), why=error.strerror or "")
        return
    for entry in entries:
        path = f"{name}/{_printable(entry.name)}"
        if entry.name.startswith("."):
            account.skip(path, N_("This is hidden."))
        elif entry.is_symlink():
            account.skip(path, N_("This is a link; links are not followed."))
        elif entry.is_dir():
            yield from _folder(Path(entry.path), path, account, depth + 1)
        elif entry.is_file():
            yield _file(Path(entry.path), path)
        else:
            account.skip(path, N_("This is neither a file nor a folder."))


def _file(path: Path, name: str) -> File:
    try:
        size = path.stat().st_size
    except OSError:  # reading it will say why
        size = 0
    return File(_printable(name), size, path.read_bytes)


def _printable(name: str) -> str:
    """Return a file name as text that can be stored and shown, whatever its bytes."""
    return parse_line(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), longest=5000)
