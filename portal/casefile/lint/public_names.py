"""The form of a person's name in a public text (procedure.md section 5; R6)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.casefile.lint.rules import Term
from portal.casefile.lint.terms import of_victim
from portal.casefile.submissions.effect import effect
from shared.contracts.intake import Consent

NameForm: TypeAlias = Literal["full", "initials", "none"]
_PROTECTED = ("minor", "sexual_violence")
_PERHAPS = frozenset({"yes", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """``victims``: how each name may stand that may not in full, and why; ``known``: the others."""

    victims: Mapping[Term, tuple[NameForm, str]]
    known: tuple[Term, ...] = ()


def public_name(consent: Consent, *, protected: bool) -> NameForm:
    """Return the form of a name in public (procedure.md section 5).

    A person who may not be named to the authorities is not named where they can read it either.
    ``protected``: a minor, or a victim of sexual violence; only a mandate-holder decides otherwise.
    """
    allowed = effect(consent, protected=protected)
    return allowed.public_name if allowed.named else "none"


def victim_terms(people: Iterable[tuple[str, str | None, Consent]]) -> Names:
    """Return the permitted forms of names.

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


def _protected(details: str | None) -> str | None:
    """Return why a name is never public by itself; free text cannot say that."""
    try:
        written = json.loads(details or "")
    except ValueError:
        return None
    if not isinstance(written, dict):
        return None
    return next((one for one in _PROTECTED if written.get(one) in _PERHAPS), None)
