"""What a word in a file means here: statuses in both languages, and the rows of the workspace's dimensions."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from planner.core.model import Campaign, Dimension, Workspace
from planner.core.parse import N_, Refused

_ITEM_WORDS = {
    "idea": "idea ideas idee ideeen backlog proposed proposal voorstel todo to-do te-doen new nieuw not-started",
    "briefed": "briefed brief briefing gebrieft gebriefd assigned toegewezen planned gepland",
    "in_production": "in-production in-productie production productie draft drafting drafted wip in-progress writing "
    "work-in-progress bezig concept in-uitvoering in-de-maak in-opmaak started",
    "in_review": "in-review review reviewing in-nazicht nazicht te-reviewen pending ter-goedkeuring na-te-kijken "
    "ter-beoordeling ter-controle controle proofreading",
    "changes_requested": "changes-requested rework revisions aan-te-passen wijzigingen-gevraagd te-herwerken",
    "approved": "approved goedgekeurd ready klaar final finaal scheduled ingepland future akkoord gereed",
    "published": "published publish gepubliceerd live online posted sent verzonden verstuurd done afgewerkt public",
    "archived": "archived gearchiveerd archief archive offline",
    "on_hold": "on-hold paused gepauzeerd aangehouden in-de-wacht wacht uitgesteld postponed",
    "cancelled": "cancelled canceled geannuleerd geschrapt trash dropped vervallen",
}
_PLACEMENT_WORDS = {
    "tentative": "tentative voorlopig optie option onder-voorbehoud tbc proposed voorstel idea idee draft concept",
    "planned": "planned gepland scheduled ingepland future todo to-do te-doen",
    "approved": "approved goedgekeurd ready klaar akkoord final finaal gereed",
    "published": "published publish gepubliceerd live online posted sent verzonden verstuurd done geplaatst public",
    "cancelled": "cancelled canceled geannuleerd geschrapt trash dropped vervallen",
}
# What an item's status says about its placement, where a sheet has one column for both.
PLACEMENT_OF_ITEM = {
    "idea": "tentative", "briefed": "planned", "in_production": "planned", "in_review": "planned",
    "changes_requested": "planned", "approved": "approved", "published": "published", "archived": "published",
    "on_hold": "tentative", "cancelled": "cancelled",
}  # fmt: skip


def key(text: str) -> str:
    """Return what stays of a head or name when case, spaces, accents, `-` and `_` do not matter."""
    return _key(text) if len(text) <= 100 else _key.__wrapped__(text)


@lru_cache(maxsize=5_000)  # the same few names stand in every row
def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    named = {key(status): status for status in table}
    return {key(word): status for status, words in table.items() for word in words.split()} | named


_ITEM = _by_word(_ITEM_WORDS)
_PLACEMENT = _by_word(_PLACEMENT_WORDS)


def item_status(text: str) -> str:
    """Return the item status that a word means in English or Dutch; raises `Refused`."""
    return _status(text, _ITEM, _ITEM_WORDS)


def placement_status(text: str) -> str:
    """Return the placement status that a word means in English or Dutch; raises `Refused`."""
    return _status(text, _PLACEMENT, _PLACEMENT_WORDS)


def status_of_both(text: str) -> tuple[str, str | None]:
    """Return (placement status, item status or None) for the status of a row that is a placement.

    A word that only items have (in review) says the item's status, and the placement's follows from it.
    """
    if key(text) in _PLACEMENT:
        return _PLACEMENT[key(text)], None
    if key(text) in _ITEM:
        status = _ITEM[key(text)]
        return PLACEMENT_OF_ITEM[status], status
    return placement_status(text), None


def _status(text: str, words: Mapping[str, str], statuses: Iterable[str]) -> str:
    found = words.get(key(text))
    if found is None:
        raise Refused(N_("“%(value)s” is no status; they are: %(choices)s."), value=text[:80],
                      choices=", ".join(statuses))  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a workspace's dimensions as a file may write them: kind -> key -> slug."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    digest: str = ""

    def slug(self, kind: str, text: str) -> str:
        """Return the slug of the `kind` ("segment", "channel" ...) row meant by `text`; raises `Refused`."""
        found = self.names[kind].get(key(text))
        if found is None:
            raise Refused(_UNKNOWN[kind], value=text.strip()[:80])
        return found

    def has(self, kind: str, text: str) -> bool:
        """Whether `text` names a row of `kind`."""
        return key(text) in self.names[kind]


_UNKNOWN = {
    "segment": N_("“%(value)s” is no segment of this workspace; add it in the settings and import again."),
    "stage": N_("“%(value)s” is no stage of this workspace; add it in the settings and import again."),
    "phase": N_("“%(value)s” is no phase of this workspace; add it in the settings and import again."),
    "channel": N_("“%(value)s” is no channel of this workspace; add it in the settings and import again."),
    "format": N_("“%(value)s” is no format of this workspace; add it in the settings and import again."),
    "campaign": N_("“%(value)s” is no campaign of this workspace; add it in the settings and import again."),
}


def vocabulary(workspace: Workspace) -> Vocabulary:
    """Return the names by which files may call the rows of `workspace`: slug first, then name, then short name."""
    kinds: dict[str, tuple[Dimension, ...]] = {
        "segment": workspace.segments,
        "stage": workspace.stages,
        "phase": workspace.phases,
        "channel": workspace.channels,
        "format": workspace.formats,
    }
    names = {kind: _names(rows) for kind, rows in kinds.items()} | {"campaign": _campaigns(workspace.campaigns)}
    said = repr([sorted(table.items()) for _, table in sorted(names.items())])
    return Vocabulary(names, hashlib.sha256(said.encode()).hexdigest())


def _names(rows: Iterable[Dimension]) -> dict[str, str]:
    table: dict[str, str] = {}
    known = tuple(rows)
    for part in ("slug", "name", "short"):  # a slug is never shadowed by another row's name
        for row in known:
            label = getattr(row, part)
            for text in (label,) if part == "slug" else (label.en, label.nl):
                if key(text):
                    table.setdefault(key(text), row.slug)
    return table


def _campaigns(rows: Iterable[Campaign]) -> dict[str, str]:
    known = tuple(rows)
    table = {key(row.name): row.slug for row in reversed(known) if key(row.name)}
    return table | {key(row.slug): row.slug for row in known}
