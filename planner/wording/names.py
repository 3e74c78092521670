"""Names: what dimension values and fixed words are called in one language; a slug nobody knows stays itself."""

from __future__ import annotations

from functools import cached_property

from babel import Locale

from planner.core.model import Campaign, Dimension, Touchpoint, Workspace
from planner.core.parse import N_
from planner.wording.words import Words, words

NOUNS = ("segment", "stage", "phase", "channel", "format")

STATUSES = {
    "idea": N_("Idea"), "briefed": N_("Briefed"), "in_production": N_("In production"), "in_review": N_("In review"),
    "changes_requested": N_("Changes requested"), "approved": N_("Approved"), "published": N_("Published"),
    "archived": N_("Archived"), "on_hold": N_("On hold"), "cancelled": N_("Cancelled"),
    "tentative": N_("Tentative"), "planned": N_("Planned"),
}  # fmt: skip
KINDS = {
    "empty": N_("Empty"), "not_on_channel": N_("Not on the channel"), "planned_only": N_("Planned only"),
    "stale": N_("Stale"), "weak": N_("Weak"), "thin": N_("Thin"), "language": N_("Language missing"),
    "silent": N_("Silent"), "unanswered": N_("Unanswered"), "pressure": N_("Pressure"),
    "pressure_warning": N_("Pressure near its limit"), "spacing": N_("Spacing"), "overlap": N_("Overlap"),
    "capacity": N_("Capacity"), "workload": N_("Workload"), "pile_up": N_("Pile-up"),
    "dependence": N_("Dependence"), "blackout": N_("Contact-free period"), "repetition": N_("Repetition"),
    "channel_rule": N_("Channel rule"),
}  # fmt: skip
LEVELS = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
ACTIONS = {
    "refresh": N_("Refresh"), "place": N_("Place"), "adapt": N_("Adapt"), "extend": N_("Extend"),
    "translate": N_("Translate"), "create": N_("Create"), "publish": N_("Publish"), "move": N_("Move"),
    "merge": N_("Merge"), "skip": N_("Skip"),
}  # fmt: skip
CHANNEL_KINDS = {
    "web": N_("Website"), "search": N_("Search"), "email": N_("E-mail"), "messaging": N_("Messaging"),
    "app": N_("App"), "social": N_("Social media"), "video": N_("Video"), "event": N_("Event"),
    "print": N_("Print media"), "phone": N_("Phone"), "store": N_("Store"), "service": N_("Service"),
    "partner": N_("Partner"),
}  # fmt: skip
OWNERSHIPS = {"owned": N_("Owned"), "earned": N_("Earned"), "paid": N_("Paid")}
DIRECTIONS = {"broadcast": N_("Broadcast"), "dialogue": N_("Dialogue")}


class Names:
    """The names of one workspace in one language."""

    def __init__(self, workspace: Workspace, language: str) -> None:
        self.workspace = workspace
        self.words: Words = words(language)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], Dimension]:
        return {(noun, row.slug): row for noun in NOUNS for row in getattr(self.workspace, f"{noun}s")}

    @cached_property
    def _campaigns(self) -> dict[str, Campaign]:
        return {campaign.slug: campaign for campaign in self.workspace.campaigns}

    @cached_property
    def _touchpoints(self) -> dict[str, Touchpoint]:
        return {touchpoint.slug: touchpoint for touchpoint in self.workspace.touchpoints}

    def of(self, noun: str, slug: str) -> str:
        """Return the name of a segment, stage, phase, channel or format (`noun`) by its slug."""
        row = self._rows.get((noun, slug))
        return (row.name.text(self.words.language) if row else "") or slug

    def short(self, noun: str, slug: str) -> str:
        """Return the short name for narrow columns, else the name."""
        row = self._rows.get((noun, slug))
        return (row.short.text(self.words.language) if row else "") or self.of(noun, slug)

    def segment(self, slug: str | None) -> str:
        """Return the name of a segment; without one, people at large."""
        return self.of("segment", slug) if slug else self.words.text("People")

    def stage(self, slug: str) -> str:
        """Return the name of a stage."""
        return self.of("stage", slug)

    def phase(self, slug: str) -> str:
        """Return the name of a phase."""
        return self.of("phase", slug)

    def channel(self, slug: str) -> str:
        """Return the name of a channel."""
        return self.of("channel", slug)

    def format(self, slug: str) -> str:
        """Return the name of a format."""
        return self.of("format", slug)

    def campaign(self, slug: str) -> str:
        """Return the name of a campaign."""
        row = self._campaigns.get(slug)
        return row.name or slug if row else slug

    def touchpoint(self, slug: str) -> str:
        """Return the name of a touchpoint."""
        row = self._touchpoints.get(slug)
        return (row.name.text(self.words.language) if row else "") or slug

    def question(self, slug: str) -> str:
        """Return what a person asks at a touchpoint, "" when nobody wrote it down."""
        row = self._touchpoints.get(slug)
        return row.need if row else ""

    def place(self, stage: str | None, phase: str | None, channel: str | None = None) -> str:
        """Return where in the map: Onboard · Post-purchase, with a channel "... on E-mail"."""
        parts = [self.stage(stage) if stage else "", self.phase(phase) if phase else ""]
        place = " · ".join(part for part in parts if part) or self.words.text("your content")
        if channel is None:
            return place
        return self.words.text("%(place)s on %(channel)s", place=place, channel=self.channel(channel))

    def status(self, slug: str) -> str:
        """Return the word for a status of an item or placement."""
        return self._word(STATUSES, slug)

    def kind(self, slug: str) -> str:
        """Return the word for a kind of finding."""
        return self._word(KINDS, slug)

    def level(self, slug: str) -> str:
        """Return the word for a level of severity."""
        return self._word(LEVELS, slug)

    def action(self, slug: str) -> str:
        """Return the word for an answer's or a remedy's action."""
        return self._word(ACTIONS, slug)

    def channel_kind(self, slug: str) -> str:
        """Return the word for a kind of channel."""
        return self._word(CHANNEL_KINDS, slug)

    def ownership(self, slug: str) -> str:
        """Return the word for who owns a channel."""
        return self._word(OWNERSHIPS, slug)

    def direction(self, slug: str) -> str:
        """Return the word for a channel's direction."""
        return self._word(DIRECTIONS, slug)

    def language(self, code: str) -> str:
        """Return what a language is called: nl is Dutch, in Dutch Nederlands; an unknown code stays itself."""
        known = Locale.parse(self.words.locale).languages
        base, _, region = code.partition("-")
        name = known.get(code.replace("-", "_")) or known.get(base)
        return code if name is None else f"{name} ({region.upper()})" if region and base in known else str(name)

    def _word(self, known: dict[str, str], slug: str) -> str:
        return self.words.text(known[slug]) if slug in known else slug
