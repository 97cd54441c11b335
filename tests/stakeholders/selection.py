"""People and facts that the specifications of a selection begin from."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.contracts.stakeholders import (
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CallClosed,
    CallForCandidaturesIssued,
    CandidateScored,
    ConflictDeclared,
    EligibilityScreened,
    PanelEstablished,
    Ranked,
    ReviewClosed,
    Seat,
    SelectionFact,
    ShortlistAdopted,
    VacancyDeclared,
)
from shared.contracts.stakeholders_calls import CallRules
from shared.contracts.stakeholders_letters import ReferenceLetter
from shared.contracts.stakeholders_onward import SeatFilled
from shared.contracts.stakeholders_recusal import MemberRecused, NoConflictDeclared
from shared.contracts.stakeholders_review import (
    PreferencesOpened,
    PreferencesSubmitted,
    Rules,
    Scored,
    Sheet,
    commitment_of,
)
from shared.contracts.stakeholders_review_commands import Opening, SubmitPreferences
from shared.contracts.stakeholders_screening import Grounds, NotEligibleProposed
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference import CRITERIA

VACANCY_ID = "0b7e1d3c-0000-4000-8000-000000000001"
MANDATE = "sr-torture"
CLOSES = AT + timedelta(days=30)
AFTER = CLOSES + timedelta(days=1)
ALL_THREES: Mapping[str, int] = dict.fromkeys(CRITERIA, 3)


def person(actor_id: str, *roles: Role) -> Actor:
    return Actor(actor_id=actor_id, roles=frozenset(roles))


OFFICER = person("officer", Role.SELECTION_OFFICER)
SECOND = person("second", Role.SELECTION_OFFICER)
CHAIR = person("chair", Role.PANEL_CHAIR)
MEMBER = person("member", Role.PANEL_MEMBER)
OTHER = person("other", Role.PANEL_MEMBER)
STRANGER = person("stranger", Role.PANEL_MEMBER)
ANNA = person("anna", Role.CANDIDATE)
BRUNO = person("bruno", Role.CANDIDATE)
NOBODY = person("nobody", Role.COORDINATION_COMMITTEE)

SEATS = (
    Seat(member_id="chair", region="AFR", chair=True),
    Seat(member_id="member", region="APG", chair=False),
    Seat(member_id="other", region="WEOG", chair=False),
)


def sealed(text: str) -> Sealed:
    return Sealed("candidate-x", text)


CRITERIA_RULES = Rules(
    preset="advisory-panel", method="criteria", scale=(), quorum=3, tie_rule="take-all", cut=5
)
RANK_RULES = Rules(
    preset="consultative-group",
    method="rank5",
    scale=(5, 4, 3, 2, 1),
    quorum=3,
    tie_rule="take-all",
    cut=5,
)
NONCE = "0" * 64

DECLARED = VacancyDeclared(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    seat_region=None,
    declared_by="officer",
    declared_at=AT,
)
CALLED = CallForCandidaturesIssued(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    opens_at=AT,
    closes_at=CLOSES,
    rules=CallRules(
        visibility="names", languages=("en", "fr"), minimum_days=42, departure="resignation"
    ),
    issued_by="officer",
    issued_at=AT,
)
CALL_CLOSED = CallClosed(vacancy_id=VACANCY_ID, mandate=MANDATE, closed_by="officer", closed_at=AT)
ESTABLISHED = PanelEstablished(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    seats=SEATS,
    rules=CRITERIA_RULES,
    established_by="officer",
    established_at=AT,
)
FILLED = SeatFilled(
    vacancy_id=VACANCY_ID,
    mandate=MANDATE,
    region="APG",
    member_id="fresh",
    replaces="member",
    chair=False,
    cause="successor",
    ends_on=None,
    filled_by="officer",
    filled_at=AFTER,
)
"""A successor of the member on the panel's second seat."""
REVIEWED = ReviewClosed(
    vacancy_id=VACANCY_ID, mandate=MANDATE, members=3, closed_by="chair", closed_at=AFTER
)


def applied(
    candidate_id: str, applicant_id: str | None = None, **changed: Any
) -> ApplicationSubmitted:
    fields: dict[str, Any] = {
        "vacancy_id": VACANCY_ID,
        "candidate_id": candidate_id,
        "applicant_id": applicant_id or f"applicant-{candidate_id}"[:36],
        "name": sealed("name"),
        "motivation": sealed("motivation"),
        "form": None,
        "letters": (),
        "nationality": "FRA",
        "gender": "female",
        "region": "WEOG",
        "submitted_at": AT,
    }
    return ApplicationSubmitted(**{**fields, **changed})


def letter(letter_id: str = "l-1") -> ReferenceLetter:
    return ReferenceLetter(
        letter_id=letter_id,
        object_name=f"object of {letter_id}",
        sha256="a" * 64,
        size=1024,
        media_type="application/pdf",
        scanned="clean",
        details=sealed("details"),
    )


GROUNDS = Grounds(version=1, codes=("government_decision_maker",))


def proposed(candidate_id: str, proposal: int = 1, by: str = "officer") -> NotEligibleProposed:
    """A "no" that waits for the second officer."""
    return NotEligibleProposed(
        vacancy_id=VACANCY_ID,
        candidate_id=candidate_id,
        proposal=proposal,
        reason=sealed("a minister"),
        grounds=GROUNDS,
        proposed_by=by,
        proposed_at=AT,
    )


def screened(
    candidate_id: str, *, eligible: bool = True, reason: Sealed | None = None, by: str = "officer"
) -> EligibilityScreened:
    return EligibilityScreened(
        vacancy_id=VACANCY_ID,
        candidate_id=candidate_id,
        eligible=eligible,
        reason=reason,
        grounds=None if eligible else GROUNDS,
        screened_by=by,
        screened_at=AT,
    )


def withdrawn(candidate_id: str, *, listed: bool = True) -> ApplicationWithdrawn:
    return ApplicationWithdrawn(
        vacancy_id=VACANCY_ID,
        candidate_id=candidate_id,
        listed=listed,
        withdrawn_at=AFTER if listed else AT,
    )


def conflicted(candidate_id: str, member_id: str) -> ConflictDeclared:
    return ConflictDeclared(
        vacancy_id=VACANCY_ID, candidate_id=candidate_id, member_id=member_id, declared_at=AFTER
    )


def disclosed(
    member_id: str, *candidate_ids: str, nationalities: tuple[str, ...] = ("CHE",)
) -> NoConflictDeclared:
    return NoConflictDeclared(
        vacancy_id=VACANCY_ID,
        member_id=member_id,
        candidate_ids=tuple(sorted(candidate_ids)),
        nationalities=nationalities,
        declared_at=AFTER,
    )


def recused(member_id: str, candidate_id: str, cause: Any = "declared") -> MemberRecused:
    return MemberRecused(
        vacancy_id=VACANCY_ID,
        member_id=member_id,
        cause=cause,
        candidate_id=candidate_id,
        recused_at=AFTER,
    )


def scored(
    candidate_id: str,
    member_id: str,
    scores: Mapping[str, int] = ALL_THREES,
    note: Sealed | None = None,
) -> CandidateScored:
    return CandidateScored(
        vacancy_id=VACANCY_ID,
        candidate_id=candidate_id,
        member_id=member_id,
        scores=scores,
        note=note,
        scored_at=AFTER,
    )


def sheet_of(*candidate_ids: str, value: int = 3, note: Sealed | None = None) -> Sheet:
    """The same score for each candidate."""
    scores = dict.fromkeys(CRITERIA, value)
    return Sheet(
        scored=tuple(Scored(candidate_id=one, scores=scores, note=note) for one in candidate_ids)
    )


def hash_of(member_id: str, sheet: Sheet, version: int = 1) -> str:
    return commitment_of(VACANCY_ID, member_id, 1, version, NONCE, sheet)


def giving(
    member_id: str, *candidate_ids: str, sheet: Sheet | None = None, version: int = 1
) -> SubmitPreferences:
    """What this member asks for who gives threes."""
    return SubmitPreferences(
        vacancy_id=VACANCY_ID,
        version=version,
        commitment=hash_of(member_id, sheet or sheet_of(*candidate_ids), version),
        candidate_ids=candidate_ids,
    )


def submitted(
    member_id: str, *candidate_ids: str, sheet: Sheet | None = None, version: int = 1
) -> PreferencesSubmitted:
    return PreferencesSubmitted(
        vacancy_id=VACANCY_ID,
        member_id=member_id,
        version=version,
        commitment=hash_of(member_id, sheet or sheet_of(*candidate_ids), version),
        candidate_ids=candidate_ids,
        submitted_at=AFTER,
    )


def opening(
    member_id: str, *candidate_ids: str, sheet: Sheet | None = None, version: int = 1
) -> Opening:
    """What the portal kept for the member."""
    given = sheet or sheet_of(*candidate_ids)
    return Opening(member_id=member_id, version=version, nonce=NONCE, sheet=given)


def opened(
    member_id: str, *candidate_ids: str, sheet: Sheet | None = None, version: int = 1
) -> PreferencesOpened:
    given = sheet or sheet_of(*candidate_ids)
    return PreferencesOpened(
        vacancy_id=VACANCY_ID,
        member_id=member_id,
        round=1,
        version=version,
        commitment=hash_of(member_id, given, version),
        nonce=NONCE,
        sheet=given,
        opened_at=AFTER,
    )


def all_submitted(*candidate_ids: str) -> tuple[SelectionFact, ...]:
    return tuple(submitted(seat.member_id, *candidate_ids) for seat in SEATS)


def all_opened(*candidate_ids: str) -> tuple[SelectionFact, ...]:
    return tuple(opened(seat.member_id, *candidate_ids) for seat in SEATS)


def ranked(*candidate_ids: str) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(candidate_id=candidate_id, rank=rank, reason=sealed("because"))
        for rank, candidate_id in enumerate(candidate_ids, 1)
    )


def adopted(*candidate_ids: str) -> ShortlistAdopted:
    return ShortlistAdopted(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        ranking=ranked(*candidate_ids),
        adopted_by="chair",
        adopted_at=AFTER,
    )


def files(*candidate_ids: str) -> tuple[SelectionFact, ...]:
    """Eligible candidates, a call that is out and a panel that sits and has no conflict."""
    return (
        DECLARED,
        CALLED,
        ESTABLISHED,
        *(applied(candidate_id) for candidate_id in candidate_ids),
        *(screened(candidate_id) for candidate_id in candidate_ids),
        *(disclosed(seat.member_id, *candidate_ids) for seat in SEATS if candidate_ids),
    )


def all_scored(*candidate_ids: str) -> tuple[SelectionFact, ...]:
    """Scores in the clear, as they were before preferences were sealed."""
    return tuple(
        scored(candidate_id, seat.member_id) for candidate_id in candidate_ids for seat in SEATS
    )
