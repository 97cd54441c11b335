"""Facts of stakeholders: which entries of the register one organisation became (O10).

They are on the stream of mergers, so that what is one and what is not is decided in one order. A
part that was merged before is set apart by the end of that merger, and an undo is a merger: both
are facts of their own (decision 0071).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from shared.contracts.stakeholders_organisations import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitProposed:
    """The first of two officers says that an organisation is several.

    ``new_ids``: entries that are made for it. ``merged_ids``: entries that were merged into it, and
    are apart again. ``since``: the day in Geneva from which they are several.
    """

    split_id: str
    organisation_id: str
    new_ids: tuple[str, ...]
    merged_ids: tuple[str, ...]
    since: date
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitDropped:
    """It was not confirmed, and the entries that were made for it are not in the register."""

    split_id: str
    new_ids: tuple[str, ...]
    dropped_by: str
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSplit:
    """``part_id`` is an organisation of its own: hidden, with no status, and one fact for each.

    ``new``: its entry was made for this. ``flags``: the risk flags that stood on the organisation,
    which stand on the part as well. ``keeps``: above which visibility it does not go until it asks.
    """

    split_id: str
    organisation_id: str
    part_id: str
    new: bool
    since: date
    flags: tuple[str, ...]
    split_by: str
    split_at: datetime
    keeps: Visibility = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitUndone:
    """The parts are one with the organisation again: the mergers beside this fact say so."""

    split_id: str
    organisation_id: str
    undone_by: str
    undone_at: datetime


Fact: TypeAlias = SplitProposed | SplitDropped | OrganisationSplit | SplitUndone

TYPES: dict[str, type] = {
    "organisation-split-proposed": SplitProposed,
    "organisation-split-dropped": SplitDropped,
    "organisation-split": OrganisationSplit,
    "organisation-split-undone": SplitUndone,
}


def _closed(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "keeps": "closed"}


UPCASTERS = {"organisation-split": (_closed,)}
