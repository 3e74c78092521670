"""Files that survive a power cut: written beside, synced, renamed; and the lock that keeps a second start away."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from planner.storage.errors import AlreadyRunning, CannotWriteHere

try:
    import fcntl
except ImportError:  # Windows: there a second start is kept away by SQLite alone
    fcntl = None  # type: ignore[assignment]


def make_folder(folder: Path) -> None:
    """Make a folder, for its owner alone; raises `CannotWriteHere`."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise CannotWriteHere(folder, fault.strerror or "it cannot be made") from None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises `CannotWriteHere`."""
    part = beside(path)
    try:
        part.write_bytes(content)
        put(part, path)
    except OSError as fault:
        raise CannotWriteHere(path, fault.strerror or "it cannot be written") from None


def beside(path: Path) -> Path:
    """Return the name under which a file is made before it takes its place."""
    return path.with_name(f".{path.name}.part")


def put(part: Path, path: Path) -> None:
    """Sync a finished file and give it its name, over what had it; it is for its owner alone."""
    make_private(part)
    _sync(part)
    part.replace(path)
    _sync(path.parent)


def make_private(path: Path) -> None:
    """Keep a file, made empty if it is not there, from everyone but its owner: it will hold hashes of passwords.

    A disk that knows no owners or takes no files is left to what is written next.
    """
    with suppress(OSError):
        path.touch(mode=0o600)
        path.chmod(0o600)


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stamped(folder: Path, name: str, at: datetime, ending: str) -> Path:
    """Return a free name `name-20261123-093000.ending` in a folder, which is made."""
    make_folder(folder)
    first = folder / f"{name}-{at:%Y%m%d-%H%M%S}{ending}"
    path, n = first, 2
    while path.exists():
        path, n = first.with_name(f"{first.stem}-{n}{ending}"), n + 1
    return path


def lock(folder: Path) -> Callable[[], None]:
    """Take the lock of a folder and return what gives it back; a killed process gives it back by itself.

    Raises `AlreadyRunning` with the number of the process that has it.
    """
    make_folder(folder)
    path = folder / "planner.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise CannotWriteHere(path, fault.strerror or "it cannot be written") from None
    if fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            process = os.read(handle, 20).decode(errors="replace").strip()
            os.close(handle)
            raise AlreadyRunning(folder, process) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    return lambda: os.close(handle)
