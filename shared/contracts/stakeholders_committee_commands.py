"""The commands about who is on the Coordination Committee: the Chief records them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Elected:
    """``term_id``: of the term that the member holds. ``nationalities``: codes of States."""

    term_id: str
    mandate: str
    nationalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectCommittee:
    """``members``: all of them, but for an outgoing chair, who stays without being elected.

    ``kind``: ``annual`` at the Annual Meeting, ``seat`` for a seat that became free.
    ``corrects``: the election recorded last, which was recorded wrongly.
    """

    election_id: str
    kind: Literal["annual", "seat"]
    elected_on: date
    members: tuple[Elected, ...]
    corrects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateCommitteeChair:
    """``term_id``: of a member. ``election_id`` and ``chair``, by the term: as the page showed."""

    election_id: str
    chair: str | None
    term_id: str
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCommitteeMemberLeft:
    """A member who leaves the Committee and keeps the mandate. ``left_on``: the last day.

    ``election_id``: as the page showed.
    """

    election_id: str
    term_id: str
    left_on: date


Command: TypeAlias = ElectCommittee | DesignateCommitteeChair | RecordCommitteeMemberLeft

TYPES: dict[str, type] = {
    "elect-committee": ElectCommittee,
    "designate-committee-chair": DesignateCommitteeChair,
    "record-committee-member-left": RecordCommitteeMemberLeft,
}
