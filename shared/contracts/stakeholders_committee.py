"""Facts of stakeholders about who is on the Coordination Committee.

K1 of selection-stakeholders-committee.md section D.3. Members are mandate-holders, known by the
term that they hold. Who they are and their nationalities are public; their names are with their
terms.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """``term_id``: of the term held on the day of the election. ``holder_id``: an account.

    ``nationalities``: codes of States.
    """

    term_id: str
    mandate: str
    holder_id: str | None
    nationalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeElected:
    """The whole Committee from ``elected_on``.

    ``kind``: at the Annual Meeting, or for a seat that became free. ``outgoing_chair``: stays as a
    member beside those elected. ``chair``: the term of who goes on as the chair; None: nobody yet.
    ``corrects``: the election that was recorded wrongly, for which this one stands.
    """

    election_id: str
    kind: Literal["annual", "seat"]
    elected_on: date
    members: tuple[Member, ...]
    outgoing_chair: Member | None
    chair: str | None
    corrects: str | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeChairDesignated:
    """``term_id``: of the member who is the chair from ``from_on``."""

    election_id: str
    term_id: str
    from_on: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeMemberLeft:
    """``left_on``: the last day as a member. ``mandate``: of the member.

    ``reason_code``: one of shared.reference.committee.LEAVING.
    """

    election_id: str
    term_id: str
    mandate: str
    left_on: date
    reason_code: str
    recorded_by: str
    recorded_at: datetime


Fact: TypeAlias = CommitteeElected | CommitteeChairDesignated | CommitteeMemberLeft

TYPES: dict[str, type] = {
    "committee-elected": CommitteeElected,
    "committee-chair-designated": CommitteeChairDesignated,
    "committee-member-left": CommitteeMemberLeft,
}

FEED: Feed = {
    CommitteeElected: Shown(words="Coordination Committee elected"),
    CommitteeChairDesignated: Shown(words="Chair of the Coordination Committee designated"),
    CommitteeMemberLeft: Shown(
        words="A member left the Coordination Committee", mandates="mandate"
    ),
}
