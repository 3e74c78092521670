"""Form fields that speak for themselves: each reads what a person typed by the one rule of `core.parse`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from wtforms import BooleanField, Field, Form, HiddenField, SelectField, SelectMultipleField, widgets
from wtforms.validators import ValidationError

from planner.core.model import DEFAULT_EFFORT_HOURS, Dimension
from planner.core.parse import (
    Problem,
    Refused,
    number_text,
    parse_day,
    parse_integer,
    parse_language,
    parse_line,
    parse_number,
    parse_slug,
    parse_text,
    parse_url,
)
from planner.core.values import WHOLE_MAX
from planner.views.site import say

__all__ = ["DEFAULT_EFFORT_HOURS", "BooleanField", "Form", "HiddenField"]


def seen_version() -> int:
    """Return the version a form was made from, so that no save goes unseen over another; 400 without one."""
    version = request.form.get("version", type=int)
    if version is None or not 0 <= version <= WHOLE_MAX:
        abort(400, _("The form does not say which version it was made from, so nothing was saved. Open the page anew."))
    return version


class Typed(Field):
    """Text that `parse` turns into the value; left empty it is `empty`."""

    def __init__(
        self, label: Any, parse: Callable[[str], Any], *, empty: Any = None, show: Callable[[Any], str] = str,
        rows: int = 0, kind: str = "text", needed: str | None = None, **options: Any,
    ) -> None:  # fmt: skip
        widget: Any = widgets.TextArea() if rows else _input(kind)
        given = {"class": "input"} | ({"rows": rows} if rows else {}) | options.pop("render_kw", {})
        super().__init__(label, widget=widget, render_kw=given, **options)
        self.parse, self.empty, self.show, self.needed = parse, empty, show, needed
        self.typed: str | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; a refusal becomes the field's error, and the text stays as typed."""
        if not valuelist:
            return
        self.typed = valuelist[0]
        if self.object_data is not None and self.typed.replace("\r\n", "\n") == self.show(self.object_data):
            self.data = self.object_data  # untouched: kept to the letter, whatever today's rule would make of it
            return
        if not self.typed.strip():
            self.data = self.empty
            return
        try:
            self.data = self.parse(self.typed)
        except Refused as refused:
            self.data = self.empty
            raise ValueError(say(refused)) from None

    def pre_validate(self, form: Any) -> None:
        """Ask for what cannot be left empty."""
        if self.needed and not self.process_errors and self.data == self.empty:
            raise ValidationError(str(self.needed))

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None or self.data == self.empty else self.show(self.data)


def _input(kind: str) -> widgets.TextInput:
    widget = widgets.TextInput()
    widget.input_type = kind
    return widget


def line(label: Any, **options: Any) -> Any:
    """Return a field for one line of text."""
    return Typed(label, parse_line, empty="", **options)


def text(label: Any, *, rows: int = 3, **options: Any) -> Any:
    """Return a field for text of several lines."""
    return Typed(label, parse_text, empty="", rows=rows, **options)


def day(label: Any, **options: Any) -> Any:
    """Return a field for a date."""
    return Typed(label, parse_day, kind="date", show=date.isoformat, **options)


def number(label: Any, least: float, most: float, **options: Any) -> Any:
    """Return a field for a number within bounds."""
    read = partial(parse_number, least=least, most=most)
    return Typed(label, read, show=number_text, render_kw={"inputmode": "decimal"}, **options)


def whole(label: Any, least: int, most: int, **options: Any) -> Any:
    """Return a field for a whole number within bounds."""
    return Typed(label, partial(parse_integer, least=least, most=most), render_kw={"inputmode": "numeric"}, **options)


def address(label: Any, **options: Any) -> Any:
    """Return a field for a web address."""
    return Typed(label, parse_url, empty="", kind="text", render_kw={"inputmode": "url"}, **options)


def several(label: Any, **options: Any) -> Any:
    """Return a field for words separated by `;`, or by commas where there is no `;`."""
    return Typed(label, split, empty=(), show="; ".join, **options)


def split(typed: str) -> tuple[str, ...]:
    """Return the words of a list as a person types it, each once."""
    parts = re.split(r"[;|\n]", typed) if re.search(r"[;|\n]", typed) else typed.split(",")
    return tuple(dict.fromkeys(word for part in parts if (word := parse_line(part))))


def content_language(label: Any, **options: Any) -> Any:
    """Return a field for a language code."""
    return Typed(label, parse_language, **options)


def choice(label: Any, **options: Any) -> Any:
    """Return a field for one of some values, or none; the view gives its `choices`."""
    return SelectField(label, coerce=lambda said: said or None, render_kw={"class": "input"}, **options)


def choices(label: Any, **options: Any) -> Any:
    """Return a field of tick boxes; the view gives its `choices`."""
    return SelectMultipleField(
        label, widget=widgets.ListWidget(prefix_label=False), option_widget=widgets.CheckboxInput(), **options
    )


def offer(field: Any, rows: Iterable[Dimension | Any], name: Callable[[str], str], *, none: Any = "–") -> None:
    """Give a choice the rows of a dimension: archived ones only where one is chosen already."""
    keep = [row.slug for row in rows if not getattr(row, "archived", False) or row.slug == field.data]
    field.choices = [("", none), *((slug, name(slug)) for slug in keep)]


def blame(form: Form, problems: Iterable[Problem]) -> list[str]:
    """Hang problems on the fields they name; return the sentences of the others."""
    rest = []
    for found in problems:
        column = found.column.split(".")[0]
        field = getattr(form, column, None) if column in form else None
        if field is None:
            rest.append(f"{found.column}: {say(found)}" if found.column else say(found))
        elif not field.errors:
            field.errors = [*field.errors, say(found)]
    return rest


def sent(*without: str) -> list[tuple[str, str]]:
    """Return the fields of this request's form, for the form of another page that sends them once more."""
    left_out = {"csrf_token", *without}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]


def said(form: Form, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of the named fields."""
    return {name: form[name].data for name in names}


def percent(label: Any, **options: Any) -> Any:
    """Return a field for a share, which people write as a percentage."""
    return Typed(
        label, lambda typed: parse_number(typed.strip().rstrip("% "), least=0, most=100) / 100,
        show=lambda share: f"{share * 100:.10g}", render_kw={"inputmode": "decimal"}, **options,
    )  # fmt: skip


def slug(label: Any, **options: Any) -> Any:
    """Return a field for the name in addresses and files."""
    return Typed(label, parse_slug, empty="", **options)
