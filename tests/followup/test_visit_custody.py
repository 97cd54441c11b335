"""Visit files, missions, reports and rounds of a mandate that ended (SC3, decision 0121)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.input.call import INPUT_CALL
from services.followup.mission.decide import MISSION, on_followup
from services.followup.mission.dossier import DOSSIER
from services.followup.mission.incident import INCIDENT
from services.followup.mission.partner import PARTNER
from services.followup.mission.passing import PassMissionOn
from services.followup.mission.programme import CONFIDENTIAL_PROGRAMME
from services.followup.mission.thread import closed_on
from services.followup.round.passing import PassRoundOn
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.passing import PassVisitFileOn
from services.followup.visit_report.passing import PassVisitReportOn
from shared.contracts import followup_missions, followup_visits
from shared.contracts.followup_dossier_commands import IssueDossier, WithdrawDossier
from shared.contracts.followup_input_commands import EndInputCall, ExtendInputCall
from shared.contracts.followup_inputs import InputCallIssued
from shared.contracts.followup_mission_commands import MarkMissionTask, SetConfidentialItem
from shared.contracts.followup_visit_commands import (
    AgreeVisitDates,
    CarryVisitFileOver,
    LogVisitAcceptance,
    LogVisitAcknowledgement,
)
from shared.core.actor import Asked, system
from shared.core.decider import Decider
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.followup import inputs, missions, partners, visits
from tests.followup.missions import MISSION_ID, OPENED
from tests.followup.test_incident import LOG
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    AGREED,
    DATED,
    DAY,
    FILE_ID,
    HOLDER,
    MANDATE,
    OFFICER,
    QRD,
    REQUESTED,
    SENT,
    SETTLED,
    TODAY,
    person,
)
from tests.stakeholders import test_custody as told

TO = "sr-food"
POLICY = system("followup")
BY = POLICY.actor_id
NEW_HOLDER = person("holder-3", Role.MANDATE_HOLDER, TO)
NEW_OFFICER = person("officer-3", Role.HUMAN_RIGHTS_OFFICER, TO)
RECORD = "kept as a record"


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("visit-files", PassVisitFileOn(visit_file_id="c-1", mandate=MANDATE, to=TO)),
        ("missions", PassMissionOn(mission_id="c-1", mandate=MANDATE, to=TO)),
        ("visit-reports", PassVisitReportOn(mission_id="c-1", mandate=MANDATE, to=TO)),
        ("rounds", PassRoundOn(round_id="c-1", mandate=MANDATE, to=TO)),
    ],
)
def test_the_chiefs_decision_on_what_is_of_a_visit_is_obeyed_by_kind(
    kind: Any, command: Any
) -> None:
    decided = replace(told.DECIDED, mandate=MANDATE, kind=kind, to=TO)
    assert list(FOLLOWUP_SERVICE.react(decided)) == [command]
    assert list(FOLLOWUP_SERVICE.react(replace(decided, to=None))) == [replace(command, to=None)]


# --- a visit file --------------------------------------------------------------------------------

PASS_FILE = PassVisitFileOn(visit_file_id=FILE_ID, mandate=MANDATE, to=TO)
FILE_PASSED = visits.then(
    [REQUESTED], visits.fact(followup_visits.VisitFilePassedOn, to=TO, done_by=BY)
)
FILE_KEPT = replace(FILE_PASSED, to=None)


def test_a_file_goes_on_with_the_successor_and_stays_that_of_its_mandate_and_state() -> None:
    given(VISIT_FILE, REQUESTED).when(PASS_FILE, by=POLICY).then(FILE_PASSED)
    passed = (REQUESTED, FILE_PASSED)
    log = visits.logged(LogVisitAcceptance, *passed)
    given(VISIT_FILE, *passed).when(log, by=OFFICER).then_forbidden()
    given(VISIT_FILE, *passed).when(log, by=HOLDER).then_forbidden()
    accepted: Any
    for by in (NEW_OFFICER, NEW_HOLDER, QRD):
        [accepted] = VISIT_FILE.decide(log, Asked(at=AT, by=by), VISIT_FILE.fold(passed))
        assert (accepted.mandate, accepted.visit_file_id) == (MANDATE, FILE_ID)
    lapse = visits.of(CarryVisitFileOver, 2, document_id="d-1", kept=False)
    given(VISIT_FILE, *passed).when(lapse, by=HOLDER).then_forbidden()
    assert VISIT_FILE.decide(lapse, Asked(at=AT, by=NEW_HOLDER), VISIT_FILE.fold(passed))
    over = replace(held(last=TODAY - DAY), mandate=TO)
    given(VISIT_FILE, *passed, over).when(lapse, by=NEW_HOLDER).then_refused("Nobody signs")


def test_a_decision_about_each_goes_to_its_own_stream() -> None:
    assert VISIT_FILE.stream(PASS_FILE) == VISIT_FILE.stream(
        visits.logged(LogVisitAcceptance, REQUESTED)
    )
    assert MISSION.stream(PASS_MISSION) == MISSION.stream(MARK)


def test_who_holds_the_mandate_that_goes_on_is_what_a_decision_about_the_file_reads() -> None:
    log = visits.logged(LogVisitAcceptance, REQUESTED, FILE_PASSED)
    passed = VISIT_FILE.fold([REQUESTED, FILE_PASSED])
    assert list(VISIT_FILE.consults(log, VISIT_FILE.fold([REQUESTED]))) == [
        f"officeholder-{MANDATE}"
    ]
    assert list(VISIT_FILE.consults(log, passed)) == [f"officeholder-{TO}"]


def test_dates_that_the_successor_agrees_open_a_mission_of_the_successor() -> None:
    history = (REQUESTED, DATED, SENT, SETTLED, FILE_PASSED)
    agree = visits.of(AgreeVisitDates, len(history), document_id="d-1", dates=visits.SOON)
    agreed: Any
    [agreed] = VISIT_FILE.decide(agree, Asked(at=AT, by=NEW_HOLDER), VISIT_FILE.fold(history))
    assert agreed.for_mandate == TO
    [heard] = on_followup(agreed)
    [opened] = MISSION.decide(heard, Asked(at=AT, by=POLICY), MISSION.initial)
    assert opened.mandate == TO


def test_dates_that_the_successor_agrees_move_no_mission_that_is_a_record() -> None:
    answered = replace(visits.DATED, document=visits.document(3))
    history = (REQUESTED, DATED, SENT, SETTLED, AGREED, visits.POSTPONED, answered, FILE_PASSED)
    agree = visits.of(AgreeVisitDates, len(history), document_id="d-2", dates=visits.SOON)
    state = VISIT_FILE.fold(history)
    assert list(VISIT_FILE.consults(agree, state))[1:] == [f"mission-{state.now.mission_id}"]
    opened = replace(OPENED, mission_id=state.now.mission_id)
    kept = replace(MISSION_KEPT, mission_id=state.now.mission_id)
    asked = Asked(at=AT, by=NEW_HOLDER)
    moved: Any
    own: Any
    [moved] = VISIT_FILE.decide(agree, asked, VISIT_FILE.fold([*history, opened]))
    assert moved.mission_id == state.now.mission_id
    [own] = VISIT_FILE.decide(agree, asked, VISIT_FILE.fold([*history, opened, kept]))
    assert own.mission_id != state.now.mission_id
    [heard] = on_followup(own)
    [new] = MISSION.decide(heard, Asked(at=AT, by=POLICY), MISSION.initial)
    assert new.mandate == TO


def test_a_file_that_is_a_record_takes_what_still_arrives_and_nothing_else() -> None:
    given(VISIT_FILE, REQUESTED).when(replace(PASS_FILE, to=None), by=POLICY).then(FILE_KEPT)
    kept = (REQUESTED, FILE_KEPT)
    log = visits.logged(LogVisitAcknowledgement, *kept, by="state")
    assert VISIT_FILE.decide(log, Asked(at=AT, by=QRD), VISIT_FILE.fold(kept))
    for by in (OFFICER, HOLDER):
        given(VISIT_FILE, *kept).when(log, by=by).then_refused(RECORD)
    given(VISIT_FILE, *kept).when(PASS_FILE, by=POLICY).then_nothing()


def test_a_file_is_passed_once_and_again_when_the_successor_ends_too() -> None:
    passed = (REQUESTED, FILE_PASSED)
    given(VISIT_FILE, *passed).when(PASS_FILE, by=POLICY).then_nothing()
    given(VISIT_FILE).when(PASS_FILE, by=POLICY).then_nothing()
    on = replace(PASS_FILE, mandate=TO, to="wgad")
    again = visits.then(passed, replace(FILE_PASSED, to="wgad"))
    given(VISIT_FILE, *passed).when(on, by=POLICY).then(again)
    assert VISIT_FILE.fold([*passed, again]).passed == "wgad"


def test_another_mandates_file_on_the_same_state_stays_as_it_is() -> None:
    other = replace(PASS_FILE, visit_file_id=FILE_ID, mandate="wgad")
    given(VISIT_FILE, REQUESTED).when(other, by=POLICY).then_nothing()


# --- a mission -----------------------------------------------------------------------------------

PASS_MISSION = PassMissionOn(mission_id=MISSION_ID, mandate=MANDATE, to=TO)
MISSION_PASSED = missions.fact(followup_missions.MissionPassedOn, 2, to=TO, done_by=BY)
MISSION_KEPT = replace(MISSION_PASSED, to=None)
PASSED, KEPT = (OPENED, MISSION_PASSED), (OPENED, MISSION_KEPT)
MARK = missions.ask(MarkMissionTask, 2, task="request", now="done")


def for_new(command: Any) -> Any:
    return replace(command, mandate=TO)


def test_a_mission_is_the_successors_at_the_next_command() -> None:
    given(MISSION, OPENED).when(PASS_MISSION, by=POLICY).then(MISSION_PASSED)
    given(MISSION, *PASSED).when(MARK, by=OFFICER).then_refused("no such mission")
    given(MISSION, *PASSED).when(for_new(MARK), by=OFFICER).then_forbidden()
    [marked] = MISSION.decide(for_new(MARK), Asked(at=AT, by=NEW_OFFICER), MISSION.fold(PASSED))
    assert marked.mandate == TO
    given(MISSION, *PASSED).when(PASS_MISSION, by=POLICY).then_nothing()
    given(MISSION).when(PASS_MISSION, by=POLICY).then_nothing()


def test_what_hangs_on_a_mission_follows_it() -> None:
    item = missions.ask(SetConfidentialItem, 0, item=missions.item(kind="victims"))
    given(CONFIDENTIAL_PROGRAMME, *PASSED).when(item, by=OFFICER).then_refused("no such mission")
    state = CONFIDENTIAL_PROGRAMME.fold(PASSED)
    assert CONFIDENTIAL_PROGRAMME.decide(for_new(item), Asked(at=AT, by=NEW_OFFICER), state)
    given(INCIDENT, *PASSED).when(LOG, by=OFFICER).then_refused("no such mission")
    assert INCIDENT.decide(for_new(LOG), Asked(at=AT, by=NEW_OFFICER), INCIDENT.fold(PASSED))
    issue = IssueDossier(mission_id=MISSION_ID, mandate=TO, seen=0, audience="team", lines=())
    given(DOSSIER, *PASSED).when(issue, by=OFFICER).then_forbidden()
    assert DOSSIER.decide(issue, Asked(at=AT, by=NEW_OFFICER), DOSSIER.fold(PASSED))


def test_changed_dates_of_the_old_file_reach_a_mission_that_was_passed_on() -> None:
    state = VISIT_FILE.fold([REQUESTED, DATED, SENT, SETTLED, AGREED, visits.POSTPONED])
    [heard] = on_followup(replace(visits.POSTPONED, now=state.now, step=9))
    changed: Any
    [changed] = MISSION.decide(
        replace(heard, mission_id=MISSION_ID), Asked(at=AT, by=POLICY), MISSION.fold(PASSED)
    )
    assert (changed.mandate, changed.plans) == (TO, "open")


def test_a_mission_that_is_a_record_is_worked_on_by_nobody() -> None:
    given(MISSION, OPENED).when(replace(PASS_MISSION, to=None), by=POLICY).then(MISSION_KEPT)
    item = missions.ask(SetConfidentialItem, 0, item=missions.item(kind="victims"))
    issue = IssueDossier(mission_id=MISSION_ID, mandate=MANDATE, seen=0, audience="team", lines=())
    asked: tuple[tuple[Decider[Any, Any, Any], Any], ...] = (
        (MISSION, MARK),
        (CONFIDENTIAL_PROGRAMME, item),
        (INCIDENT, LOG),
        (DOSSIER, issue),
        (PARTNER, partners.PROPOSE),
        (INPUT_CALL, inputs.issue()),
    )
    for decider, command in asked:
        for by in (OFFICER, HOLDER):
            given(decider, *KEPT).when(command, by=by).then_refused(RECORD)
    given(MISSION, *KEPT).when(PASS_MISSION, by=POLICY).then_nothing()
    assert closed_on(MISSION.fold(KEPT)) == TODAY, "its threads freeze as those of a closed visit"


def test_what_was_issued_of_a_record_is_still_withdrawn() -> None:
    issue = IssueDossier(mission_id=MISSION_ID, mandate=MANDATE, seen=0, audience="team", lines=())
    [issued] = DOSSIER.decide(issue, Asked(at=AT, by=OFFICER), DOSSIER.fold([OPENED]))
    withdraw = WithdrawDossier(
        mission_id=MISSION_ID, mandate=MANDATE, seen=1, audience="team", number=1
    )
    state = DOSSIER.fold([*KEPT, issued])
    assert DOSSIER.decide(withdraw, Asked(at=AT, by=OFFICER), state)


def test_a_visit_that_is_over_keeps_the_old_name() -> None:
    done = missions.fact(
        followup_missions.MissionStepTaken,
        2,
        what="completed",
        phase="completed",
        on=TODAY,
        note_id="n-1",
        note=None,
    )
    off = missions.fact(
        followup_missions.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6
    )
    for last in (done, off):
        given(MISSION, OPENED, last).when(PASS_MISSION, by=POLICY).then_nothing()


def test_a_call_of_the_old_mandate_is_closed_by_the_successor_and_not_extended() -> None:
    issued = inputs.called(
        InputCallIssued, 1, closes_on=inputs.CLOSES, public=True, texts=inputs.TEXTS
    )
    passed = (*PASSED, issued)
    extend = ExtendInputCall(
        call_id=inputs.CALL_ID,
        mission_id=MISSION_ID,
        mandate=TO,
        seen=1,
        closes_on=TODAY + 90 * DAY,
    )
    given(INPUT_CALL, *passed).when(extend, by=NEW_HOLDER).then_refused("has ended")
    end = EndInputCall(
        call_id=inputs.CALL_ID, mission_id=MISSION_ID, mandate=TO, seen=1, how="closed"
    )
    [ended] = INPUT_CALL.decide(end, Asked(at=AT, by=NEW_HOLDER), INPUT_CALL.fold(passed))
    assert ended.mandate == MANDATE, "it is the call of the old mandate that ends"


# --- a report ------------------------------------------------------------------------------------
