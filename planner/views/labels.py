"""How rows and fixed words of planner look on a page: names in one language, icons, colour classes, short codes."""

from __future__ import annotations

from functools import cached_property

from planner.core.model import Channel, Segment
from planner.core.parse import N_
from planner.exports.labels import Labels as ExportLabels
from planner.wording.names import Names

CAMPAIGN_COLOURS = 8
PLACEMENT_ICON = {"approved": "s-ready", "published": "s-sent", "cancelled": "s-dropped"}
ACTION_ICON = {"move": "arrow", "publish": "check"}
ROLE = {"viewer": N_("viewer"), "editor": N_("editor"), "manager": N_("manager"), "admin": N_("administrator")}
LANGUAGE = {"nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch"}


class Labels(Names):
    """The names of a workspace in one language, with the icons, colours and codes that pages put beside them."""

    def of(self, noun: str, slug: str | None) -> str:
        """Return the name of a dimension row, campaign, status, language or owner; "" for None."""
        if slug is None:
            return ""
        if noun == "status":
            return self.status(slug)
        if noun == "campaign":
            return self.campaign(slug)
        if noun == "language":
            return LANGUAGE.get(slug, slug)
        if noun == "owner":
            return self.people.get(slug, slug)
        return super().of(noun, slug)

    def short(self, noun: str, slug: str | None) -> str:
        """Return the short name of a dimension row for narrow columns, its name where it has none."""
        return super().short(noun, slug) if slug else ""

    @cached_property
    def people(self) -> dict[str, str]:
        """The name of everyone who may sign in, by e-mail address."""
        return {user.email: user.name or user.email for user in self.workspace.users}

    def stage_class(self, slug: str | None) -> str:
        """Return the colour class of a stage: g1 to g7 in order, g0 for none."""
        return f"g{min(self._stage_order.get(slug or '', -1) + 1, 7)}"

    @cached_property
    def _stage_order(self) -> dict[str, int]:
        return {row.slug: n for n, row in enumerate(r for r in self.workspace.stages if not r.archived)}

    @cached_property
    def sale(self) -> str | None:
        """The first stage after the sale: a wider gap stands before it."""
        rows = [row for row in self.workspace.stages if not row.archived]
        after = [row.slug for n, row in enumerate(rows) if n and row.post_sale and not rows[n - 1].post_sale]
        return after[0] if after else None

    def campaign_class(self, slug: str | None) -> str:
        """Return the colour class of a campaign: k1 to k8 in turn, k0 for none."""
        order = [row.slug for row in self.workspace.campaigns]
        return f"k{order.index(slug) % CAMPAIGN_COLOURS + 1}" if slug in order else "k0"

    def campaign_code(self, slug: str | None) -> str:
        """Return two letters of a campaign's name, the same as in files: Black Friday -> BF."""
        return self._campaign_codes.get(slug or "", "")

    @cached_property
    def _campaign_codes(self) -> dict[str, str]:
        return ExportLabels(self.workspace, self.words.language).campaign_codes

    def segment_code(self, slug: str) -> str:
        """Return the shortest letters that tell a segment apart: E, Y, G, or Ca and Co."""
        return self._codes.get(slug, slug[:2])

    @cached_property
    def _codes(self) -> dict[str, str]:
        names = {s.slug: self.of("segment", s.slug) for s in self.workspace.segments if not s.archived}
        codes: dict[str, str] = {}
        for slug, name in names.items():
            others = [n for s, n in names.items() if s != slug]
            size = next((n for n in (1, 2, 3) if all(o[:n] != name[:n] for o in others)), 3)
            codes[slug] = name[:size]
        return codes

    def channel_icon(self, slug: str | None) -> str:
        """Return the icon of a channel, by its kind."""
        row = self._rows.get(("channel", slug or ""))
        return row.kind if isinstance(row, Channel) else "web"

    def segment_row(self, slug: str | None) -> Segment | None:
        """Return a segment by its slug."""
        row = self._rows.get(("segment", slug or ""))
        return row if isinstance(row, Segment) else None

    def action_icon(self, action: str) -> str:
        """Return the icon of an answer or a remedy."""
        return ACTION_ICON.get(action, action)

    def placement_icon(self, status: str) -> str:
        """Return the icon of a placement's status: squares, where items have circles."""
        return PLACEMENT_ICON.get(status, f"s-{status}")

    def role(self, role: str) -> str:
        """Return the word for a role."""
        return self._word(ROLE, role)

    def cell(self, stage: str | None, phase: str | None, channel: str | None = None) -> str:
        """Return the name of a cell within a segment: Onboard · Post-purchase · E-mail."""
        parts = [self.of("stage", stage), self.of("phase", phase), self.of("channel", channel)]
        return " · ".join(part for part in parts if part) or self.words.text("everything")
