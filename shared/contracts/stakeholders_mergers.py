"""Facts of stakeholders: which entries of the register are one organisation (O9).

One stream has all of them, so that an entry is merged once and never into itself by a detour. A
merger is a pointer from one entry to another: nothing else moves, and an undo takes the pointer
away (decision 0068).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from shared.contracts.stakeholders_organisations import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerProposed:
    """The first of two officers says that ``duplicate_id`` is the organisation of ``real_id``."""

    merger_id: str
    duplicate_id: str
    real_id: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerDropped:
    """It was not confirmed."""

    merger_id: str
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsMerged:
    """``closes``: one of them was not public, so what they are now is not until it asks itself.

    ``keeps``: the stricter visibility of both, above which it does not go until then.
    ``flags``: the risk flags that stood on the duplicate, which stand on the real one from now on.
    """

    merger_id: str
    duplicate_id: str
    real_id: str
    closes: bool
    keeps: Visibility
    flags: tuple[str, ...]
    merged_by: str
    merged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergerUndone:
    """The entries are two again. What was hidden stays so.

    ``keeps``: above which visibility the duplicate does not go until it asks: what comes out of a
    sealed organisation is sealed.
    """

    merger_id: str
    duplicate_id: str
    real_id: str
    undone_by: str
    undone_at: datetime
    keeps: Visibility = "closed"


Fact: TypeAlias = MergerProposed | MergerDropped | OrganisationsMerged | MergerUndone

TYPES: dict[str, type] = {
    "organisation-merger-proposed": MergerProposed,
    "organisation-merger-dropped": MergerDropped,
    "organisations-merged": OrganisationsMerged,
    "organisation-merger-undone": MergerUndone,
}


def _as_it_closes(data: dict[str, Any]) -> dict[str, Any]:
    """There were two visibilities."""
    return {**data, "keeps": "closed" if data["closes"] else "public"}


def _closed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "keeps": "closed"}


UPCASTERS = {
    "organisations-merged": (_as_it_closes,),
    "organisation-merger-undone": (_closed,),
}
