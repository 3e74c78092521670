"""Realistic data of any size, the same for the same seed: a retailer with years of content behind and ahead of it.

Segments and channels follow Zipf's law (few carry most), days have a weekly rhythm with peaks on Tuesday and
Thursday, statuses go by age, items have one to four mappings and few items have most of the placements.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from planner.core.model import (
    Campaign,
    CapacityException,
    CoverageTarget,
    Dump,
    FrequencyRule,
    Item,
    Label,
    Mapping,
    Period,
    Placement,
    Segment,
    SegmentOverlap,
    Series,
    Touchpoint,
    User,
    Workspace,
)
from planner.core.presets import preset

TODAY = date(2026, 11, 23)
DAYS_BACK, DAYS_AHEAD = 730, 365
ZIPF = 1.1
WEEKDAYS = (1.1, 1.6, 1.2, 1.5, 1.0, 0.35, 0.25)  # Monday first
SEGMENTS = (
    "expecting-parents", "young-parents", "grandparents", "care-partners", "school-parents", "gift-buyers",
    "outlet-shoppers", "members", "childminders", "hospitals", "lapsed-customers", "staff",
    "adopting-parents", "twins-and-more", "early-born", "new-in-town", "students", "press", "investors", "suppliers",
)  # fmt: skip
BUSIEST = (
    "website", "newsletter", "social", "blog", "email", "paid-social", "seo", "push", "video", "sms", "direct-mail",
    "service", "event",
)  # fmt: skip
WORDS = (
    "sleep", "pram", "first", "steps", "bath", "winter", "guide", "choose", "safe", "seat", "feeding", "quiet",
    "garden", "holiday", "gift", "care", "repair", "warranty", "return", "size", "wood", "cotton", "night", "walk",
    "school",
)  # fmt: skip
PAST_ITEM = {"published": 0.86, "archived": 0.07, "in_production": 0.04, "cancelled": 0.03}
COMING_ITEM = {
    "idea": 0.22, "briefed": 0.18, "in_production": 0.22, "in_review": 0.13, "changes_requested": 0.04,
    "approved": 0.16, "on_hold": 0.03, "cancelled": 0.02,
}  # fmt: skip
PAST_PLACE = {"published": 0.93, "cancelled": 0.05, "planned": 0.02}
NEAR_PLACE = {"approved": 0.5, "planned": 0.38, "tentative": 0.09, "cancelled": 0.03}
FAR_PLACE = {"approved": 0.06, "planned": 0.42, "tentative": 0.5, "cancelled": 0.02}


def generate(items: int, placements: int, *, seed: int = 1, today: date = TODAY) -> Dump:
    """Return a workspace with so many items and placements, dated from two years before `today` to one after."""
    return _Generator(np.random.default_rng(seed), today).dump(items, placements)


def zipf(n: int) -> np.ndarray:
    """Return the shares of n things by Zipf's law, largest first."""
    shares = 1 / np.arange(1, n + 1) ** ZIPF
    return shares / shares.sum()


@dataclass(slots=True)
class _Generator:
    rng: np.random.Generator
    today: date

    def dump(self, items: int, placements: int) -> Dump:
        space = self.workspace()
        days = self.days(items)
        owners = self.rng.choice(len(space.users), items, p=zipf(len(space.users)))
        made = [self.item(space, n, int(days[n]), space.users[owners[n]].email) for n in range(items)]
        of = self.rng.permutation(items)[self.rng.choice(items, placements, p=_heavy(items))]  # few items have most
        channels = self.rng.choice(len(space.channels), placements, p=zipf(len(space.channels)))
        lags = self.rng.exponential(60, placements)
        placed: dict[int, list[Placement]] = {}
        for n in range(placements):
            at = int(of[n])
            day = self.in_rhythm(int(days[at] + (0 if at not in placed else lags[n])))
            placed.setdefault(at, []).append(self.placement(space, n, made[at], int(channels[n]), day))
        made = [replace(item, placements=tuple(placed.get(n, ()))) for n, item in enumerate(made)]
        return Dump(revision=1, workspace=self.touched(space, items), items=tuple(made))

    def workspace(self) -> Workspace:
        space = preset("b2c")
        holidays = (Period(date(self.today.year, 12, 24), date(self.today.year + 1, 1, 3)),)
        busy = (CapacityException(start=self.today, until=self.today + timedelta(20), capacity=10),)
        segments = tuple(
            Segment(
                slug=slug, name=_label(slug), priority=5 - n % 4, size=int(200_000 * share),
                language="fr" if n % 5 == 4 else "nl",
                reach={"newsletter": 0.35, "social": 0.08, "paid-social": 0.2, "email": 0.3},
                contact_free=holidays if n % 3 == 0 else (),
            )
            for n, (slug, share) in enumerate(zip(SEGMENTS, zipf(len(SEGMENTS)), strict=True))
        )  # fmt: skip
        channels = tuple(
            replace(channel, weekly_capacity=25, capacity_exceptions=busy) if channel.pressure else channel
            for channel in sorted(space.channels, key=lambda c: BUSIEST.index(c.slug) if c.slug in BUSIEST else 99)
        )  # fmt: skip
        return replace(
            space, segments=segments, channels=channels,
            overlaps=tuple(SegmentOverlap(a=a, b=b, share=0.3) for a, b in pairwise(SEGMENTS)),
            campaigns=tuple(self.campaign(n) for n in range(12)),
            coverage_targets=(*space.coverage_targets, *self.channel_targets(), CoverageTarget(
                segment=SEGMENTS[0], stage="reach", phase="awareness", minimum=4, maximum=40)),
            frequency_rules=(*space.frequency_rules, FrequencyRule(name="Month", maximum=14, window="month")),
            users=tuple(User(email=f"editor-{n:02}@example.org", name=f"Editor {n}", hours_per_week=20 + n % 3 * 8)
                        for n in range(15)),
            series=(Series(id="weekly", start=self.today - timedelta(DAYS_BACK)),),
        )  # fmt: skip

    def channel_targets(self) -> tuple[CoverageTarget, ...]:
        cells = (("reach", "awareness", "social"), ("convert", "decision", "newsletter"), ("retain", None, "email"))
        return tuple(CoverageTarget(stage=a, phase=b, channel=c, minimum=1) for a, b, c in cells)

    def campaign(self, n: int) -> Campaign:
        start = self.today + timedelta(90 * (n - 8))
        return Campaign(slug=f"campaign-{n:02}", name=f"Campaign {n}", start=start, end=start + timedelta(60))

    def touched(self, space: Workspace, items: int) -> Workspace:
        """Give the workspace its touchpoints, each with some items that answer it."""
        touchpoints = tuple(
            Touchpoint(
                slug=f"moment-{n:02}", name=Label(f"Moment {n}", f"Moment {n}"), segment=SEGMENTS[n % len(SEGMENTS)],
                stage=space.stages[n % 7].slug, phase=space.phases[n % 4].slug, channels=(space.channels[n % 5].slug,),
                need="What do I need now?", emotion=n % 5 - 2,
                items=tuple(dict.fromkeys(f"item-{m:06}" for m in self.rng.integers(0, items, n % 4).tolist())),
            )
            for n in range(40)
        )  # fmt: skip
        return replace(space, touchpoints=touchpoints)

    def days(self, n: int) -> np.ndarray:
        """Return n days (relative to today) in the weekly rhythm, more of them in the last quarter of a year."""
        span = np.arange(-DAYS_BACK, DAYS_AHEAD)
        dates = [self.today + timedelta(int(day)) for day in span]
        weights = np.array([WEEKDAYS[day.weekday()] * (1.5 if day.month >= 10 else 1.0) for day in dates])
        weights *= np.where(span > 60, np.exp(-(span - 60) / 120), 1.0)  # the far future is planned less
        return self.rng.choice(span, n, p=weights / weights.sum())

    def in_rhythm(self, day: int) -> int:
        """Move a day in the weekend to the Tuesday after it, most of the time."""
        day = min(day, DAYS_AHEAD - 4)
        weekday = (self.today + timedelta(day)).weekday()
        return day + 8 - weekday if weekday >= 5 and self.rng.random() < 0.7 else day

    def pick(self, shares: dict[str, float]) -> str:
        return str(self.rng.choice(list(shares), p=list(shares.values())))

    def item(self, space: Workspace, n: int, day: int, owner: str) -> Item:
        when = self.today + timedelta(day)
        status = self.pick(PAST_ITEM if day <= 0 else COMING_ITEM)
        out = status in ("published", "archived")
        chance = self.rng.random(8)
        words = [WORDS[at] for at in self.rng.integers(0, len(WORDS), 9)]
        return Item(
            id=f"item-{n:06}", title=" ".join(words[:6]).capitalize(), slug=f"item-{n}", status=status, owner=owner,
            summary=" ".join(words).capitalize() + ".", body=f"## {words[0].capitalize()}\n\n" + "Text to read. " * 60,
            format=space.formats[int(self.rng.choice(len(space.formats), p=zipf(len(space.formats))))].slug,
            language=("nl", "nl", "nl", "en", "fr")[int(chance[0] * 5)],
            tags=tuple(dict.fromkeys(words[6:8])), url=f"https://www.example.org/{n}" if out else "",
            effort_hours=float(1 + int(chance[1] * 16)) if chance[2] < 0.4 else None,
            quality=int(1 + chance[3] * 5) if chance[4] < 0.6 else None,
            campaign=space.campaigns[int(chance[5] * len(space.campaigns))].slug if chance[5] < 0.3 else None,
            image=f"/images/{n}.jpg" if chance[6] < 0.7 else "", image_alt=words[0] if chance[6] < 0.6 else "",
            published_on=when if out else None, due_on=None if out else when,
            review_on=when + timedelta(300) if out and chance[7] < 0.15 else None,
            expires_on=when + timedelta(540) if out and chance[7] > 0.95 else None,
            map=self.mappings(space),
        )  # fmt: skip

    def mappings(self, space: Workspace) -> tuple[Mapping, ...]:
        n = int(self.rng.choice(4, p=(0.45, 0.3, 0.15, 0.1))) + 1
        cells: dict[tuple[str | None, str, str], Mapping] = {}
        stage, phase = self.rng.integers(0, 7), self.rng.integers(0, 4)
        for segment in self.rng.choice(len(SEGMENTS), n, p=zipf(len(SEGMENTS))):
            if self.rng.random() < 0.3:
                stage, phase = self.rng.integers(0, 7), self.rng.integers(0, 4)
            cell = (SEGMENTS[segment], space.stages[stage].slug, space.phases[phase].slug)
            fit = "secondary" if self.rng.random() < 0.3 else "primary"
            cells.setdefault(cell, Mapping(segment=cell[0], stage=cell[1], phase=cell[2], fit=fit))  # type: ignore[arg-type]
        return tuple(cells.values())

    def placement(self, space: Workspace, n: int, item: Item, channel: int, day: int) -> Placement:
        chance = self.rng.random(7)
        when = self.today + timedelta(day)
        status = self.pick(PAST_PLACE if day < 0 else NEAR_PLACE if day <= 30 else FAR_PLACE)
        timed = chance[0] < 0.4
        moment = datetime.combine(when, time(8 + int(chance[1] * 10), 30), ZoneInfo(space.settings.timezone))
        tray = day > 0 and chance[2] < 0.05
        segments = tuple(dict.fromkeys(m.segment for m in item.map if m.segment))
        return Placement(
            uid=f"place-{n:06}", channel=space.channels[channel].slug, status=status,
            on=None if timed or tray else when, at=moment.astimezone(UTC) if timed and not tray else None,
            until=when + timedelta(5 + int(chance[3] * 40)) if chance[3] < 0.04 and not (timed or tray) else None,
            segments=segments[:1] if len(segments) > 1 and chance[4] < 0.2 else (),
            title=item.title[:30] if chance[5] < 0.3 else "", text=item.summary if chance[5] < 0.3 else "",
            call_to_action="Read on" if chance[5] < 0.5 else "", service=bool(chance[6] < 0.05),
            series="weekly" if chance[6] > 0.96 else None, priority=int(chance[1] * 11),
        )  # fmt: skip


def _label(slug: str) -> Label:
    name = slug.replace("-", " ").capitalize()
    return Label(name, name)


def _heavy(n: int) -> np.ndarray:
    """Return shares with a long tail, so that some items are placed often and some never."""
    shares = 1 / (np.arange(1, n + 1) + n / 10) ** 0.8
    return shares / shares.sum()
