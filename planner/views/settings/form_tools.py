"""What the forms of the settings share: lists of small forms, problems beside their field, and the fields in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FieldList, FormField, SelectField, SelectMultipleField
from wtforms import Form as Base

from planner.core.parse import Problem
from planner.views.lost import Difference
from planner.views.site import say

SPARE = 2  # empty rows behind a list, for what a person wants to add


def spared(rows: Any) -> None:
    """Put empty rows behind a list of small forms."""
    for _row in range(SPARE):
        rows.append_entry()


def filled_rows(rows: Any) -> list[Any]:
    """Return the small forms of a list in which a person wrote something."""
    return [entry.form for entry in rows if any(_is_filled(field) for field in entry.form)]


def _is_filled(field: Field) -> bool:
    return bool(getattr(field, "typed", None) or field.data not in (None, "", (), []))


def hang(form: Base, problems: Iterable[Problem]) -> list[str]:
    """Hang problems on the fields they are about, those in lists of small forms too; return the other sentences."""
    rest = []
    for problem in problems:
        field = _field_of(form, problem)
        if field is None:
            rest.append(say(problem))
        elif not field.errors:
            field.errors = [*field.errors, say(problem)]
    return rest


def _field_of(form: Base, problem: Problem) -> Any:
    listed = re.fullmatch(r"(\w+)\[(\d+)\]\.?(\w*)", problem.where)
    if listed and listed[1] in form and isinstance(form[listed[1]], FieldList):
        rows = filled_rows(form[listed[1]])
        if int(listed[2]) < len(rows):
            small = rows[int(listed[2])]
            return small[listed[3]] if listed[3] in small else list(small)[-1]
    parts = re.findall(r"\w+", f"{problem.where}.{problem.column}")
    names = (problem.where.replace(".", "_"), problem.column, *parts)
    return next((form[name] for name in names if name in form), None)


def differences(theirs: Base, yours: Base) -> list[Difference]:
    """Return the fields in which two forms of the same record differ, in words."""
    one, other = dict(told(theirs)), dict(told(yours))
    return [
        Difference(name, one.get(name, ""), other.get(name, ""))
        for name in dict.fromkeys([*one, *other])
        if one.get(name, "") != other.get(name, "")
    ]


def told(form: Base) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of every field that says something."""
    for field in form:
        if isinstance(field, FieldList):
            rows = [", ".join(text for _name, text in told(row)) for row in filled_rows(field)]
            text = "\n".join(rows)
        else:
            text = _text(field)
        if text:
            yield str(field.label.text), text


def _text(field: Any) -> str:
    if isinstance(field, FormField):
        return ", ".join(text for _name, text in told(field.form))
    if isinstance(field, BooleanField):
        return str(_("yes") if field.data else _("no"))
    if isinstance(field, SelectMultipleField):
        return ", ".join(str(one[1]) for one in field.choices or () if one[0] in (field.data or ()))
    if isinstance(field, SelectField):
        return next((str(one[1]) for one in field.choices or () if one[0] == (field.data or "")), "")
    return str(field._value())
