"""A vacant mandate signs nothing: selection-stakeholders-committee.md section C.4, SC2 and SC5."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.approvals.app import react
from services.approvals.authority import AUTHORITY
from services.approvals.communication.commands import DropVacantMandate
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.holding import HOLDING, NoteLife, NoteTerm, on_stakeholders
from services.approvals.statement.decide import STATEMENT
from shared.contracts.approvals_holding import HolderNoted, MandateLifeNoted, VacantMandateDropped
from shared.contracts.stakeholders_contact_points import ContactPointReinstated
from shared.contracts.stakeholders_registry import (
    MandateReestablished,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    Resolution,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import system
from shared.core.message import Sealed
from shared.core.testing import AT, given
from shared.reference.terms import seats_of
from tests.approvals import statements
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISED,
    AWAITING,
    CHIEF,
    CLEARED,
    DECLINE,
    DESK,
    FULL,
    HOLDER,
    ID,
    JOINED,
    LEAD,
    MEMBER,
    ORDERED,
    OTHER,
    OTHER_APPROVE,
    OTHER_APPROVED,
    OTHER_AUTHORISED,
    OTHER_HOLDER,
    PLAIN,
    REVOKE,
    TRANSMIT,
    WITHDRAW,
)
from tests.approvals.test_authority import DELEGATE, DELEGATED, STAND, STANDS

POLICY, CLOCK = system("approvals"), system("clock")
TODAY = AT.date()
DAY = timedelta(days=1)
STARTED = HolderTermStarted(
    term_id="t-1",
    mandate=LEAD,
    seat=None,
    holder=Sealed("term-t-1", "name"),
    holder_id="holder",
    number=1,
    starts_on=date(2024, 8, 1),
    ends_on=date(2027, 7, 31),
    recorded_by="chief",
    recorded_at=AT,
)
NOTED = HolderNoted(
    mandate=LEAD,
    term_id="t-1",
    seat=None,
    holder_id="holder",
    starts_on=STARTED.starts_on,
    last=STARTED.ends_on,
    noted_at=AT,
)
ENDED = HolderTermEnded(
    term_id="t-1",
    mandate=LEAD,
    ended_on=TODAY - DAY,
    reason_code="resigned",
    recorded_by="chief",
    recorded_at=AT,
)
OVER = replace(NOTED, last=TODAY - DAY)
SUCCESSOR = replace(
    NOTED, term_id="t-2", holder_id="successor", starts_on=TODAY, last=TODAY + 900 * DAY
)
GROUP = tuple(
    replace(NOTED, mandate=OTHER, term_id=f"s-{seat}", seat=seat, holder_id=f"member-{seat}")
    for seat in seats_of(OTHER)
)
GROUP_OVER = tuple(replace(one, last=TODAY - DAY) for one in GROUP)
CHAIR = replace(GROUP[0], holder_id=OTHER_HOLDER.actor_id)
DELEGATES = replace(GROUP[1], holder_id=MEMBER.actor_id)
TEXT = Resolution(symbol="A/HRC/RES/58/13", adopted_on=TODAY, paragraph=1, months=None, votes=None)
BY: Any = {"resolution": TEXT, "recorded_by": "chief", "recorded_at": AT}
LIFE = MandateLifeNoted(
    mandate=LEAD, transmits_until=TODAY, signs_until=TODAY + 14 * DAY, noted_at=AT
)
DROP = DropVacantMandate(communication_id=ID, mandate=OTHER)
DROPPED = VacantMandateDropped(communication_id=ID, mandate=OTHER, since=TODAY, dropped_at=AT)


# --- noting -------------------------------------------------------------------------------------


def test_a_term_is_noted_once_and_each_end_of_it() -> None:
    start, end = NoteTerm(of=STARTED), NoteTerm(of=ENDED)
    given(HOLDING).when(start, by=POLICY).then(NOTED)
    given(HOLDING, NOTED).when(start, by=POLICY).then_nothing()
    given(HOLDING, NOTED).when(end, by=POLICY).then(OVER)
    given(HOLDING, NOTED, OVER).when(end, by=POLICY).then(OVER)
    given(HOLDING).when(end, by=POLICY).then_nothing()


@pytest.mark.parametrize(
    ("fact", "transmits", "signs"),
    [
        (MandateRenewed(mandate=LEAD, until=TODAY, **BY), TODAY, TODAY + 14 * DAY),
        (MandateReestablished(mandate=LEAD, until=TODAY, **BY), TODAY, TODAY + 14 * DAY),
        (MandateTerminated(mandate=LEAD, ended_on=TODAY, custody=(), **BY), TODAY, TODAY),
        (MandatesMerged(mandate=LEAD, into=OTHER, ended_on=TODAY, custody=(), **BY), TODAY, TODAY),
    ],
)
def test_the_last_days_of_a_mandate_are_noted_each_time(
    fact: Any, transmits: date, signs: date
) -> None:
    assert on_stakeholders(fact) == [NoteLife(of=fact)]
    noted = replace(LIFE, transmits_until=transmits, signs_until=signs)
    given(HOLDING).when(NoteLife(of=fact), by=POLICY).then(noted)
    given(HOLDING, noted).when(NoteLife(of=fact), by=POLICY).then(noted)


def test_an_open_ended_mandate_has_no_last_day() -> None:
    fact = MandateRenewed(mandate=LEAD, until=None, **BY)
    noted = replace(LIFE, transmits_until=None, signs_until=None)
    for history in ((), (LIFE,)):
        given(HOLDING, *history).when(NoteLife(of=fact), by=POLICY).then(noted)


def test_nothing_else_of_stakeholders_is_noted() -> None:
    assert react(STARTED) == on_stakeholders(STARTED) == [NoteTerm(of=STARTED)]
    other = ContactPointReinstated(organisation_id="o", reinstated_by="c", reinstated_at=AT)
    assert on_stakeholders(other) == []


# --- the right to decide ------------------------------------------------------------------------


def test_the_right_to_approve_is_gone_on_the_day_after_the_term() -> None:
    last_day = replace(NOTED, last=TODAY)
    story = given(COMMUNICATION, *AWAITING, last_day)
    story.when(APPROVE, by=HOLDER).then(APPROVED, AUTHORISED)
    tomorrow = AT + DAY
    story.when(APPROVE, by=HOLDER, at=tomorrow).then_refused("Nobody signs .* since 6 Jan 2026")


@pytest.mark.parametrize("command", [APPROVE, REVOKE, WITHDRAW])
def test_a_vacant_mandate_decides_nothing(command: Any) -> None:
    given(COMMUNICATION, *AWAITING, APPROVED, AUTHORISED, OVER).when(
        command, by=HOLDER
    ).then_refused("Nobody signs")
    given(AUTHORITY, OVER).when(STAND, by=HOLDER).then_refused("Nobody signs")
    asked = (statements.DRAFTED, statements.REQUESTED, statements.AGREED, OVER)
    given(STATEMENT, *asked).when(statements.APPROVE, by=HOLDER).then_refused("Nobody signs")


def test_who_held_it_before_decides_nothing_when_another_holds_it() -> None:
    story = given(COMMUNICATION, *AWAITING, OVER, SUCCESSOR)
    story.when(APPROVE, by=HOLDER).then_forbidden()
    successor = replace(HOLDER, actor_id="successor")
    story.when(APPROVE, by=successor).then(
        replace(APPROVED, given_by="successor"), replace(AUTHORISED, granted_by="successor")
    )
    stranger = replace(HOLDER, actor_id="never-held-it")
    story.when(APPROVE, by=stranger).then_forbidden()


def test_nobody_is_stopped_while_nothing_is_on_record() -> None:
    later = replace(NOTED, starts_on=TODAY + DAY, holder_id="later")
    unnamed = replace(NOTED, holder_id=None)
    for known in ((), (later,), (unnamed,)):
        given(COMMUNICATION, *AWAITING, *known).when(APPROVE, by=HOLDER).then(APPROVED, AUTHORISED)
    one_seat = GROUP_OVER[:1]
    given(COMMUNICATION, *AWAITING, *one_seat).when(OTHER_APPROVE, by=OTHER_HOLDER).then(
        JOINED, OTHER_APPROVED, OTHER_AUTHORISED
    )


def test_a_delegation_ends_with_the_term_of_who_gave_it() -> None:
    term = (CHAIR, DELEGATES, *GROUP[2:])
    story = given(COMMUNICATION, *AWAITING, DELEGATED, *term)
    delegated = replace(OTHER_APPROVED, given_by="member", delegation_id="d-1")
    story.when(replace(OTHER_APPROVE, authorise=False), by=MEMBER).then(JOINED, delegated)
    over = (replace(CHAIR, last=TODAY - DAY), *term[1:])
    given(COMMUNICATION, *AWAITING, DELEGATED, *over).when(
        OTHER_APPROVE, by=MEMBER
    ).then_forbidden()
    given(AUTHORITY, *over).when(DELEGATE, by=OTHER_HOLDER).then_forbidden()


# --- section C.8 --------------------------------------------------------------------------------


def test_no_urgent_appeal_goes_once_the_term_of_who_authorised_it_ended() -> None:
    """Term ends on the day of clearance: the Chief's authorisation ended with the term."""
    last_day = replace(NOTED, last=TODAY)
    story = given(COMMUNICATION, *FULL, OTHER_AUTHORISED, last_day)
    story.when(TRANSMIT, by=CHIEF).then(ORDERED)
    story.when(TRANSMIT, by=CHIEF, at=AT + DAY).then_refused("authorisation to transmit is missing")
    stands = given(
        COMMUNICATION, *FULL, STANDS, last_day, replace(SUCCESSOR, starts_on=TODAY + DAY)
    )
    stands.when(TRANSMIT, by=CHIEF, at=AT + DAY).then_refused("missing")
    again = replace(STANDS, granted_by="successor")
    given(COMMUNICATION, *FULL, OTHER_AUTHORISED, STANDS, again, OVER, SUCCESSOR).when(
        TRANSMIT, by=CHIEF
    ).then(replace(ORDERED, standing=(LEAD,)))


def test_a_letter_that_is_cleared_stands_when_its_holder_resigns_or_dies() -> None:
    given(COMMUNICATION, *PLAIN, OVER).when(TRANSMIT, by=DESK).then(
        replace(ORDERED, ordered_by="desk")
    )
    given(COMMUNICATION, *FULL, *GROUP_OVER).when(DROP, by=CLOCK).then_nothing()


def test_a_letter_that_is_not_cleared_goes_on_without_the_vacant_mandate() -> None:
    given(COMMUNICATION, *AWAITING, *GROUP_OVER).when(DROP, by=CLOCK).then(DROPPED)
    last_missing = (*AWAITING, APPROVED, AUTHORISED, *GROUP_OVER)
    given(COMMUNICATION, *last_missing).when(DROP, by=CLOCK).then(
        DROPPED, replace(CLEARED, mandates=(LEAD,))
    )
    given(COMMUNICATION, *last_missing, DROPPED).when(DROP, by=CLOCK).then_nothing()


def test_an_approval_leaves_with_the_mandate_and_a_new_invitation_starts_afresh() -> None:
    state: Any = COMMUNICATION.fold([*AWAITING, JOINED, OTHER_APPROVED, OTHER_AUTHORISED, DROPPED])
    assert (state.text.mandates, state.text.approvals) == ((LEAD,), frozenset())
    assert (state.joined, state.authorisations) == (frozenset(), {})


def test_a_vacant_lead_waits_for_a_holder() -> None:
    drop = replace(DROP, mandate=LEAD)
    given(COMMUNICATION, *AWAITING, OVER).when(drop, by=CLOCK).then_nothing()


@pytest.mark.parametrize("held", [(), GROUP, GROUP_OVER[1:], (*GROUP_OVER[1:], GROUP[0])])
def test_a_mandate_stays_while_a_seat_is_held_or_not_on_record(held: tuple[Any, ...]) -> None:
    given(COMMUNICATION, *AWAITING, *held).when(DROP, by=CLOCK).then_nothing()


# --- a mandate that waits for its renewal, or ended ----------------------------------------------


def test_nothing_is_transmitted_while_a_renewal_is_pending() -> None:
    story = given(COMMUNICATION, *PLAIN, LIFE)
    story.when(TRANSMIT, by=DESK).then(replace(ORDERED, ordered_by="desk"))
    story.when(TRANSMIT, by=DESK, at=AT + DAY).then_refused("Nothing is transmitted in the name")
    given(COMMUNICATION, *AWAITING, LIFE).when(APPROVE, by=HOLDER, at=AT + DAY).then(
        replace(APPROVED, given_at=AT + DAY), replace(AUTHORISED, granted_at=AT + DAY)
    )


def test_a_mandate_that_lapsed_signs_nothing_although_it_has_a_holder() -> None:
    given(COMMUNICATION, *AWAITING, NOTED, LIFE).when(
        APPROVE, by=HOLDER, at=AT + 15 * DAY
    ).then_refused("since 20 Jan 2026: it is vacant or has ended")
    ended = replace(LIFE, mandate=OTHER, transmits_until=TODAY - DAY, signs_until=TODAY - DAY)
    given(COMMUNICATION, *AWAITING, ended).when(DROP, by=CLOCK).then(DROPPED)
    given(COMMUNICATION, *AWAITING, ended).when(DECLINE, by=OTHER_HOLDER).then_refused("Nobody")


@pytest.mark.parametrize("whose", [LEAD, OTHER])
def test_no_statement_is_issued_in_the_name_of_a_mandate_whose_renewal_is_pending(
    whose: str,
) -> None:
    """Also not by a mandate beside it: what is issued is in the name of each."""
    story = given(STATEMENT, *statements.CLEARED, replace(LIFE, mandate=whose))
    story.when(statements.ISSUE, by=HOLDER).then(statements.ISSUED)
    story.when(statements.ISSUE, by=HOLDER, at=AT + DAY).then_refused("Nothing is transmitted")
    state = STATEMENT.fold(statements.CLEARED)
    read = set(STATEMENT.consults(statements.ISSUE, state))
    assert {f"holding-{LEAD}", f"holding-{OTHER}"} <= read
