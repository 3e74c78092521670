"""The generator of the benchmark: the same for the same seed, valid, and as skewed as it says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache

from bench.generate import DAYS_AHEAD, DAYS_BACK, TODAY, generate, zipf
from bench.measure import Figure, markdown, plain
from planner.core.columns import from_records
from planner.core.model import Dump
from planner.core.validate import workspace_problems


@cache
def data() -> Dump:
    return generate(800, 2000)


def test_the_same_seed_gives_the_same_data() -> None:
    assert generate(30, 75) == generate(30, 75)
    assert generate(30, 75, seed=2) != generate(30, 75)


def test_it_makes_as_much_as_asked() -> None:
    placements = [place for item in data().items for place in item.placements]
    assert (len(data().items), len(placements)) == (800, 2000)
    assert len({place.uid for place in placements}) == 2000


def test_its_data_is_in_order() -> None:
    assert workspace_problems(data().workspace, data().items) == ()


def test_shares_follow_zipfs_law() -> None:
    shares = zipf(4)
    assert [round(share / shares[0], 4) for share in shares] == [1.0, 0.4665, 0.2987, 0.2176]  # 1 / n ** 1.1


def test_few_segments_and_channels_carry_most() -> None:
    segments = Counter(m.segment for item in data().items for m in item.map)
    channels = Counter(place.channel for item in data().items for place in item.placements)
    for counted, rows in ((segments, data().workspace.segments), (channels, data().workspace.channels)):
        first_three = sum(counted[row.slug] for row in rows[:3]) / sum(counted.values())
        assert abs(first_three - zipf(len(rows))[:3].sum()) < 0.1


def test_weekdays_have_their_peaks_and_weekends_are_quiet() -> None:
    inventory = from_records(data().workspace, data().items)
    days = inventory.place_day[inventory.place_day > 0]
    by_weekday = Counter((days - 1) % 7)  # ordinal 1 was a Monday
    assert {int(day) for day, _ in by_weekday.most_common(2)} == {1, 3}
    assert by_weekday[5] + by_weekday[6] < len(days) * 0.12


def test_dates_span_three_years_and_statuses_go_by_age() -> None:
    placements = [p for item in data().items for p in item.placements if p.on or p.at]
    first = TODAY - timedelta(DAYS_BACK)
    past = [p for p in placements if p.on and p.on < TODAY]
    coming = [p for p in placements if p.on and p.on >= TODAY]
    assert {p.status for p in past} == {"published", "cancelled", "planned"}
    assert "published" not in {p.status for p in coming}
    assert all(first <= p.on < TODAY + timedelta(DAYS_AHEAD + 7) for p in (*past, *coming) if p.on)


def test_every_kind_of_thing_occurs() -> None:
    items = data().items
    placements = [place for item in items for place in item.placements]
    assert {len(item.map) for item in items} == {1, 2, 3, 4}
    assert all(any(getattr(place, name) for place in placements) for name in ("service", "until", "segments", "series"))
    assert any(not (place.on or place.at) for place in placements)
    assert {item.quality for item in items} == {None, 1, 2, 3, 4, 5}
    assert all(any(getattr(item, name) for item in items) for name in ("review_on", "expires_on", "campaign"))
    assert sum(not item.placements for item in items) > 0


def test_a_figure_is_its_median_as_a_share_of_the_limit() -> None:
    figure = Figure("coverage", (0.3, 0.1, 0.2), 0.5)
    assert (figure.median, figure.ratio) == (0.2, 0.4)
    assert figure.cells() == ("coverage", "0.20 s", "0.10 s – 0.30 s", "0.50 s", "0.40", "")
    assert Figure("gone", (), 0.3, "no such page").cells() == ("gone", "–", "–", "", "", "no such page")
    assert Figure("hello", (0.0012,)).cells() == ("hello", "1.2 ms", "1.2 ms – 1.2 ms", "", "", "")


def test_figures_are_a_table_on_paper_and_at_a_terminal() -> None:
    figures = [Figure("a", (1.0,), 2.0)]
    assert markdown(figures).splitlines()[2] == "| a | 1.00 s | 1.00 s – 1.00 s | 2.00 s | 0.50 |  |"
    assert plain(figures).splitlines()[1] == "a     1.00 s  1.00 s – 1.00 s  2.00 s  0.50"
