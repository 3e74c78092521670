"""The heads of columns and the keys of front matter: which field each means, in English and Dutch.

The first word of a field is its own name; the earlier a word stands, the more it counts where several heads of one
file mean the same field. What is not here keeps its own name and travels as extra.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.imports.values import key

SYNONYMS: dict[str, str] = {
    "id": "id, item id, content id, item",
    "uid": "uid, placement uid, placement id",
    "title": "title, titel, headline, kop, content title, post title, article title, page title, artikel, post, "
    "naam van het item, contentitem, content item, content piece, paginatitel, article, name, naam",
    "item_title": "item_title, titel item, titel van het item",
    "hook": "hook, topic, subject, onderwerp, thema, theme, idea, idee, description of content, page section, page, "
    "pagina, content idea, post idea, main topic",
    "slug": "slug",
    "summary": "summary, samenvatting, excerpt, description, omschrijving, beschrijving, intro, abstract, teaser, "
    "lead, meta description, subtitle, inleiding",
    "body": "body, content body, inhoud, full text, volledige tekst, markdown",
    "format": "format, formaat, content format, content type, contenttype, type content, soort content, contentvorm, "
    "vorm",
    "type": "type, soort",
    "language": "language, taal, lang, locale, taalcode",
    "status": "status, state, stand, placement status, status plaatsing, staat",
    "item_status": "item_status, status item, content status, contentstatus, productiestatus",
    "owner": "owner, eigenaar, author, authors, auteur, auteurs, verantwoordelijke, responsible, assignee, writer, "
    "schrijver, redacteur, editor, byline, door, who, wie, assigned to",
    "department": "department, afdeling, team, dienst",
    "tags": "tags, tag, labels, label, categories, category, categorie, categorieen, rubriek, rubrieken",
    "url": "url, permalink, webadres, web address, page url, canonical, adres, live url, published url",
    "effort_hours": "effort_hours, effort, inspanning, uren, hours, effort in hours, werk in uren, estimated hours",
    "quality": "quality, kwaliteit, kwaliteitsscore, quality score",
    "campaign": "campaign, campagne, campaign name, campagnenaam",
    "brief": "brief, briefing, opdracht",
    "key_message": "key_message, kernboodschap, boodschap, message, main message, hoofdboodschap",
    "keywords": "keywords, keyword, trefwoorden, trefwoord, zoekwoorden, zoekwoord, zoektermen, focus keyword, "
    "seo keyword",
    "image": "image, afbeelding, beeld, visual, foto, picture, image url, cover, cover image, featured image, "
    "thumbnail",
    "image_alt": "image_alt, alt, alt text, alt tekst, alttekst, image alt text, beeldbeschrijving, alternatieve tekst",
    "due_on": "due_on, due, due date, deadline, vervaldatum taak, inleverdatum, opleverdatum, klaar op",
    "published_on": "published_on, publication date, publicatiedatum, publish date, published date, date published, "
    "pubdate, gepubliceerd op, datum publicatie, live date, live datum, go live",
    "published": "published, gepubliceerd",
    "review_on": "review_on, review date, nazichtdatum, herzien op, reviewdatum, next review, te herzien op",
    "expires_on": "expires_on, expires, expiry, expiry date, expiration date, vervaldatum, vervalt op, verloopt op",
    "derived_from": "derived_from, afgeleid van, based on, gebaseerd op",
    "translation_of": "translation_of, vertaling van, translates",
    "verdict": "verdict, oordeel, audit verdict, beoordeling",
    "rot": "rot, rot flags",
    "draft": "draft, concept, is draft",
    "path": "path, pad",
    "segments": "segments, segment, segmenten, doelgroep, doelgroepen, persona, personas, audience, audiences, "
    "target audience, target group, target, publiek, klantsegment",
    "narrowed_segments": "narrowed_segments",
    "stages": "stages, stage, levensfase, levensfasen, lifecycle stage, life cycle stage, customer stage, klantfase, "
    "funnel stage, funnelfase, funnel, fase klant, lifecycle",
    "phases": "phases, phase, fase, fasen, fases, aankoopfase, aankoopfasen, buying phase, buyer stage, buying stage, "
    "journey phase, buyers journey, customer journey, journey stage, koopfase, klantreis",
    "map": "map, mapping, mappings, kaart",
    "placements": "placements, plaatsingen",
    "channel": "channel, kanaal, channels, kanalen, platform, medium, social channel, network, netwerk, "
    "publicatiekanaal",
    "date": "date, datum, day, dag, when, wanneer, planned date, geplande datum, post date, send date, verzenddatum, "
    "plaatsingsdatum, publish on, scheduled date, scheduled, start date, startdatum, week start, week of, weekstart",
    "on": "on, op",
    "at": "at, date time, datetime, datum en tijd, tijdstip, scheduled at",
    "time": "time, tijd, uur, hour, post time, publicatietijd, verzendtijd",
    "week": "week, weeknummer, week number, week nr, weeknr, iso week, kalenderweek, calendar week",
    "until": "until, tot, tot en met, end, einde, end date, einddatum, t/m",
    "text": "text, tekst, copy, caption, post text, posttekst, bijschrift, bericht",
    "call_to_action": "call_to_action, cta, call to action, oproep, actie",
    "link": "link, koppeling, hyperlink, landing page, landingspagina, destination url",
    "priority": "priority, prioriteit, prio",
    "service": "service, servicebericht, service message, dienstbericht",
    "series": "series, reeks",
}

_WORDS: dict[str, tuple[str, int]] = {}
for _field, _words in SYNONYMS.items():
    for _rank, _word in enumerate(re.split(r",\s*", _words)):
        _WORDS.setdefault(key(_word), (_field, _rank))
FIELDS = tuple(SYNONYMS)
LEAVE_OUT = ""
# What an export of the content list says beside the fields: planner works it out itself.
for _name in ("placement_count", "mapping_count", "next_placement", "leverage", "source_path"):
    _WORDS[key(_name)] = (LEAVE_OUT, 0)
_LANGUAGE_TAIL = re.compile(r"(.+?)[\s_\-(.]+(en|nl|fr|de|zh|es)\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A head, the field it means (None = not recognised, "" = left out on purpose) and how much it counts."""

    text: str
    field: str | None
    rank: int = 0


def head(text: str, columns: Mapping[str, str] | None = None) -> Head:
    """Return what a head means; `columns` (head's key -> field, "" = leave out) goes before our own words."""
    said = (columns or {}).get(key(text))
    if said is not None:
        return Head(text, said, -1)
    found = _WORDS.get(key(text))
    return Head(text, *found) if found else Head(text, None)


def heads(texts: Iterable[str], columns: Mapping[str, str] | None = None, language: str = "en") -> tuple[Head, ...]:
    """Return what each head of a sheet means.

    `title_en`, `title_zh` stand for the title where no plain one does: the workspace's own language first.
    """
    found = [head(text, columns) if text.strip() else Head("", LEAVE_OUT) for text in texts]
    plain = {one.field for one in found if one.field}
    for index, one in enumerate(found):
        tail = _LANGUAGE_TAIL.fullmatch(one.text.strip()) if one.field is None else None
        meant = head(tail[1]) if tail else None
        if tail and meant and meant.field in ("title", "summary", "body", "text") and meant.field not in plain:
            order = {language[:2]: 10, "en": 11}.get(tail[2].lower(), 12)
            found[index] = Head(one.text, meant.field, order)
    return tuple(found)
