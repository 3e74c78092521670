"""Which rows of an import are the same item, and which item that is here.

An item is known by `id`, else `url`, else its source: the path of a Markdown file, for a line of a sheet the file
name with the title. A placement is known by its `uid`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import TypeVar

from planner.core.parse import N_, Refused
from planner.core.rows import ItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An item that is here, as far as it takes to recognise it.

    `titled` are the (source, title) by which lines of sheets found it, `loosely` those of lines that had an id or an
    address besides: they count where no other item goes by that title.
    """

    id: str
    url: str = ""
    source: str = ""
    title: str = ""
    uids: tuple[str, ...] = ()
    titled: tuple[tuple[str, str], ...] = ()
    loosely: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    named: bool = False  # its source gave the id


@dataclass(frozen=True, slots=True)
class Line:
    """What recognises a row, and its number among the rows; the row itself may lie elsewhere meanwhile."""

    number: int
    source: str
    sheet: bool
    id: str | None
    url: str
    title: str
    title_key: str
    stem: str
    uids: tuple[str, ...]


def lines_of(rows: Iterable[ItemRow]) -> list[Line]:
    """Return the lines of rows; what most of them share is shared."""
    return [
        Line(
            number=number, source=intern(row.source), sheet=row.sheet, id=row.id, url=row.url,
            title=str(row.fields.get("title") or ""), title_key=row.title_key, stem=intern(row.stem),
            uids=tuple(one.uid for one in row.placements if one.uid is not None),
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip


@dataclass(slots=True, eq=False)
class Group:
    """The lines that are one item; `id` is the one it has here or gave itself, None for a new one without."""

    id: str | None = None
    here: bool = False
    named: bool = False
    url: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The first title that a line gives it."""
        return next((line.title for line in self.lines if line.title), "")


def title_key(title: str) -> str:
    """Return a title as it is compared: NFKC, without case, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def url_key(url: str) -> str:
    """Return an address as it is compared: without the last slash."""
    return url.rstrip("/")


@dataclass(slots=True)
class Index:
    """Every way to find a group; what comes later never takes a way that is in use."""

    by_id: dict[str, Group] = field(default_factory=dict)
    by_url: dict[str, Group] = field(default_factory=dict)
    by_uid: dict[str, Group] = field(default_factory=dict)
    by_source: dict[str, Group] = field(default_factory=dict)
    by_title: dict[tuple[str, str], Group] = field(default_factory=dict)
    said_urls: dict[str, Group] = field(default_factory=dict)
    said_titles: dict[tuple[str, str], Group] = field(default_factory=dict)

    def know(self, item: Known) -> Group:
        """Add an item that is here and return its group."""
        group = Group(id=item.id, here=True, named=item.named, url=item.url)
        self.by_id[item.id] = group
        for uid in item.uids:
            self.by_uid[uid] = group
        for source in (item.source, *item.sources):
            self.by_source.setdefault(source, group)
        own = [] if item.source in item.sources else [(item.source, title_key(item.title))]
        self.ways(group, url=item.url, titles=[*own, *item.titled])
        return group

    def ways(self, group: Group, *, url: str, titles: Iterable[tuple[str, str]]) -> None:
        """Let a group be found by address and titles too; of two with one title, the one that no id sets apart."""
        if url and (url_key(url) not in self.by_url or (self.by_url[url_key(url)].named and not group.named)):
            self.by_url[url_key(url)] = group
        for key in titles:
            if all(key) and (key not in self.by_title or (self.by_title[key].named and not group.named)):
                self.by_title[key] = group

    def find(self, row: Line) -> Group | None:
        """Return the group a row belongs to, None where it begins a new one."""
        if row.id is not None:
            found = self.by_id.get(row.id)
            return found or self._by_place(row)
        for uid in row.uids:
            if uid in self.by_uid:
                return self.by_uid[uid]
        found = _best(self.by_url, self.said_urls, url_key(row.url)) if row.url else None
        return found or self._by_place(row)

    def _by_place(self, row: Line) -> Group | None:
        """Find by source, unless id or address say that it is another item."""
        found = (
            _best(self.by_title, self.said_titles, (row.source, row.title_key))
            if row.sheet
            else self.by_source.get(row.source)
        )
        if found is None or not row.sheet:
            return found
        other_id = row.id is not None and (found.named or not found.here)
        other_url = bool(row.url and found.url and url_key(row.url) != url_key(found.url))
        return None if other_id or other_url else found

    def add(self, row: Line, group: Group | None) -> Group:
        """Put a line with the group that was found for it, else with a new one."""
        if group is None:
            group = Group(id=row.id, named=row.id is not None)
            if row.id is not None:
                self.by_id[row.id] = group
        group.lines.append(row)
        group.named = group.named or row.id is not None
        group.url = group.url or row.url
        for uid in row.uids:
            self.by_uid.setdefault(uid, group)
        if not row.sheet:
            self.by_source.setdefault(row.source, group)
        titles = [(row.source, row.title_key)] if row.sheet else []
        self.ways(group, url=row.url, titles=titles)
        for key in titles:
            self.said_titles.setdefault(key, group)
        if row.url:
            self.said_urls.setdefault(url_key(row.url), group)
        return group


Key = TypeVar("Key")
RefusedLine = tuple[Line, str, str, Refused]  # with column, value and reason


def _best(here: Mapping[Key, Group], said: Mapping[Key, Group], key: Key) -> Group | None:
    """Find by address or title: what no id sets apart, else what this import called so first, else what is here."""
    found = here.get(key)
    return found if found is not None and not found.named else said.get(key, found)


def grouped(lines: Sequence[Line], known: Iterable[Known]) -> tuple[list[Group], list[RefusedLine]]:
    """Return the groups that lines make with the items that are here, in order of their first rows, and refused ones.

    Two Markdown files that call themselves the same item are a copy with its head: the later one is refused. So is a
    row whose uid belongs to a placement of another item.
    """
    index = Index()
    for item, here in [(item, index.know(item)) for item in known]:
        index.ways(here, url="", titles=item.loosely)
    groups: dict[int, Group] = {}
    refused: list[RefusedLine] = []
    for line in sorted(lines, key=lambda one: one.id is None):  # those that say who they are come first
        group = index.find(line)
        fault = _fault(line, group, index)
        if fault is not None:
            refused.append((line, *fault))
        else:
            joined = index.add(line, group)
            groups[id(joined)] = joined
    for joined in groups.values():
        joined.lines.sort(key=lambda one: one.number)
    found = sorted(groups.values(), key=lambda group: group.lines[0].number)
    named = [group for group in found if group.here or group.title]
    nameless = [line for group in found if not group.here and not group.title for line in group.lines]
    why = Refused(N_("There is no such item here yet; give the row a title."))
    return named, [*refused, *((line, "title", "", why) for line in nameless)]


def _fault(line: Line, group: Group | None, index: Index) -> tuple[str, str, Refused] | None:
    """Return column, value and reason where a line cannot be taken."""
    for uid in line.uids:
        owner = index.by_uid.get(uid)
        if owner is not None and owner is not group:
            return "uid", uid, Refused(N_("This uid belongs to a placement of the item %(id)s."), id=owner.id or "")
    files = [other for other in group.lines if not other.sheet] if group and not line.sheet else []
    if files and files[0].source != line.source:
        column, value = ("id", line.id) if line.id is not None else ("url", line.url)
        return column, value, Refused(N_("%(file)s is the same item; give one of the two another %(column)s."),
                                      file=files[0].source, column=column)  # fmt: skip
    return None
