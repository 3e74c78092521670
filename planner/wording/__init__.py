"""Sentences for people, in English and Dutch: the core returns kinds and figures, this words them. No Flask."""

from collections.abc import Iterable

from planner.core.findings import Finding
from planner.core.model import Workspace
from planner.wording.gaps import gap_sentence
from planner.wording.names import Names
from planner.wording.overload import SENTENCES, overload_sentence
from planner.wording.words import words


def sentence(finding: Finding, names: Names, language: str) -> str:
    """Return the one plain sentence of a finding in `language` ("en" or "nl")."""
    say = overload_sentence if finding.kind in SENTENCES else gap_sentence
    return say(finding, names, words(language))


def sentences(findings: Iterable[Finding], workspace: Workspace, language: str) -> dict[str, str]:
    """Return the sentence of every finding by its key."""
    names = Names(workspace, language)
    return {finding.key: sentence(finding, names, language) for finding in findings}
