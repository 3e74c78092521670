"""Deeds: what an answer to a gap writes, as records, and the same records once the work is done.

An item that an answer makes is briefed and mapped to the cell of the gap; only the work itself makes it count. What
is promised of an answer (its points) is therefore judged on `done`, never on what is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.core.findings import Answer, Finding
from planner.core.model import DEFAULT_REVIEW_DAYS, Fit, Item, Mapping, Placement, Touchpoint, Workspace

COPIES = ("adapt", "translate")
MADE = (*COPIES, "create")  # these make a new item


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person settles before an answer is carried out; what its action has no use for is left at its default."""

    title: str = ""
    brief: str = ""
    owner: str = ""
    format: str | None = None
    language: str | None = None
    due_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    status: str | None = None
    published_on: date | None = None
    fit: Fit = "secondary"
    placement: Placement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is written: an item (new or changed, with all its placements), the new placement among them, a touchpoint.

    `touchpoint` is the one that a new item answers; `quality` the one a copy has from its source, for `done`.
    """

    action: str
    item: Item
    placement: Placement | None = None
    touchpoint: Touchpoint | None = None
    quality: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether the item is made by the answer."""
        return self.action in MADE


def deed(  # noqa: PLR0917 -- who asks what, about what, and how
    workspace: Workspace, gap: Finding, answer: Answer, source: Item | None, choice: Choice, id: str
) -> Deed:
    """Return what an answer writes; `source` is the answer's item, `id` names a new one."""
    asked = next((t for t in workspace.touchpoints if t.slug == gap.touchpoint), None)
    if source is None:
        made = _created(gap, choice, id)
        linked = replace(asked, items=(*asked.items, id)) if asked else None
        return Deed(action="create", item=_placed(made, choice), placement=choice.placement, touchpoint=linked)
    if answer.action in COPIES:
        made = _copied(gap, answer, source, choice, id)
        return Deed(action=answer.action, item=_placed(made, choice), placement=choice.placement,
                    quality=source.quality)  # fmt: skip
    changed = {
        "refresh": lambda: replace(source, review_on=choice.review_on, expires_on=choice.expires_on),
        "publish": lambda: _published(gap, source, choice),
        "extend": lambda: replace(source, map=(*source.map, cell_of(gap, choice.fit))),
        "place": lambda: source,
    }[answer.action]()
    return Deed(action=answer.action, item=_placed(changed, choice), placement=choice.placement)


def done(deed: Deed, as_of: date) -> Item:
    """Return the item of a deed as it stands on `as_of` when the work is done: published, its placement too."""
    item, new = deed.item, deed.placement
    if new is not None:
        there = replace(new, on=as_of, at=None, until=None, status="published")
        item = replace(item, placements=tuple(there if p.uid == new.uid else p for p in item.placements))
    if not deed.is_new and deed.action != "publish":
        return item
    fresh = as_of + timedelta(days=DEFAULT_REVIEW_DAYS)
    ends = fresh if item.expires_on and item.expires_on < as_of else item.expires_on
    return replace(item, status="published", published_on=as_of, review_on=fresh, expires_on=ends,
                   quality=item.quality or deed.quality)  # fmt: skip


def refreshed(item: Item, as_of: date) -> tuple[date, date | None]:
    """Return the review date and the expiry date that a refresh proposes: a year on, the latter only when passed."""
    later = as_of + timedelta(days=DEFAULT_REVIEW_DAYS)
    return later, later if item.expires_on and item.expires_on < as_of else item.expires_on


def cell_of(gap: Finding, fit: Fit) -> Mapping:
    """Return the mapping to the cell of a gap."""
    return Mapping(segment=gap.segment, stage=gap.stage, phase=gap.phase, fit=fit)


def _created(gap: Finding, choice: Choice, id: str) -> Item:
    cell = cell_of(gap, "primary")
    named = any((cell.segment, cell.stage, cell.phase))
    return Item(
        id=id, slug=id, title=choice.title, format=choice.format, language=choice.language, status="briefed",
        owner=choice.owner, brief=choice.brief, due_on=choice.due_on, map=(cell,) if named else (),
    )  # fmt: skip


def _copied(gap: Finding, answer: Answer, source: Item, choice: Choice, id: str) -> Item:
    """Return a copy to be made: what its source is about, with the source's fit in the cell and no text yet."""
    return replace(
        _created(gap, choice, id), map=(cell_of(gap, fit_in(gap, source)),),
        department=source.department, campaign=source.campaign, tags=source.tags, keywords=source.keywords,
        key_message=source.key_message,
        derived_from=source.id if answer.action == "adapt" else None,
        translation_of=source.id if answer.action == "translate" else None,
    )  # fmt: skip


def _published(gap: Finding, source: Item, choice: Choice) -> Item:
    status = choice.status or source.status
    day = source.published_on or choice.published_on if status == "published" else source.published_on
    said = replace(source, status=status, published_on=day, owner=choice.owner, due_on=choice.due_on)
    if source.status != status:
        said = replace(said, status_before=source.status if status in ("on_hold", "cancelled") else None)
    here = (gap.segment, gap.stage, gap.phase)
    mapped = gap.touchpoint or here in [(m.segment, m.stage, m.phase) for m in source.map]
    return said if mapped else replace(said, map=(*source.map, cell_of(gap, choice.fit)))


def fit_in(gap: Finding, source: Item) -> Fit:
    """Return how a source is mapped to the cell of a gap, primary before secondary."""
    here = (gap.segment, gap.stage, gap.phase)
    fits: list[Fit] = [m.fit for m in source.map if (m.segment, m.stage, m.phase) == here]
    return min(fits, default="primary")  # primary comes before secondary in the alphabet too


def _placed(item: Item, choice: Choice) -> Item:
    return item if choice.placement is None else replace(item, placements=(*item.placements, choice.placement))
