"""Answers carried out on the records, and the gap judged again: the slow truth behind an answer's points."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from planner.core.columns import from_records
from planner.core.findings import COVERAGE_GAPS, Answer, Finding
from planner.core.gaps import gaps
from planner.core.model import Item, Mapping, Placement, Workspace
from tests.builders import AS_OF, UNTIL

World = tuple[Workspace, tuple[Item, ...]]
SHARES = {"refresh": 0.25, "place": 0.1, "adapt": 0.3, "extend": 0.4, "translate": 0.3}
LEFT = {"approved": 0.3, "published": 0.3, "in_review": 0.5, "changes_requested": 0.5, "in_production": 0.7,
        "briefed": 0.9, "idea": 1.0}  # fmt: skip
LATER = AS_OF + timedelta(days=365)


def points_redone(world: World, gap: Finding, answer: Answer) -> float:
    """Severity before less severity after the answer is carried out."""
    return severity(world, gap) - severity(done(world, gap, answer), gap)


def severity(world: World, gap: Finding) -> float:
    """The severity of a gap when a world is judged: of its cell, whatever its type, or of its own kind; else 0."""
    space, items = world
    kinds = COVERAGE_GAPS if gap.kind in COVERAGE_GAPS else (gap.kind,)
    scope = (gap.segment, gap.stage, gap.phase, gap.channel, gap.touchpoint)
    return sum(
        found.severity
        for found in gaps(space, from_records(space, items), AS_OF, UNTIL)
        if found.kind in kinds and (found.segment, found.stage, found.phase, found.channel, found.touchpoint) == scope
    )


def done(world: World, gap: Finding, answer: Answer) -> World:
    """The world with the answer carried out as DOMAIN says."""
    space, items = world
    old = next((i for i in items if i.id == answer.item), None)
    here = (Placement(uid="new", channel=gap.channel, on=AS_OF, status="published"),) if gap.channel else ()
    if answer.action == "create":
        new = Item(
            id="new", title="New", status="published", map=(cell(gap),), placements=here, language=answer.language
        )
        asks = tuple(replace(t, items=(*t.items, "new")) if t.slug == gap.touchpoint else t for t in space.touchpoints)
        return replace(space, touchpoints=asks), (*items, new)
    assert old is not None
    if answer.action in ("adapt", "translate"):
        return space, (*items, copied(old, gap, answer, here))
    changed = {
        "refresh": lambda: refreshed(old),
        "publish": lambda: replace(
            old,
            status="published",
            published_on=AS_OF,
            review_on=LATER,
            expires_on=LATER,
            placements=old.placements + here,
            map=old.map if gap.touchpoint else in_cell(world, gap, old),
        ),
        "place": lambda: replace(old, placements=old.placements + here),
        "extend": lambda: replace(old, map=(*old.map, cell(gap, "secondary")), placements=old.placements + here),
    }[answer.action]()
    return space, tuple(changed if i.id == old.id else i for i in items)


def refreshed(old: Item) -> Item:
    passed = old.expires_on is not None and old.expires_on < AS_OF
    return replace(old, review_on=LATER, expires_on=LATER if passed else old.expires_on)


def copied(old: Item, gap: Finding, answer: Answer, here: tuple[Placement, ...]) -> Item:
    fit = next(m.fit for m in old.map if (m.segment, m.stage, m.phase) == (gap.segment, gap.stage, gap.phase))
    return replace(
        old, id="new", published_on=AS_OF, review_on=LATER, expires_on=None, map=(cell(gap, fit),), placements=here,
        language=answer.language or old.language, format=answer.format or old.format,
    )  # fmt: skip


def cell(gap: Finding, fit: str = "primary") -> Mapping:
    return Mapping(segment=gap.segment, stage=gap.stage, phase=gap.phase, fit=fit)  # type: ignore[arg-type]


# --- every answer there is, found one item at a time ---


def every_answer(world: World, gap: Finding) -> list[tuple[str, str | None, float]]:
    """All (action, item, hours) for a gap, by the rules of DOMAIN and of core.candidates, in plain Python."""
    space, items = world
    found: list[tuple[str, str | None, float]] = []
    for item in items:
        effort = item_effort(space, item)
        found += [(a, item.id, max(0.25, share * effort)) for a, share in item_actions(world, gap, item)]
        if gap.kind != "unanswered" and begun(world, gap, item):
            found.append(("publish", item.id, max(0.25, LEFT.get(item.status, 1.0) * own_effort(world, item))))
    return found


# --- copies that exist ---


def originals(world: World, gap: Finding) -> list[Item]:
    """What an answer may copy: published, not expired and mapped to the cell."""
    return [
        i for i in world[1]
        if is_live(i) and not (i.expires_on and i.expires_on < AS_OF)
        and (gap.segment, gap.stage, gap.phase) in [(m.segment, m.stage, m.phase) for m in i.map]
    ]  # fmt: skip


def is_live(item: Item) -> bool:
    return item.status == "published" and (item.published_on is None or item.published_on <= AS_OF)


def first_text(world: World, item: Item) -> str:
    by_id = {i.id: i for i in world[1]}
    while item.translation_of in by_id:
        item = by_id[item.translation_of]
    return item.id


def translation(world: World, item: Item, language: str | None) -> Item | None:
    """The translation of an item that is nearest to being usable, archived and cancelled ones left out."""

    def near(one: Item) -> tuple[float, str]:
        expired = is_live(one) and one.expires_on is not None and one.expires_on < AS_OF
        return (9.0 if expired else -1.0 if is_live(one) else LEFT.get(one.status, 1.0)), one.id

    family = [
        i for i in world[1]
        if i.language == language and i.language and first_text(world, i) == first_text(world, item)
        and i.status not in ("archived", "cancelled")
    ]  # fmt: skip
    return min(family, key=near, default=None)


def adaptations(world: World, gap: Finding, item: Item) -> list[Item]:
    """What was made from an item, is mapped to the cell and neither archived nor cancelled."""
    cells = (gap.segment, gap.stage, gap.phase)
    return [i for i in world[1] if i.derived_from == item.id and i.status not in ("archived", "cancelled")
            and cells in [(m.segment, m.stage, m.phase) for m in i.map]]  # fmt: skip


def copied_from(world: World, gap: Finding, item: Item) -> list[Item]:
    """The originals that an item is the translation for, or the adaptation of."""
    wanted = language_of(world, gap)
    texts = [o for o in originals(world, gap) if wanted and o.language not in (None, wanted)
             and translation(world, o, wanted) == item]  # fmt: skip
    if gap.kind == "language":
        return texts
    return texts + [o for o in originals(world, gap) if item in adaptations(world, gap, o)]


def begun(world: World, gap: Finding, item: Item) -> bool:
    """Whether an item is a copy that only has to be finished; no channel of these worlds refuses a format."""
    return not is_live(item) and bool(copied_from(world, gap, item))


def own_effort(world: World, item: Item) -> float:
    """The effort of a copy: its own, else 0.3 of what it was made from."""
    by_id = {i.id: i for i in world[1]}
    source = by_id.get(item.translation_of or item.derived_from or "")
    if item.effort_hours is None and source:
        return 0.3 * item_effort(world[0], source)
    return item_effort(world[0], item)


def in_cell(world: World, gap: Finding, item: Item) -> tuple[Mapping, ...]:
    """The mappings of an item, its originals' cell among them."""
    path = (gap.segment, gap.stage, gap.phase)
    if path in [(m.segment, m.stage, m.phase) for m in item.map]:
        return item.map
    fits = [m.fit for o in copied_from(world, gap, item) for m in o.map if (m.segment, m.stage, m.phase) == path]
    return (*item.map, cell(gap, min(fits)))  # primary before secondary


def language_of(world: World, gap: Finding) -> str | None:
    """The language the gap's segment reads."""
    return next((s.language for s in world[0].segments if s.slug == gap.segment), None)


def item_effort(space: Workspace, item: Item) -> float:
    if item.effort_hours is not None:
        return item.effort_hours
    return next((f.effort_hours for f in space.formats if f.slug == item.format), 4.0)


def item_actions(world: World, gap: Finding, item: Item) -> list[tuple[str, float]]:
    live = is_live(item)
    expired = item.expires_on is not None and item.expires_on < AS_OF
    mapped = (gap.segment, gap.stage, gap.phase) in [(m.segment, m.stage, m.phase) for m in item.map]
    same = (gap.stage, gap.phase) in [(m.stage, m.phase) for m in item.map]
    beside = gap.segment is not None and same and not mapped
    wanted = language_of(world, gap)
    if gap.kind == "unanswered":
        if item.id not in gap.items or item.status in ("archived", "on_hold", "cancelled"):
            return []
        return [("refresh", 0.25)] if live else [("publish", LEFT[item.status])]
    if gap.kind == "language":
        spoken = item.language == wanted
        possible = {"refresh": mapped and expired and spoken, "extend": beside and not expired and spoken,
                    "translate": mapped and not expired and item.language is not None and not spoken
                    and not translation(world, item, wanted)}  # fmt: skip
    else:
        foreign = wanted is not None and item.language not in (None, wanted)
        possible = {
            "refresh": mapped, "extend": beside and not expired and not foreign,
            "place": mapped and not expired and gap.channel is not None,
            "adapt": mapped and not expired and adaptable(world, gap, item),
            "translate": mapped and not expired and foreign and not translation(world, item, wanted),
        }  # fmt: skip
    return [(action, SHARES[action]) for action, can in possible.items() if can and live]


def adaptable(world: World, gap: Finding, item: Item) -> bool:
    """Whether a format can be derived that is not there, or the channel is one that nothing of it stands on."""
    there = {i.format for i in adaptations(world, gap, item)}
    if gap.channel and there:
        return False
    if gap.channel and not any(starts_there(p, gap) for p in item.placements):
        return True
    return any(item.format in f.derivable_from and f.slug not in there for f in world[0].formats)


def starts_there(place: Placement, gap: Finding) -> bool:
    if place.channel != gap.channel or place.on is None or place.status == "cancelled" or place.on > AS_OF:
        return False
    last = place.until if place.until and place.until > place.on else place.on
    narrowed = (not place.segments or gap.segment in place.segments, place.stage in (None, gap.stage),
                place.phase in (None, gap.phase))  # fmt: skip
    return all(narrowed) and last >= AS_OF - timedelta(days=365)
