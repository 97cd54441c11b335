"""A suspended contact point files for nobody, and still relays (R16)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.intake.contact_point import (
    CONTACT_POINT,
    ON_ITS_WAY,
    ResumeContactPoint,
    StopContactPoint,
)
from services.intake.policies import react
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import AllegationReceived
from shared.contracts.intake_commands import (
    GrantConsent,
    ProvideInformation,
    SubmitAllegation,
    WithdrawConsent,
)
from shared.contracts.intake_contact_points import ContactPointResumed, ContactPointStopped
from shared.contracts.stakeholders_contact_points import (
    ContactPointRecognised,
    ContactPointReinstated,
    ContactPointSuspended,
)
from shared.core.actor import Actor, Asked, by_return_channel, system
from shared.core.decider import Forbidden
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.support.submissions import ID, QUESTION, asked, consent_withdrawn, received

NHRI = Actor(actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri")
TEXT = Sealed(f"submission-{ID}", "x")
CASE = received(on_behalf=True, submitter_id="cp-1", organisation_id="nhri")
SUBMIT = SubmitAllegation(
    submission_id=ID,
    channel="contact_point",
    language="en",
    state="KEN",
    urgent=False,
    mandates=(),
    on_behalf=True,
    source_subject=f"source-{ID}",
    victims=CASE.victims,
    perpetrators=TEXT,
    incident=TEXT,
    narrative=TEXT,
)
STOPPED = ContactPointStopped(organisation_id="nhri", stopped_at=AT)
RESUMED = ContactPointResumed(organisation_id="nhri", resumed_at=AT)
STOP = StopContactPoint(organisation_id="nhri", stopped_at=AT)
RESUME = ResumeContactPoint(organisation_id="nhri", resumed_at=AT)
GRANT = GrantConsent(submission_id=ID, scope="act")


def filed(*history: object, by: Actor = NHRI, at: datetime = AT) -> list[type]:
    state = SUBMISSION.fold(history)  # type: ignore[arg-type]  # facts of both streams
    return [type(event) for event in SUBMISSION.decide(SUBMIT, Asked(at=at, by=by), state)]


def test_a_contact_point_files_for_a_person_and_asks_its_own_stream_first() -> None:
    assert filed() == [AllegationReceived]
    state = SUBMISSION.fold([])
    assert SUBMISSION.consults_for(SUBMIT, state, NHRI) == ["contactpoint-nhri"]
    for_nobody = replace(SUBMIT, on_behalf=False)
    assert SUBMISSION.consults_for(for_nobody, state, NHRI) == []


def test_it_files_only_for_its_own_institution() -> None:
    with pytest.raises(Forbidden):
        filed(by=replace(NHRI, organisation_id=None))


def test_suspended_it_files_for_nobody_and_reinstated_it_does_again() -> None:
    later = AT + ON_ITS_WAY
    with pytest.raises(Forbidden, match="can file directly"):
        filed(STOPPED, at=later)
    assert filed(STOPPED, RESUMED, at=later) == [AllegationReceived]


def test_what_got_its_receipt_before_or_at_that_moment_is_taken() -> None:
    for at in (AT - timedelta(hours=3), AT, AT + ON_ITS_WAY - timedelta(seconds=1)):
        assert filed(STOPPED, at=at) == [AllegationReceived]


def test_what_was_received_stays_received() -> None:
    assert filed(CASE, STOPPED, at=AT + ON_ITS_WAY) == []


def test_suspended_it_relays_answers_and_withdraws_but_gives_no_consent() -> None:
    history = (CASE, asked(), consent_withdrawn(), STOPPED)
    state = SUBMISSION.fold(history)
    assert SUBMISSION.consults_for(GRANT, state, NHRI) == ["contactpoint-nhri"]
    with pytest.raises(Forbidden, match="code of the receipt"):
        SUBMISSION.decide(GRANT, Asked(at=AT, by=NHRI), state)
    before = Asked(at=AT - timedelta(seconds=1), by=NHRI)
    assert SUBMISSION.decide(GRANT, before, state)
    assert SUBMISSION.decide(GRANT, Asked(at=AT, by=by_return_channel(ID)), state)
    answer = ProvideInformation(submission_id=ID, question_id=QUESTION, answer=TEXT)
    withdraw = WithdrawConsent(submission_id=ID, scope="public")
    for command in (answer, withdraw):
        assert SUBMISSION.consults_for(command, state, NHRI) == []
    assert SUBMISSION.decide(answer, Asked(at=AT, by=NHRI), state)


def test_who_files_for_himself_asks_no_institution() -> None:
    assert SUBMISSION.consults_for(GRANT, SUBMISSION.fold([received()]), NHRI) == []


@pytest.mark.parametrize("role", [Role.CONTACT_POINT, Role.NGO_MEMBER])
def test_no_colleague_acts_on_what_was_filed_for_a_person(role: Role) -> None:
    colleague = replace(NHRI, actor_id="cp-2", roles=frozenset({role}))
    withdraw = WithdrawConsent(submission_id=ID, scope="act")
    given(SUBMISSION, CASE).when(withdraw, by=colleague).then_forbidden()
    of_all = replace(CASE, on_behalf=False)
    asked_by = Asked(at=AT, by=colleague)
    assert SUBMISSION.decide(withdraw, asked_by, SUBMISSION.fold([of_all]))


def test_a_policy_stops_and_resumes_it() -> None:
    suspended = ContactPointSuspended(
        organisation_id="nhri", reason_code="lapsed", suspended_by="chief", suspended_at=AT
    )
    reinstated = ContactPointReinstated(
        organisation_id="nhri", reinstated_by="chief", reinstated_at=AT
    )
    recognised = ContactPointRecognised(
        organisation_id="nhri", accreditation="A", recognised_by="chief", recognised_at=AT
    )
    assert react(suspended) == [STOP]
    assert react(reinstated) == [RESUME]
    assert react(recognised) == []


def test_stopping_and_resuming_twice_changes_nothing() -> None:
    policy = system("intake")
    given(CONTACT_POINT).when(STOP, by=policy).then(STOPPED)
    given(CONTACT_POINT, STOPPED).when(STOP, by=policy).then_nothing()
    given(CONTACT_POINT, STOPPED).when(RESUME, by=policy).then(RESUMED)
    given(CONTACT_POINT).when(RESUME, by=policy).then_nothing()
    given(CONTACT_POINT, STOPPED, RESUMED).when(STOP, by=policy).then(STOPPED)
    assert CONTACT_POINT.stream(STOP) == "contactpoint-nhri"
