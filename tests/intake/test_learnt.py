"""What is learnt after filing is added by the source, or by the desk to what it entered."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.source_commands import AddIncident, AddLaterVictim, AddPerpetrator
from services.intake.submission import SUBMISSION
from shared.actor import Actor, by_return_channel
from shared.contracts.intake import VictimsAdded
from shared.contracts.intake_contact_points import ContactPointResumed, ContactPointStopped
from shared.contracts.intake_source import IncidentAdded, PerpetratorAdded
from shared.message import Sealed
from shared.roles import Role
from shared.testing import AT, given
from tests.support.submissions import ID, not_actioned, received, victim

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
SOURCE = by_return_channel(ID)
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
COLLEAGUE = replace(DESK, actor_id="desk-2")
OFFICER = Actor(
    actor_id="hro-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
NHRI = Actor(actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri")
TEXT = Sealed(f"submission-{ID}", "x")
ENTERED = received(
    channel="letter", submitter_id=SOURCE.actor_id, organisation_id=None, entered_by="desk-1"
)
ANA = victim(number=7)
ADD_ANA = AddLaterVictim(submission_id=ID, victim=ANA, matching=("v:0",))
ADD_INCIDENT = AddIncident(submission_id=ID, incident_id="i-1", incident=TEXT, matching=("d:0",))
ADD_PERPETRATOR = AddPerpetrator(submission_id=ID, perpetrator_id="p-1", perpetrator=TEXT)
ADDED_ANA = VictimsAdded(
    submission_id=ID, victims=(ANA,), added_by="ngo-1", added_at=AT, later=True, matching=("v:0",)
)
ADDED_INCIDENT = IncidentAdded(
    submission_id=ID,
    incident_id="i-1",
    incident=TEXT,
    matching=("d:0",),
    added_by="ngo-1",
    added_at=AT,
)
ADDED_PERPETRATOR = PerpetratorAdded(
    submission_id=ID, perpetrator_id="p-1", perpetrator=TEXT, added_by="ngo-1", added_at=AT
)
EACH = pytest.mark.parametrize(
    ("command", "fact"),
    [
        (ADD_ANA, ADDED_ANA),
        (ADD_INCIDENT, ADDED_INCIDENT),
        (ADD_PERPETRATOR, ADDED_PERPETRATOR),
    ],
)


@EACH
@pytest.mark.parametrize("by", [NGO, SOURCE])
def test_the_source_adds_what_it_learnt_of_once(command: Any, fact: Any, by: Actor) -> None:
    fact = replace(fact, added_by=by.actor_id)
    given(SUBMISSION, received()).when(command, by=by).then(fact)
    given(SUBMISSION, received(), fact).when(command, by=by).then_nothing()
    given(SUBMISSION, received(), not_actioned()).when(command, by=by).then(fact)


@EACH
@pytest.mark.parametrize("by", [DESK, COLLEAGUE])
def test_the_desk_adds_to_what_it_entered_whoever_is_there(
    command: Any, fact: Any, by: Actor
) -> None:
    given(SUBMISSION, ENTERED).when(command, by=by).then(replace(fact, added_by=by.actor_id))
    given(SUBMISSION, received()).when(command, by=by).then_forbidden()


@EACH
def test_nobody_else_adds_anything(command: Any, fact: Any) -> None:
    assert fact.submission_id == ID
    for history in (received(), ENTERED):
        given(SUBMISSION, history).when(command, by=OFFICER).then_forbidden()
        other = by_return_channel("another")
        given(SUBMISSION, history).when(command, by=other).then_forbidden()


@EACH
def test_a_reprisal_is_kept_from_the_states_desk(command: Any, fact: Any) -> None:
    both = replace(
        DESK,
        roles=DESK.roles | {Role.DESK_OFFICER},
        states=frozenset({ENTERED.state}),
    )
    about = replace(ENTERED, reprisal=True)
    given(SUBMISSION, about).when(command, by=both).then_forbidden()
    given(SUBMISSION, about).when(command, by=DESK).then(replace(fact, added_by="desk-1"))


def test_why_a_later_victim_cannot_be_asked_is_said_too() -> None:
    unsaid = replace(ANA, consent=replace(ANA.consent, act="impossible", reason=None))
    given(SUBMISSION, received()).when(replace(ADD_ANA, victim=unsaid), by=NGO).then_refused(
        "cannot be obtained"
    )


def test_a_suspended_contact_point_answers_for_nobody_new() -> None:
    case = received(on_behalf=True, submitter_id="cp-1", organisation_id="nhri")
    stopped = ContactPointStopped(organisation_id="nhri", stopped_at=AT)
    resumed = ContactPointResumed(organisation_id="nhri", resumed_at=AT)
    assert SUBMISSION.consults(ADD_ANA, SUBMISSION.fold([case])) == ["contactpoint-nhri"]
    given(SUBMISSION, case, stopped).when(ADD_ANA, by=NHRI).then_forbidden()
    given(SUBMISSION, case, stopped, resumed).when(ADD_ANA, by=NHRI).then(
        replace(ADDED_ANA, added_by="cp-1")
    )
    given(SUBMISSION, case, stopped).when(ADD_ANA, by=SOURCE).then(
        replace(ADDED_ANA, added_by=SOURCE.actor_id)
    )
