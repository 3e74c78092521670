"""Sentences for people, in English and Dutch: the core returns kinds and figures, this words them. No Flask."""

from collections.abc import Iterable, Mapping

from planner.core.findings import Finding
from planner.core.model import Workspace
from planner.wording.gaps import gap_sentence
from planner.wording.names import Names
from planner.wording.overload import SENTENCES, overload_sentence
from planner.wording.words import words


def sentence(finding: Finding, names: Names, language: str, titles: Mapping[str, str]) -> str:
    """Return the one plain sentence of a finding in `language`; `titles` are those of items, by id."""
    if finding.kind in SENTENCES:
        return overload_sentence(finding, names, words(language), titles)
    return gap_sentence(finding, names, words(language))


def sentences(
    findings: Iterable[Finding], workspace: Workspace, language: str, titles: Mapping[str, str]
) -> dict[str, str]:
    """Return the sentence of every finding by its key."""
    names = Names(workspace, language)
    return {finding.key: sentence(finding, names, language, titles) for finding in findings}
