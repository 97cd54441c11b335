"""What must not stand in a public text: the terms, and where they are found (R6, R8).

The terms are revealed for this check alone, on record as such; what comes out of it are places in
the text, never whom they are about.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.lint.rules import Finding, Term, findings
from portal.lint.terms import of_source, of_victim
from portal.publication.rendition import Place
from portal.submissions.effect import effect
from shared.contracts.intake import Consent

NameForm: TypeAlias = Literal["full", "initials", "none"]
_PROTECTED = ("minor", "sexual_violence")
_PERHAPS = frozenset({"yes", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A place that should be redacted, how, and for what reason."""

    place: Place
    reason: str


def public_name(consent: Consent, *, protected: bool) -> NameForm:
    """Return how a name may stand in public (domain.md section 5).

    Whoever may not be named to the authorities is not named where they can read it either.
    ``protected``: a minor, or a victim of sexual violence; only a mandate-holder decides otherwise.
    """
    allowed = effect(consent, protected=protected)
    return allowed.public_name if allowed.named else "none"


def source_terms(identities: Iterable[Mapping[str, str] | None]) -> list[Term]:
    """Return what identifies the sources. None: forgotten."""
    return [term for identity in identities for term in of_source(identity)]


def victim_terms(
    people: Iterable[tuple[str, str | None, Consent]],
) -> dict[Term, tuple[NameForm, str]]:
    """Return each name that may not stand in full: how it may, and the reason.

    ``people``: id of a victim, what is written of it (None: erased), and what was agreed.
    """
    found: dict[Term, tuple[NameForm, str]] = {}
    for victim_id, details, consent in people:
        protected = _protected(details)
        form = public_name(consent, protected=protected is not None)
        if form != "full":
            reason = protected or "no_consent"
            found.update((term, (form, reason)) for term in of_victim(victim_id, details))
    return found


def proposals(
    text: str, sources: Sequence[Term], victims: Mapping[Term, tuple[NameForm, str]]
) -> list[Proposal]:
    """Return what the check proposes to redact in this text."""
    forms = {term.subject: value for term, value in victims.items()}
    proposed: list[Proposal] = []
    for one in findings(text, [*sources, *victims]):
        if one.whose == "source":
            proposed.append(Proposal(place=Place(one.start, one.end), reason="source"))
        else:
            form, reason = forms[one.subject]
            place = Place(one.start, one.end, form == "initials")
            proposed.append(Proposal(place=place, reason=reason))
    return proposed


def remaining(rendition: str, terms: Sequence[Term]) -> tuple[list[Finding], list[Finding]]:
    """Return what certainly still stands in a rendition: of sources, and of victims."""
    found = [one for one in findings(rendition, terms) if one.certain]
    return (
        [one for one in found if one.whose == "source"],
        [one for one in found if one.whose == "victim"],
    )


def _protected(details: str | None) -> str | None:
    """Return why a name never stands in public by itself; free text cannot say."""
    try:
        written = json.loads(details or "")
    except ValueError:
        return None
    if not isinstance(written, dict):
        return None
    return next((one for one in _PROTECTED if written.get(one) in _PERHAPS), None)
