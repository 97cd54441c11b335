"""Additions after filing, by the source, or by the desk to what it entered."""

from dataclasses import replace
from typing import Any

import pytest

from portal.casefile.filing import MOST_VICTIMS as FORM_TAKES
from services.intake.submission.decide import SUBMISSION
from services.intake.submission.learnt import MOST, MOST_VICTIMS
from shared.contracts.intake import VictimsAdded
from shared.contracts.intake_contact_points import ContactPointResumed, ContactPointStopped
from shared.contracts.intake_source import IncidentAdded, PerpetratorAdded
from shared.contracts.intake_source_commands import AddIncident, AddLaterVictim, AddPerpetrator
from shared.core.actor import Actor, by_return_channel
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
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
    assert SUBMISSION.consults_for(ADD_ANA, SUBMISSION.fold([case]), NHRI) == ["contactpoint-nhri"]
    given(SUBMISSION, case, stopped).when(ADD_ANA, by=NHRI).then_forbidden()
    given(SUBMISSION, case, stopped, resumed).when(ADD_ANA, by=NHRI).then(
        replace(ADDED_ANA, added_by="cp-1")
    )
    given(SUBMISSION, case, stopped).when(ADD_ANA, by=SOURCE).then(
        replace(ADDED_ANA, added_by=SOURCE.actor_id)
    )


def test_no_more_victims_are_added_than_a_submission_takes() -> None:
    full = received(victims=tuple(victim(number=10 + n) for n in range(MOST_VICTIMS)))
    one_less = replace(full, victims=full.victims[1:])
    given(SUBMISSION, one_less).when(ADD_ANA, by=NGO).then(ADDED_ANA)
    given(SUBMISSION, full).when(ADD_ANA, by=NGO).then_refused("takes 2,000 victims")
    given(SUBMISSION, one_less, ADDED_ANA).when(ADD_ANA, by=NGO).then_nothing()
    other = replace(ADD_ANA, victim=victim(number=8))
    given(SUBMISSION, one_less, ADDED_ANA).when(other, by=NGO).then_refused("takes 2,000 victims")


def test_no_more_incidents_and_perpetrators_are_added_than_the_form_takes() -> None:
    incidents = [replace(ADDED_INCIDENT, incident_id=f"i-{n}") for n in range(1, MOST + 1)]
    perpetrators = [replace(ADDED_PERPETRATOR, perpetrator_id=f"p-{n}") for n in range(1, MOST + 1)]
    case = given(SUBMISSION, received(), *incidents, *perpetrators)
    case.when(replace(ADD_INCIDENT, incident_id="i-0"), by=NGO).then_refused("50 incidents")
    case.when(replace(ADD_PERPETRATOR, perpetrator_id="p-0"), by=NGO).then_refused("50 perpetrat")
    case.when(ADD_INCIDENT, by=NGO).then_nothing()
    case.when(ADD_PERPETRATOR, by=NGO).then_nothing()
    given(SUBMISSION, received(), *incidents).when(ADD_PERPETRATOR, by=NGO).then(ADDED_PERPETRATOR)
    given(SUBMISSION, received(), *incidents[1:]).when(ADD_INCIDENT, by=NGO).then(ADDED_INCIDENT)


def test_as_many_victims_as_the_form_takes() -> None:
    assert MOST_VICTIMS == FORM_TAKES
