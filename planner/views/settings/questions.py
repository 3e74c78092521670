"""The forms of the settings, as questions to a person: one class for each kind of row."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, FieldList, Form, FormField, SelectField

from planner.core.model import CHANNEL_KINDS, DIRECTIONS, KPI_FAMILIES, KPI_LEVELS, NEEDS, OWNERSHIPS, Workspace
from planner.core.parse import parse_window
from planner.core.shapes import PEOPLE_MAX
from planner.core.values import WHOLE_MAX
from planner.views import fields
from planner.views.labels import Labels

NEED = {
    "image": lazy("an image"), "alt": lazy("a text for the image"), "link": lazy("a link"),
    "call_to_action": lazy("a call to action"),
}  # fmt: skip
FAMILY = {
    "reach": lazy("Reach"), "influence": lazy("Influence"), "engagement": lazy("Engagement"),
    "relationship": lazy("Relationship"), "conversion": lazy("Conversion"), "cost": lazy("Cost"),
}  # fmt: skip
LEVEL = {
    "stage": lazy("a stage"), "phase": lazy("a phase"), "channel": lazy("a channel"), "campaign": lazy("a campaign"),
    "item": lazy("an item"),
}  # fmt: skip
BETTER = {"up": lazy("when it rises"), "down": lazy("when it falls")}
FEELING = {-2: lazy("very bad"), -1: lazy("bad"), 0: lazy("neutral"), 1: lazy("good"), 2: lazy("very good")}
REACH = "reach-"  # and the slug of a channel: the field of its reach


class NamedForm(Form):
    """What is asked about every row that has a name in two languages."""

    name_en = fields.line(lazy("Name in English"))
    name_nl = fields.line(lazy("Name in Dutch"))
    slug = fields.slug(lazy("Name in addresses and files"), description=lazy("left empty, made of the name"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a name in one language at least."""
        good: bool = super().validate(extra_validators)
        if good and not (self.name_en.data or self.name_nl.data):
            self.name_en.errors = [_("Give it a name, in English or in Dutch.")]
            return False
        return good


class DimensionForm(NamedForm):
    """What is asked about every row of a dimension."""

    short_en = fields.line(lazy("Short name in English"), description=lazy("for narrow columns"))
    short_nl = fields.line(lazy("Short name in Dutch"), description=lazy("for narrow columns"))
    description = fields.text(lazy("What should a newcomer know about it?"), rows=2)


class PeriodForm(Form):
    """First and last day; both or none."""

    start = fields.day(lazy("From"))
    until = fields.day(lazy("Until"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the other day where one is given."""
        good: bool = super().validate(extra_validators)
        if good and any(field.data is not None for field in self):
            for field in (self.start, self.until):
                if field.data is None:
                    field.errors, good = [_("Give both a first and a last day.")], False
        return good


class ExceptionForm(PeriodForm):
    """Days on which another capacity holds."""

    capacity = fields.whole(lazy("Placements a week"), 0, WHOLE_MAX, description=lazy("empty = no limit"))


class SegmentForm(DimensionForm):
    """What is asked about a segment; its reach is a field for each channel."""

    size = fields.whole(lazy("How many people are they?"), 0, PEOPLE_MAX)
    priority = fields.whole(lazy("How important, 1 to 5?"), 1, 5, needed=lazy("Give a number from 1 to 5."))
    language = fields.content_language(lazy("Which language do they read?"), description=lazy("nl, en, fr"))
    contact_free = FieldList(FormField(PeriodForm), label=lazy("When should nobody contact them?"))


class StageForm(DimensionForm):
    """What is asked about a stage."""

    weight = fields.number(lazy("How much does it weigh, 0 to 5?"), 0, 5, needed=lazy("Give a number from 0 to 5."))
    post_sale = BooleanField(lazy("It comes after the sale"))


class PhaseForm(DimensionForm):
    """What is asked about a phase."""

    weight = fields.number(lazy("How much does it weigh, 0 to 5?"), 0, 5, needed=lazy("Give a number from 0 to 5."))


class ChannelForm(DimensionForm):
    """What is asked about a channel."""

    kind = SelectField(lazy("What kind is it?"), render_kw={"class": "input"})
    ownership = SelectField(lazy("Whose is it?"), render_kw={"class": "input"})
    direction = SelectField(lazy("Does it answer?"), render_kw={"class": "input"})
    pressure = fields.number(
        lazy("How hard does one contact press?"), 0, 100, needed=lazy("Give a number; 0 presses nobody."),
        description=lazy("0 = nobody, e-mail 1"),
    )  # fmt: skip
    weekly_capacity = fields.whole(
        lazy("How many placements fit in a week?"), 0, WHOLE_MAX, description=lazy("empty = no limit")
    )
    capacity_exceptions = FieldList(FormField(ExceptionForm), label=lazy("In which weeks is that different?"))
    formats = fields.choices(lazy("Which formats may stand there? nothing ticked = all"))
    title_max = fields.whole(lazy("Longest title"), 0, WHOLE_MAX, description=lazy("characters"))
    text_max = fields.whole(lazy("Longest text"), 0, WHOLE_MAX, description=lazy("characters"))
    needs = fields.choices(lazy("What must a placement have?"))


class FormatForm(DimensionForm):
    """What is asked about a format."""

    effort_hours = fields.number(
        lazy("How many hours does one take?"), 0, 10_000, needed=lazy("Give a number of hours.")
    )
    review_after_days = fields.whole(
        lazy("After how many days should one be reviewed?"), 0, 36_500, needed=lazy("Give a number of days.")
    )
    derivable_from = fields.choices(lazy("From which formats can it be made?"))


class CampaignForm(Form):
    """What is asked about a campaign."""

    name = fields.line(lazy("Name"), needed=lazy("Give it a name."))
    slug = fields.slug(lazy("Name in addresses and files"), description=lazy("left empty, made of the name"))
    goal = fields.text(lazy("What should it achieve?"), rows=2)
    start = fields.day(lazy("First day"))
    end = fields.day(lazy("Last day"))
    colour = fields.line(lazy("Colour"), description=lazy("#0a6166"))


class OverlapForm(Form):
    """What is asked about people who are in two segments."""

    share = fields.percent(lazy("How many of the first, in %?"), needed=lazy("Give a percentage from 0 to 100."))
    a = SelectField(lazy("Of these people"), render_kw={"class": "input"})
    b = SelectField(lazy("are also among"), render_kw={"class": "input"})


class TargetForm(Form):
    """What is asked about a target."""

    segment = fields.choice(lazy("For which segment?"))
    stage = fields.choice(lazy("In which stage?"))
    phase = fields.choice(lazy("In which phase?"))
    channel = fields.choice(lazy("On which channel?"))
    minimum = fields.number(lazy("At least"), 0, 1_000_000, needed=lazy("Give a number; 0 expects nothing."))
    maximum = fields.number(lazy("At most"), 0, 1_000_000, description=lazy("empty = no limit"))
    importance = fields.number(lazy("How important, 0 to 5?"), 0, 5, needed=lazy("Give a number from 0 to 5."))
    reason = fields.text(lazy("Why?"), rows=2)


class RuleForm(Form):
    """What is asked about a frequency rule."""

    name = fields.line(lazy("What do you call this rule?"), needed=lazy("Give it a name; findings are told by it."))
    segment = fields.choice(lazy("Who"))
    maximum = fields.number(lazy("get at most"), 0, 1_000_000, description=lazy("contacts; empty = no limit"))
    minimum = fields.number(lazy("and at least"), 0, 1_000_000, description=lazy("contacts; empty = no limit"))
    span = SelectField(lazy("in"), render_kw={"class": "input"})
    days = fields.whole(lazy("how many days"), 1, 366, description=lazy("where it is days in a row"))
    min_gap_days = fields.whole(lazy("Days between two contacts"), 0, 3660, description=lazy("1 = not on one day"))
    warn_at = fields.percent(lazy("Warn from how much of it, in %?"), needed=lazy("Give a percentage from 0 to 100."))
    channels = fields.choices(lazy("Through which channels? nothing ticked = all together"))
    active_from = fields.day(lazy("It holds from"))
    active_to = fields.day(lazy("It holds until"))

    def window(self) -> str:
        """Return the window as records name it; raises `Refused`."""
        return parse_window(f"rolling:{self.days.data or 7}" if self.span.data == "days" else self.span.data)


class TouchpointForm(NamedForm):
    """What is asked about a touchpoint."""

    segment = fields.choice(lazy("For which segment?"))
    stage = fields.choice(lazy("In which stage?"))
    phase = fields.choice(lazy("In which phase?"))
    channels = fields.choices(lazy("On which channels does it happen?"))
    need = fields.text(lazy("What does the person need or ask there?"), rows=2)
    intention = fields.text(lazy("What do we want to happen?"), rows=2)
    participants = fields.line(lazy("Who takes part?"))
    emotion = SelectField(lazy("How does it feel?"), coerce=int, render_kw={"class": "input"})
    department = fields.line(lazy("Which department owns it?"))
    items = fields.several(lazy("Which items answer it?"), description=lazy("their ids, separated by ;"))


class KpiForm(NamedForm):
    """What is asked about a figure that is measured."""

    family = SelectField(lazy("What does it tell of?"), render_kw={"class": "input"})
    level = SelectField(lazy("What is it measured of?"), render_kw={"class": "input"})
    unit = fields.line(lazy("In which unit?"), description=lazy("%, euros, visits"))
    target = fields.number(lazy("What should it reach?"), -1e12, 1e12, description=lazy("empty = no target"))
    better = SelectField(lazy("When is it better?"), render_kw={"class": "input"})
    vanity = BooleanField(lazy("It flatters only: nobody decides anything by it"))


def segment_form(space: Workspace, names: Labels, reach: dict[str, float]) -> type[SegmentForm]:
    """Return the form of a segment of this workspace: live channels have a field, others only where it is filled."""
    shown = [c for c in space.channels if not c.archived or c.slug in reach]
    channels = {f"{REACH}{c.slug}": fields.percent(names.of("channel", c.slug)) for c in shown}
    return type("SegmentFormHere", (SegmentForm,), channels)


def offer_all(form: Any, space: Workspace, names: Labels) -> None:
    """Give every choice of a form the rows and words of this workspace."""
    everything = {"segment": _("every segment"), "stage": _("every stage"), "phase": _("every phase"),
                  "channel": _("whatever the channel")}  # fmt: skip
    blank = {"segment": _("any segment"), "stage": _("any stage"), "phase": _("any phase")}
    for noun in ("segment", "stage", "phase", "channel"):
        if noun in form:
            none = blank[noun] if isinstance(form, TouchpointForm) else everything[noun]
            none = _("Each segment") if isinstance(form, RuleForm) else none
            fields.offer(form[noun], getattr(space, f"{noun}s"), lambda s, noun=noun: names.of(noun, s), none=none)  # type: ignore[misc]
    for name, noun in (("channels", "channel"), ("formats", "format"), ("derivable_from", "format")):
        if name in form:
            chosen = form[name].data or ()
            rows = [row for row in getattr(space, f"{noun}s") if not row.archived or row.slug in chosen]
            form[name].choices = [(row.slug, names.of(noun, row.slug)) for row in rows]
    for name in ("a", "b"):
        if name in form:
            form[name].choices = [(row.slug, names.of("segment", row.slug)) for row in space.segments]
    _offer_words(form, names)


def _offer_words(form: Any, names: Labels) -> None:
    if isinstance(form, ChannelForm):
        form.kind.choices = [(word, names.channel_kind(word)) for word in CHANNEL_KINDS]
        form.ownership.choices = [(word, names.ownership(word)) for word in OWNERSHIPS]
        form.direction.choices = [(word, names.direction(word)) for word in DIRECTIONS]
        form.needs.choices = [(word, NEED[word]) for word in NEEDS]
    if isinstance(form, KpiForm):
        form.family.choices = [(word, FAMILY[word]) for word in KPI_FAMILIES]
        form.level.choices = [(word, LEVEL[word]) for word in KPI_LEVELS]
        form.better.choices = list(BETTER.items())
    if isinstance(form, RuleForm):
        form.span.choices = [("days", _("days in a row")), ("week", _("an ISO week")), ("month", _("a calendar month"))]
    if isinstance(form, TouchpointForm):
        form.emotion.choices = [(n, f"{n:+d} {word}" if n else str(word)) for n, word in FEELING.items()]
