"""What the rows of a workspace are called in one language, for sentences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from planner.core.model import FrequencyRule, Workspace

NOUNS = ("segments", "stages", "phases", "channels", "formats", "campaigns", "touchpoints")


class Names:
    """The names of one workspace in one language; an unknown slug is its own name. `titles` are those of items."""

    def __init__(self, workspace: Workspace, language: str, titles: Mapping[str, str] = MappingProxyType({})) -> None:
        self.workspace, self.language, self.titles = workspace, language, titles

    @cached_property
    def _known(self) -> dict[str, dict[str, str]]:
        return {
            noun: {row.slug: self._name(row.name) or row.slug for row in getattr(self.workspace, noun)}
            for noun in NOUNS
        }  # fmt: skip

    def _name(self, name: object) -> str:
        return name if isinstance(name, str) else name.text(self.language)  # type: ignore[attr-defined]

    def _of(self, noun: str, slug: str | None) -> str:
        return "" if slug is None else self._known[noun].get(slug, slug)

    def segment(self, slug: str | None) -> str:
        """Return the name of a segment, "" for None."""
        return self._of("segments", slug)

    def stage(self, slug: str | None) -> str:
        """Return the name of a stage, "" for None."""
        return self._of("stages", slug)

    def phase(self, slug: str | None) -> str:
        """Return the name of a phase, "" for None."""
        return self._of("phases", slug)

    def channel(self, slug: str | None) -> str:
        """Return the name of a channel, "" for None."""
        return self._of("channels", slug)

    def format(self, slug: str | None) -> str:
        """Return the name of a format, "" for None."""
        return self._of("formats", slug)

    def campaign(self, slug: str | None) -> str:
        """Return the name of a campaign, "" for None."""
        return self._of("campaigns", slug)

    def touchpoint(self, slug: str | None) -> str:
        """Return the name of a touchpoint, "" for None."""
        return self._of("touchpoints", slug)

    def cell(self, stage: str | None, phase: str | None) -> str:
        """Return a cell within a segment: Onboard · Post-purchase; "" when neither is said."""
        return " · ".join(part for part in (self.stage(stage), self.phase(phase)) if part)

    def person(self, owner: str | None) -> str:
        """Return the name of the user with this e-mail address, else the owner as it is written."""
        people = {user.email: user.name for user in self.workspace.users}
        return people.get(owner or "") or owner or ""

    def item(self, id: str) -> str:
        """Return the title of an item, its id where the title is not known."""
        return self.titles.get(id) or id

    def rule(self, name: str | None) -> FrequencyRule | None:
        """Return the frequency rule of this name."""
        return next((rule for rule in self.workspace.frequency_rules if rule.name == name), None)
