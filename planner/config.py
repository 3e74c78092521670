"""Settings from PLANNER_* variables, typed; the only module that names instance/."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from planner.core.parse import Refused, parse_choice, parse_integer, parse_zone

LANGUAGES = ("en", "nl")
ADDRESS = "address.txt"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How this installation runs; every field is a PLANNER_* variable of the same name."""

    instance: Path = ROOT / "instance"
    database_url: str = ""  # empty: SQLite in the instance folder
    secret_key: str = ""  # empty: made once and kept in the instance folder
    timezone: str = "Europe/Brussels"
    language: str = "en"
    url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.instance / 'planner.db'}"

    @property
    def https(self) -> bool:
        """Whether people reach planner by https."""
        return urlsplit(self.url).scheme == "https"

    @property
    def is_local(self) -> bool:
        """Whether the address is this machine's own."""
        return urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")


def read_config(environ: Mapping[str, str] | None = None) -> Config:
    """Return the settings in `environ` (the process's own by default); raises `Refused` naming the variable."""
    given = os.environ if environ is None else environ
    values = {
        name: given[f"PLANNER_{name.upper()}"] for name in Config.__slots__ if given.get(f"PLANNER_{name.upper()}")
    }
    readers = {
        "instance": lambda text: Path(text).expanduser().resolve(),
        "timezone": parse_zone,
        "language": lambda text: parse_choice(text, LANGUAGES),
        "trusted_proxies": lambda text: parse_integer(text, least=0, most=9),
        "url": _url,
        "database_url": _database_url,
    }
    read: dict[str, object] = {}
    for name, text in values.items():
        try:
            read[name] = readers.get(name, str)(text)
        except Refused as refused:
            raise Refused("PLANNER_%(name)s: %(why)s", name=name.upper(), why=str(refused)) from None
    return Config(**read)  # type: ignore[arg-type]


def read_secret(config: Config) -> str:
    """Return the key that signs cookies: the configured one, else one made once and kept in the instance folder."""
    if config.secret_key:
        return config.secret_key
    file = config.instance / "secret.key"
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        config.instance.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:  # another process was first
        pass
    return file.read_text().strip()


def note_address(config: Config) -> None:
    """Note in the instance folder where the server is reached, for the commands that print a link to it."""
    with suppress(OSError):  # only a convenience
        (config.instance / ADDRESS).write_text(config.url + "\n")


def with_noted_address(config: Config) -> Config:
    """Return the settings with the address the server noted, where PLANNER_URL names no other."""
    if config.url != Config().url:
        return config
    try:
        return replace(config, url=_url((config.instance / ADDRESS).read_text().strip()))
    except (OSError, Refused):  # never served from here
        return config


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise Refused("“%(value)s” is no address: write it as https://planner.example.org.", value=text)
    return text.rstrip("/")


def _database_url(text: str) -> str:
    for scheme in ("postgresql://", "postgres://"):  # psycopg 3 is the driver, whatever the address says
        if text.startswith(scheme):
            return "postgresql+psycopg://" + text.removeprefix(scheme)
    if text.startswith(("sqlite:///", "postgresql+psycopg://")):
        return text
    raise Refused("“%(value)s” is no database planner knows: start it with sqlite:/// or postgresql://.",
                  value=text.rsplit("@", maxsplit=1)[-1])  # fmt: skip
