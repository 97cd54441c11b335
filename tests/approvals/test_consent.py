"""A letter whose consent was withdrawn cannot proceed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.approvals.app import APPROVALS_SERVICE
from services.approvals.communication.commands import BlockTransmission, UnblockTransmission
from services.approvals.communication.decide import COMMUNICATION
from services.approvals.communication.draft import Draft
from services.approvals.communication.state import Absent
from services.approvals.consent import CONSENT, BarSubmission, UnbarSubmission, on_intake
from services.approvals.events import Event
from shared.contracts.approvals import (
    TransmissionBlocked,
    TransmissionOrdered,
    TransmissionUnblocked,
)
from shared.contracts.approvals_drafting import (
    Because,
    NamingAllowed,
    SubmissionBarred,
    SubmissionUnbarred,
)
from shared.contracts.approvals_letter_commands import AllowNaming, InviteMandate
from shared.contracts.intake import Consent, ConsentGranted, ConsentWithdrawn, Victim, VictimsAdded
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from tests.approvals.support import (
    APPROVE,
    APPROVED,
    AUTHORISE,
    AUTHORISED,
    CHANGES,
    CHIEF,
    COMPLETE,
    DESK,
    DRAFT,
    DRAFTED,
    HOLDER,
    ID,
    INVITED,
    LEAD,
    OFFICER,
    OTHER,
    OTHER_HOLDER,
    REQUEST,
    REQUESTED,
    REVISE,
    REVISED,
    REVOKE,
    SUBMISSION,
    TRANSMIT,
    WITHDRAW,
    sealed,
)
from tests.support.submissions import received

BLOCK = BlockTransmission(communication_id=ID, submission_id=SUBMISSION)
UNBLOCK = UnblockTransmission(communication_id=ID, submission_id=SUBMISSION)
BLOCKED = TransmissionBlocked(communication_id=ID, submission_id=SUBMISSION, blocked_at=AT)
UNBLOCKED = TransmissionUnblocked(communication_id=ID, submission_id=SUBMISSION, unblocked_at=AT)
POLICY = system("approvals")
ALONE = (DRAFTED, replace(REQUESTED, mandates=(LEAD,)))
ALONE_READY = (*ALONE, APPROVED, AUTHORISED)


def test_withdrawn_consent_blocks_a_letter_once() -> None:
    given(COMMUNICATION, DRAFTED).when(BLOCK, by=POLICY).then(BLOCKED)
    given(COMMUNICATION, DRAFTED, BLOCKED).when(BLOCK, by=POLICY).then_nothing()


def test_consent_given_again_unblocks_it_once() -> None:
    given(COMMUNICATION, DRAFTED, BLOCKED).when(UNBLOCK, by=POLICY).then(UNBLOCKED)
    given(COMMUNICATION, DRAFTED, BLOCKED, UNBLOCKED).when(UNBLOCK, by=POLICY).then_nothing()


@pytest.mark.parametrize(
    ("history", "command", "actor"),
    [
        ((DRAFTED,), REQUEST, OFFICER),
        (ALONE, APPROVE, HOLDER),
        ((*ALONE, APPROVED), AUTHORISE, HOLDER),
        (ALONE_READY, TRANSMIT, CHIEF),
    ],
    ids=["request", "approve", "authorise", "transmit"],
)
def test_a_blocked_letter_goes_no_further_until_consent_is_given_again(
    history: tuple[Event, ...], command: Any, actor: Actor
) -> None:
    given(COMMUNICATION, *history, BLOCKED).when(command, by=actor).then_refused(
        "withdrew consent for a submission behind this letter"
    )
    again = COMMUNICATION.fold([*history, BLOCKED, UNBLOCKED])
    events = COMMUNICATION.decide(command, Asked(at=AT, by=actor), again)
    assert events, "it goes on"
    given(COMMUNICATION, *history).when(command, by=actor).then(*events)


def test_a_letter_waits_for_the_consent_of_every_submission_behind_it() -> None:
    other = replace(BLOCKED, submission_id="another")
    given(COMMUNICATION, *ALONE_READY, BLOCKED, other, UNBLOCKED).when(
        TRANSMIT, by=CHIEF
    ).then_refused("withdrew consent")


@pytest.mark.parametrize("command", [REVISE, CHANGES, REVOKE, WITHDRAW])
def test_a_blocked_letter_can_still_be_changed_and_withdrawn(command: Any) -> None:
    by = OFFICER if command is REVISE else HOLDER
    state = COMMUNICATION.fold([*ALONE_READY, BLOCKED])
    assert COMMUNICATION.decide(command, Asked(at=AT, by=by), state)


def test_an_edit_does_not_unblock_it() -> None:
    state = COMMUNICATION.fold([*ALONE_READY, BLOCKED, REVISED])
    assert isinstance(state, Draft)
    assert state.blocked == {SUBMISSION}


ORDER = TransmissionOrdered(
    communication_id=ID, recipient="GBR", year=2026, ordered_by="chief", ordered_at=AT
)


@pytest.mark.parametrize("command", [BLOCK, UNBLOCK])
def test_once_transmission_is_ordered_it_is_too_late(command: Any) -> None:
    given(COMMUNICATION, *ALONE_READY, ORDER).when(command, by=POLICY).then_nothing()
    given(COMMUNICATION, *ALONE_READY).when(COMPLETE, by=POLICY).then_refused("never ordered")


def test_nothing_blocks_what_does_not_exist() -> None:
    given(COMMUNICATION).when(BLOCK, by=POLICY).then_refused("no such communication")


# --- what is barred, whatever letter ------------------------------------------------------------

BARRED = SubmissionBarred(submission_id=SUBMISSION, because="withdrawn", barred_at=AT)
SOON = AT + timedelta(hours=1)
UNBARRED = SubmissionUnbarred(submission_id=SUBMISSION, because="withdrawn", unbarred_at=AT)
REFUSED = replace(BARRED, because="no_consent")
ADMITTED = replace(UNBARRED, because="no_consent")


@pytest.mark.parametrize("barred", [BARRED, REFUSED])
def test_nothing_is_drafted_without_consent(barred: SubmissionBarred) -> None:
    given(COMMUNICATION, barred).when(DRAFT, by=OFFICER).then_refused("no consent to a letter")
    lifted = replace(UNBARRED, because=barred.because)
    given(COMMUNICATION, barred, lifted).when(DRAFT, by=OFFICER).then(DRAFTED, INVITED)


@pytest.mark.parametrize(
    ("barred", "sentence"), [(BARRED, "withdrew consent"), (REFUSED, "no consent to a letter")]
)
@pytest.mark.parametrize(
    ("history", "command", "actor"),
    [
        ((DRAFTED,), REQUEST, OFFICER),
        (ALONE, APPROVE, HOLDER),
        ((*ALONE, APPROVED), AUTHORISE, HOLDER),
        (ALONE_READY, TRANSMIT, CHIEF),
        (ALONE, InviteMandate(communication_id=ID, mandate=OTHER, join_by=SOON), OFFICER),
    ],
    ids=["request", "approve", "authorise", "transmit", "invite"],
)
def test_it_holds_from_the_next_command_whatever_the_letter_has_heard(
    history: tuple[Event, ...],
    command: Any,
    actor: Actor,
    barred: SubmissionBarred,
    sentence: str,
) -> None:
    given(COMMUNICATION, *history, barred).when(command, by=actor).then_refused(sentence)


def test_both_reasons_have_to_be_gone() -> None:
    given(COMMUNICATION, *ALONE, BARRED, REFUSED, ADMITTED).when(APPROVE, by=HOLDER).then_refused(
        "withdrew consent"
    )


def test_what_goes_further_consults_the_consent_of_every_submission() -> None:
    draft = replace(DRAFT, submission_ids=("s-1", "s-2"))
    assert COMMUNICATION.consults(draft, Absent()) == [
        "consent-s-1",
        "consent-s-2",
        f"joiningtimes-{LEAD}",
    ]
    state = COMMUNICATION.fold(ALONE)
    for command in (REQUEST, APPROVE, AUTHORISE, TRANSMIT):
        assert f"consent-{SUBMISSION}" in COMMUNICATION.consults(command, state)
    assert COMMUNICATION.consults(REVISE, state) == []
    assert COMMUNICATION.consults(REQUEST, COMMUNICATION.fold([*ALONE_READY, ORDER])) == []


def test_a_bar_is_set_and_lifted_once() -> None:
    bar = BarSubmission(submission_id=SUBMISSION, because="withdrawn")
    unbar = UnbarSubmission(submission_id=SUBMISSION, because="withdrawn")
    given(CONSENT).when(bar, by=POLICY).then(BARRED)
    given(CONSENT, BARRED).when(bar, by=POLICY).then(BARRED)
    given(CONSENT, BARRED).when(unbar, by=POLICY).then(UNBARRED)
    given(CONSENT, BARRED, UNBARRED).when(unbar, by=POLICY).then(UNBARRED)
    given(CONSENT, REFUSED).when(unbar, by=POLICY).then(UNBARRED)
    assert CONSENT.stream(bar) == f"consent-{SUBMISSION}"
    assert CONSENT.evolve(frozenset(), DRAFTED) == frozenset()
    given(CONSENT, REFUSED).when(_bar("no_consent"), by=POLICY).then_nothing()
    given(CONSENT).when(_unbar("no_consent"), by=POLICY).then_nothing()


async def test_a_consent_that_comes_again_lifts_no_later_bar() -> None:
    """A process that is killed hears what it had handled again, and knows it by its events."""
    store = InMemoryStore()
    service = asking(APPROVALS_SERVICE, store)
    for command in [_unbar("withdrawn"), _bar("withdrawn")] * 2:
        one = derive_id("of a fact", type(command).__name__)
        metadata = Metadata(correlation_id=one, causation_id=one, actor="approvals")
        await service(command, Asked(at=AT, by=POLICY), one, metadata)
    assert CONSENT.fold(record.event for record in store.log) == {"withdrawn"}


# --- naming -------------------------------------------------------------------------------------

ALLOW = AllowNaming(
    communication_id=ID, mandate=LEAD, victim_ids=("v-1", "v-1"), reason=sealed("to save a life")
)
ALLOWED = NamingAllowed(
    communication_id=ID,
    mandate=LEAD,
    victim_ids=("v-1",),
    reason=sealed("to save a life"),
    allowed_by="holder",
    allowed_at=AT,
)


def test_a_holder_allows_a_name_with_a_reason_once() -> None:
    given(COMMUNICATION, *ALONE).when(ALLOW, by=HOLDER).then(ALLOWED)
    given(COMMUNICATION, *ALONE, ALLOWED).when(ALLOW, by=HOLDER).then_nothing()
    another = replace(ALLOW, victim_ids=("v-1", "v-2"))
    given(COMMUNICATION, *ALONE, ALLOWED).when(another, by=HOLDER).then(
        replace(ALLOWED, victim_ids=("v-1", "v-2"))
    )
    nobody = replace(ALLOW, victim_ids=())
    given(COMMUNICATION, *ALONE).when(nobody, by=HOLDER).then_refused("who may be named")


@pytest.mark.parametrize("who", [OFFICER, OTHER_HOLDER, CHIEF, DESK, POLICY])
def test_nobody_else_allows_a_name(who: Actor) -> None:
    given(COMMUNICATION, *ALONE).when(ALLOW, by=who).then_forbidden()


# --- what intake says -----------------------------------------------------------------------------

NO = Consent(act="no", authorities="no", public="no", name_form="none")
YES = replace(NO, act="yes")


def _victims(*consents: Consent) -> tuple[Victim, ...]:
    return tuple(
        Victim(victim_id=f"v-{n}", details=Sealed("s", "x"), consent=one)
        for n, one in enumerate(consents)
    )


def _bar(because: Because) -> BarSubmission:
    return BarSubmission(submission_id=SUBMISSION, because=because)


def _unbar(because: Because) -> UnbarSubmission:
    return UnbarSubmission(submission_id=SUBMISSION, because=because)


def _scope(fact: Any, scope: Any, **also: Any) -> Any:
    return fact(submission_id=SUBMISSION, scope=scope, communication_ids=(), **also)


@pytest.mark.parametrize(
    ("consents", "asked"),
    [
        ((NO,), [_bar("no_consent")]),
        ((NO, NO), [_bar("no_consent")]),
        ((NO, YES), []),
        ((replace(NO, act="impossible"),), []),
        ((), []),
    ],
)
def test_a_submission_is_barred_when_nobody_agrees(
    consents: tuple[Consent, ...], asked: list[Any]
) -> None:
    fact = received()
    told = replace(fact, submission_id=SUBMISSION, victims=_victims(*consents))
    assert on_intake(told) == asked


@pytest.mark.parametrize(("consent", "asked"), [(YES, [_unbar("no_consent")]), (NO, [])])
def test_the_rest_of_a_long_list_may_agree(consent: Consent, asked: list[Any]) -> None:
    more = VictimsAdded(
        submission_id=SUBMISSION, victims=_victims(consent), added_by="ngo", added_at=AT
    )
    assert on_intake(more) == asked


@pytest.mark.parametrize(
    ("scope", "asked"),
    [("act", [_bar("withdrawn")]), ("authorities", [_bar("withdrawn")]), ("public", [])],
)
def test_what_stops_letters_is_withdrawn(scope: Any, asked: list[Any]) -> None:
    fact = _scope(ConsentWithdrawn, scope, withdrawn_by="ngo", withdrawn_at=AT)
    assert on_intake(fact) == asked


@pytest.mark.parametrize(
    ("scope", "still", "asked"),
    [
        ("act", False, [_unbar("no_consent"), _unbar("withdrawn")]),
        ("act", True, [_unbar("no_consent")]),
        ("authorities", False, [_unbar("withdrawn")]),
        ("authorities", True, []),
        ("press", False, []),
    ],
)
def test_what_stops_letters_is_given(scope: Any, still: Any, asked: list[Any]) -> None:
    fact = _scope(ConsentGranted, scope, still_withdrawn=still, granted_by="ngo", granted_at=AT)
    assert on_intake(fact) == asked


def test_no_other_fact_bars_anything() -> None:
    assert on_intake(DRAFTED) == []
