"""The kinds of rows the settings hold: their form, how a record fills it, and the record it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict

from planner.core import model
from planner.core.parse import unique_slug
from planner.storage.nouns import DIMENSIONS, key_of
from planner.views.settings import questions
from planner.views.settings.form_tools import filled_rows, spared
from planner.views.settings.sentences import asked, cell_name, rule_sentence
from planner.views.site import labels, wording, workspace

Given = MultiDict[str, str] | None
Column = tuple[Any, Callable[[Any], str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of rows: `noun` as storage names it, `path` as addresses do."""

    noun: str
    path: str
    title: Any
    new: Any
    record: type[Any]
    form: type[Any]
    why: Any  # a sentence on what belongs here
    columns: tuple[Column, ...] = ()
    says: Callable[[Any], str] | None = None  # a row in words, under its name
    facet: str = ""  # the filter that shows what a row counts
    ordered: bool = True

    @property
    def rows(self) -> tuple[Any, ...]:
        """The records of this kind, in their order."""
        found: tuple[Any, ...] = getattr(workspace(), self.noun)
        return found

    @property
    def can_rest(self) -> bool:
        """Whether rows are archived."""
        return self.noun in DIMENSIONS

    def key(self, record: Any) -> str:
        """Return what a row is named by."""
        return key_of(record)

    def name(self, record: Any) -> str:
        """Return a row's name for people."""
        return name_of(record)


def name_of(record: Any) -> str:
    """Return what people call a row."""
    match record:
        case model.CoverageTarget():
            return cell_name(record)
        case model.SegmentOverlap():
            return f"{labels().of('segment', record.a)} → {labels().of('segment', record.b)}"
        case model.FrequencyRule() | model.Campaign():
            return record.name or key_of(record)
    name: str = record.name.text(wording().language) or record.slug
    return name


def _number(name: str) -> Callable[[Any], str]:
    return lambda row: "–" if getattr(row, name) is None else wording().number(getattr(row, name))


def _day(name: str) -> Callable[[Any], str]:
    return lambda row: wording().day(getattr(row, name), "d MMM y") if getattr(row, name) else "–"


def _of(noun: str) -> Callable[[Any], str]:
    return lambda row: labels().of(noun, getattr(row, noun)) or "–"


def _goal(row: model.Kpi) -> str:
    goal = "–" if row.target is None else f"{wording().number(row.target)} {row.unit}".strip()
    return f"{goal} ({wording().text('it flatters only')})" if row.vanity else goal


KINDS: dict[str, Kind] = {
    kind.path: kind
    for kind in (
        Kind(noun="segments", path="segments", title=lazy("Segments"), new=lazy("New segment"), record=model.Segment,
             form=questions.SegmentForm, facet="segment",
             why=lazy("The groups of people you serve. Each has its own gaps and its own limit on contacts."),
             columns=((lazy("People"), _number("size")), (lazy("Priority"), _number("priority")))),
        Kind(noun="stages", path="stages", title=lazy("Stages"), new=lazy("New stage"), record=model.Stage,
             form=questions.StageForm, facet="stage",
             why=lazy("The customer life cycle: how far the relation with a person is."),
             columns=((lazy("Weight"), _number("weight")),)),
        Kind(noun="phases", path="phases", title=lazy("Phases"), new=lazy("New phase"), record=model.Phase,
             form=questions.PhaseForm, facet="phase",
             why=lazy("The buying journey: how far this purchase is."),
             columns=((lazy("Weight"), _number("weight")),)),
        Kind(noun="channels", path="channels", title=lazy("Channels"), new=lazy("New channel"), record=model.Channel,
             form=questions.ChannelForm, facet="channel",
             why=lazy("Where content meets people, how hard it presses and how much fits."),
             columns=((lazy("Pressure"), _number("pressure")), (lazy("A week"), _number("weekly_capacity")))),
        Kind(noun="formats", path="formats", title=lazy("Formats"), new=lazy("New format"), record=model.Format,
             form=questions.FormatForm, facet="format",
             why=lazy("The kinds of content you make, and the hours one takes."),
             columns=((lazy("Hours"), _number("effort_hours")), (lazy("Review, days"), _number("review_after_days")))),
        Kind(noun="campaigns", path="campaigns", title=lazy("Campaigns"), new=lazy("New campaign"),
             record=model.Campaign, form=questions.CampaignForm, facet="campaign",
             why=lazy("Work over several channels that belongs together."),
             columns=((lazy("First day"), _day("start")), (lazy("Last day"), _day("end")))),
        Kind(noun="overlaps", path="overlaps", title=lazy("Overlaps"), new=lazy("New overlap"), ordered=False,
             record=model.SegmentOverlap, form=questions.OverlapForm,
             why=lazy("People who are in two segments get what both are sent; say how many they are."),
             columns=((lazy("Share"), lambda row: wording().percent(row.share)),)),
        Kind(noun="coverage_targets", path="targets", title=lazy("Targets"), new=lazy("New target"),
             record=model.CoverageTarget, form=questions.TargetForm,
             why=lazy("How much content a cell should have. Without a target nothing can be missing."),
             columns=((lazy("Asks"), asked),)),
        Kind(noun="frequency_rules", path="rules", title=lazy("Rules of contact"), new=lazy("New rule"),
             record=model.FrequencyRule, form=questions.RuleForm,
             why=lazy("How often a segment may hear from you, and how often it should."),
            says=rule_sentence,),
        Kind(noun="touchpoints", path="touchpoints", title=lazy("Touchpoints"), new=lazy("New touchpoint"),
             record=model.Touchpoint, form=questions.TouchpointForm,
             why=lazy("Moments at which a person meets you with a question of their own."),
             columns=((lazy("Segment"), _of("segment")), (lazy("Stage"), _of("stage")), (lazy("Phase"), _of("phase")),
                      (lazy("Answered by"), lambda row: wording().number(len(row.items), 0)))),
        Kind(noun="kpis", path="kpis", title=lazy("KPIs"), new=lazy("New KPI"), record=model.Kpi,
             form=questions.KpiForm,
             why=lazy("What tells whether content works, and what it should reach. Count conversions, not likes."),
             columns=((lazy("Tells of"), lambda row: str(questions.FAMILY[row.family])),
                      (lazy("Measured of"), lambda row: str(questions.LEVEL[row.level])),
                      (lazy("Should reach"), _goal), (lazy("Better"), lambda row: str(questions.BETTER[row.better])))),
    )
}  # fmt: skip


def blank(kind: Kind, given: Given = None) -> Any:
    """Return an empty record of a kind; `given` may name its cell."""
    if kind.record is model.CoverageTarget:
        asked_for = given or MultiDict[str, str]()
        said: dict[str, Any] = {name: asked_for.get(name) or None for name in ("segment", "stage", "phase", "channel")}
        return model.CoverageTarget(**said, minimum=1.0)
    if kind.record is model.FrequencyRule:
        return model.FrequencyRule(name="")
    if kind.record is model.SegmentOverlap:
        return model.SegmentOverlap(a="", b="", share=0.0)
    return kind.record(slug="")


def form_of(kind: Kind, record: Any, given: Given = None) -> Any:
    """Return the form of a record, filled with what was `given`, else with the record itself."""
    space, names = workspace(), labels()
    flat = _flat(record)
    made = kind.form
    if made is questions.SegmentForm:
        made = questions.segment_form(space, names, record.reach)
    form = made(given, data=flat)
    questions.offer_all(form, space, names)
    if given is None:
        for name in ("contact_free", "capacity_exceptions"):
            if name in form:
                spared(form[name])
    return form


def _flat(record: Any) -> dict[str, Any]:
    """Return what the fields of a form show of a record."""
    flat = {field.name: getattr(record, field.name) for field in fields(record)}
    for name in ("name", "short"):
        if isinstance(flat.get(name), model.Label):
            label = flat.pop(name)
            flat |= {f"{name}_en": label.en, f"{name}_nl": label.nl}
    match record:
        case model.Segment():
            flat |= {f"{questions.REACH}{slug}": share for slug, share in record.reach.items()}
        case model.Channel():
            flat |= asdict(record.rules)
        case model.FrequencyRule():
            kind, _, days = record.window.partition(":")
            flat |= {"span": "days" if days else kind, "days": int(days) if days else 7}
    return flat


def built(record: Any, form: Any) -> Any:
    """Return the record as a valid form says it."""
    said = {f.name: form[f.name].data for f in fields(record) if f.name in form}
    for name in ("name", "short"):
        if f"{name}_en" in form:
            said[name] = model.Label(form[f"{name}_en"].data, form[f"{name}_nl"].data)
    for name in ("channels", "derivable_from", "formats", "needs"):
        if name in form:
            said[name] = _ticked(form[name])
    match record:
        case model.Segment():
            said |= {"reach": _reach(record, form), "contact_free": tuple(
                model.Period(row.start.data, row.until.data) for row in filled_rows(form.contact_free))}  # fmt: skip
        case model.Channel():
            rules = {name: form[name].data for name in ("title_max", "text_max")}
            rules |= {name: said.pop(name) for name in ("formats", "needs")}
            said["rules"] = model.ChannelRules(**rules)
            said["capacity_exceptions"] = tuple(
                model.CapacityException(start=row.start.data, until=row.until.data, capacity=row.capacity.data)
                for row in filled_rows(form.capacity_exceptions)
            )
        case model.FrequencyRule():
            said["window"] = form.window()
    if "slug" in said:
        said["slug"] = said["slug"] or record.slug or _new_slug(record, form)
    return replace(record, **said)


def _ticked(field: Any) -> tuple[str, ...]:
    """Return what is ticked: what was before in the order it had, the rest in the order of the page."""
    ticked, before = field.data or (), tuple(field.object_data or ())
    shown = [value for value, *_name in field.choices]
    return tuple(dict.fromkeys(value for value in (*before, *shown) if value in ticked))


def _reach(record: model.Segment, form: Any) -> dict[str, float]:
    shares = {field.short_name.removeprefix(questions.REACH): field.data
              for field in form if field.short_name.startswith(questions.REACH)}  # fmt: skip
    return {slug: share for slug, share in shares.items() if share is not None}


def _new_slug(record: Any, form: Any) -> str:
    kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record))
    name = form.name.data if "name" in form else form.name_en.data or form.name_nl.data
    return unique_slug(name, {row.slug for row in kind.rows}, otherwise=kind.path.removesuffix("s"))
