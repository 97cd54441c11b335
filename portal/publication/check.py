"""What must not stand in a public text: the terms, and where they are found (R6, R8).

The terms are revealed for this check alone, on record as such. Of victims places in the text come
out of it; what may tell who a source is is never proposed, because that would tell.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.lint.rules import Finding, Term, findings
from portal.lint.terms import of_victim
from portal.publication.rendition import Place
from portal.submissions.effect import effect
from shared.contracts.intake import Consent

NameForm: TypeAlias = Literal["full", "initials", "none"]
_PROTECTED = ("minor", "sexual_violence")
_PERHAPS = frozenset({"yes", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A place that should be redacted, how, and for what reason.

    ``certain``: it is the person's whole name; otherwise it may be somebody else's. ``part_of``:
    the whole name, where it stands in this text too.
    """

    place: Place
    reason: str
    certain: bool = True
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """``victims``: how each name may stand that may not in full, and why; ``known``: the others."""

    victims: Mapping[Term, tuple[NameForm, str]]
    known: tuple[Term, ...] = ()


def public_name(consent: Consent, *, protected: bool) -> NameForm:
    """Return how a name may stand in public (procedure.md section 5).

    Whoever may not be named to the authorities is not named where they can read it either.
    ``protected``: a minor, or a victim of sexual violence; only a mandate-holder decides otherwise.
    """
    allowed = effect(consent, protected=protected)
    return allowed.public_name if allowed.named else "none"


def victim_terms(people: Iterable[tuple[str, str | None, Consent]]) -> Names:
    """Return how names may stand.

    ``people``: id of a victim, what is written of it (None: erased), and what was agreed.
    """
    found: dict[Term, tuple[NameForm, str]] = {}
    known: list[Term] = []
    for victim_id, details, consent in people:
        protected = _protected(details)
        form = public_name(consent, protected=protected is not None)
        terms = of_victim(victim_id, details)
        if form == "full":
            known += terms
        else:
            found.update((term, (form, protected or "no_consent")) for term in terms)
    return Names(victims=found, known=tuple(known))


def proposals(text: str, names: Names) -> list[Proposal]:
    """Return what the check proposes to redact in this text: whole names, then parts of names."""
    forms = {term.subject: value for term, value in names.victims.items()}
    found = findings(text, list(names.victims), names.known)
    whole = {one.subject: text[one.start : one.end] for one in reversed(found) if one.certain}
    proposed: list[Proposal] = []
    for one in sorted(found, key=lambda it: not it.certain):
        form, reason = forms[one.subject]
        proposed.append(
            Proposal(
                place=Place(one.start, one.end, one.certain and form == "initials"),
                reason=reason,
                certain=one.certain,
                part_of="" if one.certain else whole.get(one.subject, ""),
            )
        )
    return proposed


def remaining(
    rendition: str, sources: Sequence[Term], names: Names
) -> tuple[list[Finding], list[Finding]]:
    """Return what still stands in a rendition: of sources also parts of names, and of victims."""
    found = findings(rendition, [*sources, *names.victims], names.known)
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
