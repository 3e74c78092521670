"""Adaptation: the parts of a placement on its channel, its own or its item's, and how people will see them there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _

from planner.core.model import Channel, ChannelRules, Item, Placement, Workspace
from planner.views.labels import Labels

# How the preview of each kind of channel is drawn; templates/content/preview.html has a drawing for each.
DRAWN = {
    "web": "result", "search": "result", "email": "mail", "messaging": "bubble", "app": "bubble", "phone": "bubble",
    "service": "bubble", "social": "card", "video": "card", "partner": "card", "print": "sheet", "store": "sheet",
    "event": "sheet",
}  # fmt: skip
NEED = {"image": "image", "alt": "image_alt", "link": "link", "call_to_action": "call_to_action"}  # rule -> field


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a placement: what the placement says, what its item says, how long it is, what the channel asks."""

    own: str
    inherited: str
    most: int | None = None
    needed: bool = False

    @property
    def text(self) -> str:
        """What stands there: the placement's own, else its item's."""
        return self.own or self.inherited

    @property
    def used(self) -> int:
        """How many characters stand there."""
        return len(self.text)

    @property
    def over(self) -> bool:
        """Whether it is longer than the channel takes."""
        return self.most is not None and self.used > self.most

    @property
    def missing(self) -> bool:
        """Whether the channel asks for it and nothing stands there."""
        return self.needed and not self.text


def parts(workspace: Workspace, item: Item, placement: Placement) -> dict[str, Part]:
    """Return the parts of a placement by the name of their field."""
    rules = rules_of(workspace, placement)
    inherited = {"title": item.title, "text": item.summary, "link": item.url, "image": item.image,
                 "image_alt": item.image_alt, "call_to_action": ""}  # fmt: skip
    most = {"title": rules.title_max, "text": rules.text_max}
    needed = {NEED[need] for need in rules.needs}
    return {
        name: Part(own=getattr(placement, name), inherited=said, most=most.get(name), needed=name in needed)
        for name, said in inherited.items()
    }


def rules_of(workspace: Workspace, placement: Placement) -> ChannelRules:
    """Return the rules of a placement's channel, none where the channel is not known yet."""
    channel = channel_of(workspace, placement)
    return channel.rules if channel else ChannelRules()


def channel_of(workspace: Workspace, placement: Placement) -> Channel | None:
    """Return the channel of a placement."""
    return next((c for c in workspace.channels if c.slug == placement.channel), None)


@dataclass(frozen=True, slots=True)
class Check:
    """Something the channel asks of a part (a field's name, "format" for the item's): whether it holds, in words."""

    part: str
    good: bool
    yes: str
    no: str

    @property
    def text(self) -> str:
        """The sentence that holds now."""
        return self.yes if self.good else self.no


def checks(workspace: Workspace, labels: Labels, item: Item, placement: Placement) -> list[Check]:
    """Return what the channel's rules ask of a placement."""
    rules, told = rules_of(workspace, placement), parts(workspace, item, placement)
    found = []
    if rules.formats and item.format:
        name = labels.of("format", item.format)
        found.append(Check("format", item.format in rules.formats, _("%(name)s is allowed here", name=name),
                           _("%(name)s is not allowed here", name=name)))  # fmt: skip
    for part, fits, long in (
        ("title", _("the title fits"), _("the title is too long")),
        ("text", _("the text fits"), _("the text is too long")),
    ):
        if told[part].most is not None:
            found.append(Check(part, not told[part].over, fits, long))
    words = {
        "image": (_("an image"), _("an image is missing")),
        "image_alt": (_("a text for the image"), _("a text for the image is missing")),
        "link": (_("a link"), _("a link is missing")),
        "call_to_action": (_("a call to action"), _("a call to action is missing")),
    }
    found += [Check(NEED[need], not told[NEED[need]].missing, *words[NEED[need]]) for need in rules.needs]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How a placement looks on its channel: `drawn` names the drawing, `host` is where its link leads."""

    drawn: str
    channel: str
    parts: dict[str, Part]
    host: str
    language: str | None


def preview(workspace: Workspace, item: Item, placement: Placement) -> Preview:
    """Return how a placement will look."""
    channel, told = channel_of(workspace, placement), parts(workspace, item, placement)
    return Preview(
        drawn=DRAWN.get(channel.kind, "card") if channel else "card", channel=placement.channel, parts=told,
        host=shown_address(told["link"].text), language=placement.language or item.language,
    )  # fmt: skip


def shown_address(link: str) -> str:
    """Return an address as a search result shows it: example.org › crib › small."""
    split = urlsplit(link)
    return " › ".join([split.netloc.removeprefix("www."), *filter(None, split.path.split("/"))]) if split.netloc else ""
