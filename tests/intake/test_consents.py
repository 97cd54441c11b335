"""Each victim's own consent: withdrawn and given by purpose, for one victim or for all (R13)."""

from dataclasses import replace

import pytest

from services.intake.submission.commands import LinkToCommunication
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import (
    AllegationReceived,
    Consent,
    ConsentGranted,
    ConsentScope,
    ConsentWithdrawn,
    SubmissionLinkedToCommunication,
    Victim,
    VictimsAdded,
)
from shared.contracts.intake_commands import AddVictims, GrantConsent, WithdrawConsent
from shared.core.actor import Actor, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

ID = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"
TEXT = Sealed(f"submission-{ID}", "text")
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
YES = Consent(act="yes", authorities="yes", public="yes", name_form="full", press="yes")
NO = Consent(act="no", authorities="no", public="no", name_form="none")


def victim(number: int, consent: Consent = YES) -> Victim:
    return Victim(victim_id=f"victim-{number}", details=TEXT, consent=consent)


RECEIVED = AllegationReceived(
    submission_id=ID,
    received_at=AT,
    channel="portal",
    language="en",
    state="FRA",
    urgent=False,
    reprisal=False,
    requested=(),
    mandates=(),
    submitter_id="ngo-1",
    organisation_id="org-1",
    entered_by=None,
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=(victim(1), victim(2)),
    perpetrators=TEXT,
    incident=TEXT,
    narrative=TEXT,
    particulars=None,
    matching=(),
)
LINK = LinkToCommunication(submission_id=ID, communication_id="c-1")
LINKED = SubmissionLinkedToCommunication(submission_id=ID, communication_id="c-1", linked_at=AT)


def withdraw(scope: ConsentScope = "act", number: int | None = None) -> WithdrawConsent:
    return WithdrawConsent(submission_id=ID, scope=scope, victim_id=_id(number))


def give(scope: ConsentScope = "act", number: int | None = None) -> GrantConsent:
    return GrantConsent(submission_id=ID, scope=scope, victim_id=_id(number))


def withdrew(
    scope: ConsentScope = "act", number: int | None = None, *communications: str
) -> ConsentWithdrawn:
    return ConsentWithdrawn(
        submission_id=ID,
        scope=scope,
        victim_id=_id(number),
        communication_ids=communications,
        withdrawn_by="ngo-1",
        withdrawn_at=AT,
    )


def gave(
    scope: ConsentScope = "act", number: int | None = None, *, still_withdrawn: bool = False
) -> ConsentGranted:
    return ConsentGranted(
        submission_id=ID,
        scope=scope,
        victim_id=_id(number),
        still_withdrawn=still_withdrawn,
        communication_ids=(),
        granted_by="ngo-1",
        granted_at=AT,
    )


def _id(number: int | None) -> str | None:
    return None if number is None else f"victim-{number}"


@pytest.mark.parametrize("scope", ["act", "authorities", "public", "press"])
def test_one_consent_of_one_victim_is_withdrawn_and_given_again(scope: ConsentScope) -> None:
    given(SUBMISSION, RECEIVED).when(withdraw(scope, 1), by=NGO).then(withdrew(scope, 1))
    given(SUBMISSION, RECEIVED, withdrew(scope, 1)).when(withdraw(scope, 1), by=NGO).then_nothing()
    given(SUBMISSION, RECEIVED, withdrew(scope, 1)).when(give(scope, 1), by=NGO).then(
        gave(scope, 1)
    )


def test_what_was_never_given_is_not_withdrawn() -> None:
    given(SUBMISSION, RECEIVED).when(withdraw("sharing"), by=NGO).then_nothing()


def test_what_was_first_refused_can_be_given() -> None:
    given(SUBMISSION, RECEIVED).when(give("sharing", 2), by=NGO).then(gave("sharing", 2))
    given(SUBMISSION, RECEIVED, gave("sharing", 2)).when(give("sharing", 2), by=NGO).then_nothing()


def test_who_cannot_be_asked_consents_by_somebody_else() -> None:
    stands_in = Consent(act="impossible", authorities="no", public="no", name_form="none")
    received = replace(RECEIVED, victims=(victim(1, stands_in),))
    given(SUBMISSION, received).when(withdraw("act"), by=NGO).then(withdrew("act"))


def test_one_victim_consents_again_while_another_does_not() -> None:
    history = (RECEIVED, withdrew("act"))
    given(SUBMISSION, *history).when(give("act", 1), by=NGO).then(
        gave("act", 1, still_withdrawn=True)
    )
    given(SUBMISSION, *history, gave("act", 1, still_withdrawn=True)).when(
        give("act", 2), by=NGO
    ).then(gave("act", 2))


def test_consent_to_publish_does_not_bring_back_what_is_stopped() -> None:
    given(SUBMISSION, RECEIVED, withdrew("authorities", 1), withdrew("public")).when(
        give("public"), by=NGO
    ).then(gave("public", still_withdrawn=True))


@pytest.mark.parametrize("scope", ["public", "press"])
def test_a_letter_that_is_drafted_later_is_not_stopped_by_what_limits_publication(
    scope: ConsentScope,
) -> None:
    given(SUBMISSION, RECEIVED, withdrew(scope)).when(LINK, by=system("intake")).then(LINKED)


def test_a_letter_that_is_drafted_later_is_told_for_whom_it_is_stopped() -> None:
    given(SUBMISSION, RECEIVED, withdrew("authorities", 2)).when(LINK, by=system("intake")).then(
        LINKED, withdrew("authorities", 2, "c-1")
    )
    given(SUBMISSION, RECEIVED, withdrew("act")).when(LINK, by=system("intake")).then(
        LINKED, withdrew("act", None, "c-1")
    )
    left = (RECEIVED, withdrew("act"), gave("act", 1, still_withdrawn=True))
    given(SUBMISSION, *left).when(LINK, by=system("intake")).then(LINKED, withdrew("act", 2, "c-1"))


def test_a_victim_that_there_is_not_consents_to_nothing() -> None:
    given(SUBMISSION, RECEIVED).when(withdraw("act", 9), by=NGO).then_refused("no such victim")
    given(SUBMISSION, RECEIVED).when(give("act", 9), by=NGO).then_refused("no such victim")


# --- the rest of a long list ---------------------------------------------------------------------

ADD = AddVictims(submission_id=ID, victims=(victim(2), victim(3, NO)))
ADDED = VictimsAdded(submission_id=ID, victims=(victim(3, NO),), added_by="ngo-1", added_at=AT)


def test_victims_are_added_once() -> None:
    given(SUBMISSION, RECEIVED).when(ADD, by=NGO).then(ADDED)
    given(SUBMISSION, RECEIVED, ADDED).when(ADD, by=NGO).then_nothing()


def test_the_desk_adds_victims_of_what_it_entered() -> None:
    entered = replace(RECEIVED, channel="letter", entered_by="desk-1")
    given(SUBMISSION, entered).when(ADD, by=DESK).then(replace(ADDED, added_by="desk-1"))


def test_nobody_else_adds_victims() -> None:
    given(SUBMISSION, RECEIVED).when(ADD, by=OFFICER).then_forbidden()


def test_added_victims_are_sound_too() -> None:
    twice = replace(ADD, victims=(victim(3), victim(3)))
    given(SUBMISSION, RECEIVED).when(twice, by=NGO).then_refused("each victim once")


def test_a_withdrawal_for_all_does_not_hold_for_who_is_added_later() -> None:
    given(SUBMISSION, RECEIVED, withdrew("act"), replace(ADDED, victims=(victim(3),))).when(
        withdraw("act"), by=NGO
    ).then(withdrew("act"))
