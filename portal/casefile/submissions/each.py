"""Each person and their present consent, for the pages of sources, with or without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.casefile.submissions.texts import Who, people
from portal.casefile.submissions.victims import SCOPES, Standing
from shared.contracts.intake import ConsentScope

MOST = 100
"""Persons that a page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A victim's present consent: scope → yes or no."""

    who: Who
    given: Mapping[ConsentScope, bool]


def each_of(victims: Sequence[Standing]) -> list[Line]:
    """Return the first of these persons. Ask who is looking before."""
    return [
        Line(who=who, given={one: getattr(who.consent, one) != "no" for one in SCOPES})
        for who in people(victims[:MOST])
    ]
