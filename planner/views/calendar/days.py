"""Days with a name in the heads of the calendar: which are shown is part of the address, `?days=be,nl,themed`.

Without it the public holidays of both countries are shown; `days=none` shows none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext as _

from planner.core.holidays import COUNTRIES, NamedDay, holidays_between
from planner.views import filters
from planner.views.site import language

SWITCHES = (*COUNTRIES, "themed")
DEFAULT = COUNTRIES
NONE = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """A named day as a head shows it; `where` is the country unless it is kept in all that are shown."""

    name: str
    where: str
    public: bool

    @property
    def kind(self) -> str:
        """What it is in words, for those who do not see that it is bold."""
        return str(_("public holiday") if self.public else _("themed day"))


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice, whether it is on, and the address that turns it."""

    text: str
    name: str
    on: bool
    href: str


def shown() -> tuple[str, ...]:
    """Return which switches are on for this request."""
    said = request.args.get("days")
    return DEFAULT if not said else tuple(name for name in SWITCHES if name in said.lower().split(","))


def marks(start: date, until: date) -> dict[date, tuple[Mark, ...]]:
    """Return the marks of the days from `start` to `until` that have one, in order."""
    on = shown()
    countries = tuple(country for country in COUNTRIES if country in on) or COUNTRIES
    kinds = {kind for kind, there in (("public", set(on) & set(COUNTRIES)), ("themed", "themed" in on)) if there}
    found: dict[date, tuple[Mark, ...]] = {}
    for named in holidays_between(start, until, countries, kinds):
        found[named.day] = (*found.get(named.day, ()), _mark(named, countries))
    return found


def _mark(named: NamedDay, countries: tuple[str, ...]) -> Mark:
    where = "" if set(countries) <= set(named.countries) else " ".join(named.countries).upper()
    return Mark(named.name.text(language()), where, named.kind == "public")


def switches() -> tuple[Switch, ...]:
    """Return the switches with the addresses that turn them, and one that turns all off."""
    on = shown()
    names = {"be": ("BE", _("Public holidays in Belgium")), "nl": ("NL", _("Public holidays in the Netherlands")),
             "themed": (_("themed"), _("Themed days"))}  # fmt: skip
    turned = [
        Switch(text, name, switch in on, _address(tuple(s for s in SWITCHES if (s in on) != (s == switch))))
        for switch, (text, name) in names.items()
    ]
    return (*turned, Switch(_("none"), _("No named days"), not on, _address(())))


def _address(on: tuple[str, ...]) -> str:
    return filters.here(days=None if on == DEFAULT else ",".join(on) or NONE, page=request.args.get("page"))
