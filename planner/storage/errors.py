"""What storage refuses, each with a sentence that says what happened and what to do about it."""

from __future__ import annotations

from planner.core.parse import N_, Refused


class StorageRefused(Refused):
    """What every refusal of storage is; `message` and `params` word it in any language."""


class DiskFull(StorageRefused):
    """The disk has no room for the change; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(N_("The disk of the database is full; nothing was saved. Make room, then try again."))


class ReadOnly(StorageRefused):
    """The database file or server takes no changes."""

    def __init__(self) -> None:
        super().__init__(
            N_("The database can be read but not changed; nothing was saved. Make its file and folder writable.")
        )


class Busy(StorageRefused):
    """Another writer held the database for too long."""

    def __init__(self) -> None:
        super().__init__(N_("Someone else is saving a lot just now; nothing was saved. Try again in a moment."))


class Damaged(StorageRefused):
    """The file is no whole database."""

    def __init__(self, path: object, why: str = "") -> None:
        super().__init__(
            N_("The database %(path)s is damaged (%(why)s). Put it aside and bring back a copy: planner restore FILE."),
            path=path,
            why=why or "it cannot be read",
        )


class Unreachable(StorageRefused):
    """The database cannot be opened or its server does not answer."""

    def __init__(self, where: object, why: str = "") -> None:
        super().__init__(
            N_("The database %(where)s cannot be reached (%(why)s). Start it, or mend PLANNER_DATABASE_URL."),
            where=where,
            why=why or "no answer",
        )


class NoDriver(StorageRefused):
    """The library that speaks to PostgreSQL is not installed."""

    def __init__(self) -> None:
        super().__init__(
            N_("PostgreSQL needs one more library. Install it: %(command)s"),
            command=".venv/bin/python -m pip install --require-hashes -r requirements/postgres.txt",
        )


class TooSlow(StorageRefused):
    """A statement ran into the time limit of the server."""

    def __init__(self) -> None:
        super().__init__(N_("The database took too long to answer; nothing was saved. Try again, or ask for less."))


class Cannot(StorageRefused):
    """A value breaks a constraint of the tables (`why` is the database's own word for it)."""

    def __init__(self, why: str) -> None:
        super().__init__(N_("The database cannot hold this: %(why)s."), why=why)


class LostRace(StorageRefused):
    """Someone saved first; `current` is the record as it is now, None where it was deleted."""

    def __init__(self, current: object | None) -> None:
        super().__init__(
            N_("Someone changed this while you were editing; nothing was overwritten. Compare and save again.")
            if current is not None
            else N_("Someone deleted this while you were editing; nothing was saved.")
        )
        self.current = current


class UnknownReference(StorageRefused):
    """A record names a `key` that its noun does not have."""

    def __init__(self, noun: str, key: object) -> None:
        super().__init__(N_("“%(key)s” is not among the %(noun)s; add it first."), noun=noun, key=key)
        self.noun = noun
        self.key = key


class AlreadyThere(StorageRefused):
    """A record with this `key` exists."""

    def __init__(self, noun: str, key: object) -> None:
        super().__init__(N_("“%(key)s” is already among the %(noun)s; give it another name."), noun=noun, key=key)
        self.noun = noun
        self.key = key


class InUse(StorageRefused):
    """A row is named by others and cannot go; archive it, or merge it into another."""

    def __init__(self, noun: str, key: object, uses: dict[str, int]) -> None:
        super().__init__(
            N_("“%(key)s” is still used (%(uses)s). Archive it, or merge it into another."),
            key=key,
            uses=", ".join(f"{n} {name}" for name, n in uses.items() if n),
        )
        self.noun = noun
        self.key = key
        self.uses = uses


class NotEmpty(StorageRefused):
    """A dump is loaded into an empty database only."""

    def __init__(self) -> None:
        super().__init__(
            N_("There is content here already; a dump goes into an empty database only. Make a backup and a new one.")
        )


class OverItself(StorageRefused):
    """A backup was to be written over the database."""

    def __init__(self, file: object) -> None:
        super().__init__(
            N_("%(file)s is the database itself; nothing was written. Name another file for the backup."), file=file
        )


class AlreadyRunning(StorageRefused):
    """Another planner holds this folder."""

    def __init__(self, folder: object, process: str) -> None:
        super().__init__(
            N_("planner already runs on %(folder)s (process %(process)s). Use that one, or stop it first."),
            folder=folder,
            process=process or "?",
        )


class NothingHere(StorageRefused):
    """There is no workspace yet and this command makes none."""

    def __init__(self, where: object) -> None:
        super().__init__(N_("There is no workspace in %(where)s yet. Make one: planner init."), where=where)


class Lost(StorageRefused):
    """A workspace was installed here and its database is gone or empty."""

    def __init__(self, where: object, marker: object) -> None:
        super().__init__(
            N_(
                "The database %(where)s is gone or empty, though a workspace was installed here. Nothing was changed. "
                "Bring it back: planner restore FILE. To begin anew instead, delete %(marker)s and start again."
            ),
            where=where,
            marker=marker,
        )


class NotOurs(StorageRefused):
    """The database holds something else."""

    def __init__(self, where: object) -> None:
        super().__init__(
            N_(
                "%(where)s is a database of another program; it was left as it is. Choose another PLANNER_DATABASE_URL."
            ),
            where=where,
        )


class OtherInstall(StorageRefused):
    """The database is one of planner, but not the one that was installed here."""

    def __init__(self, where: object, marker: object) -> None:
        super().__init__(
            N_(
                "The database %(where)s is not the one that was installed here. Nothing was changed. Put the right one "
                "back, or, if this one is meant, delete %(marker)s and start again."
            ),
            where=where,
            marker=marker,
        )


class NewerSchema(StorageRefused):
    """A newer planner has written the database."""

    def __init__(self, where: object) -> None:
        super().__init__(
            N_(
                "The database %(where)s was written by a newer planner. Nothing was changed. Update planner, or bring "
                "back an older copy: planner restore FILE."
            ),
            where=where,
        )


class CannotWriteHere(StorageRefused):
    """The place of the database takes no files or no changes."""

    def __init__(self, where: object, why: str) -> None:
        super().__init__(
            N_(
                "planner cannot write to %(where)s (%(why)s). "
                "Make it writable, or set PLANNER_INSTANCE to a folder that is."
            ),
            where=where,
            why=why,
        )


class NoBackup(StorageRefused):
    """A file that should be brought back is no whole backup."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(
            N_("%(file)s is no backup that can be brought back (%(why)s). Nothing was changed."), file=file, why=why
        )


class CannotUndo(StorageRefused):
    """A write cannot be taken back: it is not kept, of a kind that is not undone, or was changed since."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message, **params)
