"""How rows and fixed words of planner look on a page: names in one language, icons, colour classes, short codes."""

from __future__ import annotations

from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from planner.core.model import Channel, Segment, Workspace

NOUNS = {
    "segment": "segments", "stage": "stages", "phase": "phases", "channel": "channels", "format": "formats",
    "campaign": "campaigns",
}  # fmt: skip

ITEM_STATUS = {
    "idea": lazy("Idea"), "briefed": lazy("Briefed"), "in_production": lazy("In production"),
    "in_review": lazy("In review"), "changes_requested": lazy("Changes requested"), "approved": lazy("Approved"),
    "published": lazy("Published"), "archived": lazy("Archived"), "on_hold": lazy("On hold"),
    "cancelled": lazy("Cancelled"),
}  # fmt: skip
PLACEMENT_STATUS = {
    "tentative": lazy("Tentative"), "planned": lazy("Planned"), "approved": lazy("Approved"),
    "published": lazy("Published"), "cancelled": lazy("Cancelled"),
}  # fmt: skip
PLACEMENT_ICON = {"approved": "s-ready", "published": "s-sent", "cancelled": "s-dropped"}
KIND = {
    "empty": lazy("empty"), "not_on_channel": lazy("not on the channel"), "planned_only": lazy("planned only"),
    "stale": lazy("stale"), "weak": lazy("weak"), "thin": lazy("thin"), "language": lazy("language"),
    "silent": lazy("silent"), "unanswered": lazy("unanswered"), "pressure": lazy("pressure"),
    "pressure_warning": lazy("close to the limit"), "spacing": lazy("spacing"), "overlap": lazy("overlap"),
    "capacity": lazy("capacity"), "workload": lazy("workload"), "pile_up": lazy("pile-up"),
    "dependence": lazy("dependence"), "blackout": lazy("contact-free period"), "repetition": lazy("repetition"),
    "channel_rule": lazy("channel rule"),
}  # fmt: skip
LEVEL = {"high": lazy("High"), "medium": lazy("Medium"), "low": lazy("Low")}
ACTION = {
    "refresh": lazy("Refresh"), "place": lazy("Place"), "adapt": lazy("Adapt"), "extend": lazy("Extend"),
    "translate": lazy("Translate"), "create": lazy("Create"), "move": lazy("Move"), "merge": lazy("Merge"),
    "skip": lazy("Skip"),
}  # fmt: skip
ACTION_ICON = {"move": "arrow"}
ROLE = {"viewer": lazy("viewer"), "editor": lazy("editor"), "manager": lazy("manager"), "admin": lazy("administrator")}
LANGUAGE = {"nl": "Nederlands", "en": "English", "fr": "Français", "de": "Deutsch"}


class Labels:
    """The names of one workspace in one language."""

    def __init__(self, workspace: Workspace, language: str) -> None:
        self.workspace = workspace
        self.language = language

    @cached_property
    def rows(self) -> dict[str, dict[str, object]]:
        """Every dimension row by noun and slug."""
        return {noun: {r.slug: r for r in getattr(self.workspace, field)} for noun, field in NOUNS.items()}

    def of(self, noun: str, value: str | None) -> str:
        """Return the name of a value: a dimension row's, a status's, a language's, else the value itself."""
        if value is None:
            return ""
        if noun == "status":
            return str(ITEM_STATUS.get(value) or PLACEMENT_STATUS.get(value) or value)
        if noun == "language":
            return LANGUAGE.get(value, value)
        if noun == "owner":
            return self.people.get(value, value)
        row = self.rows.get(noun, {}).get(value)
        if row is None:
            return value
        name = row.name  # type: ignore[attr-defined]
        return (name if isinstance(name, str) else name.text(self.language)) or value

    def short(self, noun: str, value: str | None) -> str:
        """Return the short name of a dimension row for narrow columns, its name where it has none."""
        row = self.rows.get(noun, {}).get(value or "")
        short = getattr(row, "short", None)
        return (short.text(self.language) if short else "") or self.of(noun, value)

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
        """Return the colour class of a campaign: k1 to k4 in turn, k0 for none."""
        order = [row.slug for row in self.workspace.campaigns]
        return f"k{order.index(slug) % 4 + 1}" if slug in order else "k0"

    def campaign_code(self, slug: str | None) -> str:
        """Return two letters of a campaign's name: Black Friday -> BF."""
        words = self.of("campaign", slug).split()
        return ("".join(w[0] for w in words[:2]) if len(words) > 1 else "".join(words)[:2]).upper()

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
        row = self.rows["channel"].get(slug or "")
        return row.kind if isinstance(row, Channel) else "web"

    def segment(self, slug: str | None) -> Segment | None:
        """Return a segment by its slug."""
        row = self.rows["segment"].get(slug or "")
        return row if isinstance(row, Segment) else None

    def kind(self, kind: str) -> str:
        """Return the word for a kind of finding."""
        return str(KIND.get(kind, kind))

    def level(self, level: str) -> str:
        """Return the word for a level of severity."""
        return str(LEVEL[level])

    def action(self, action: str) -> str:
        """Return the word for what an answer or a remedy does."""
        return str(ACTION.get(action, action))

    def action_icon(self, action: str) -> str:
        """Return the icon of an answer or a remedy."""
        return ACTION_ICON.get(action, action)

    def placement_status(self, status: str) -> str:
        """Return the word for a placement's status."""
        return str(PLACEMENT_STATUS.get(status, status))

    def placement_icon(self, status: str) -> str:
        """Return the icon of a placement's status: squares, where items have circles."""
        return PLACEMENT_ICON.get(status, f"s-{status}")

    def role(self, role: str) -> str:
        """Return the word for a role."""
        return str(ROLE.get(role, role))

    def cell(self, stage: str | None, phase: str | None, channel: str | None = None) -> str:
        """Return the name of a cell within a segment: Onboard · Post-purchase · E-mail."""
        parts = [self.of("stage", stage), self.of("phase", phase), self.of("channel", channel)]
        return " · ".join(part for part in parts if part) or _("everything")
