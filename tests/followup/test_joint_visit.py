"""A joint visit: one mission under several visit files (E.1, decision 0228)."""

from dataclasses import replace
from typing import Any

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.decide import MISSION, HearVisitFile
from services.followup.mission.joint import HearJoined, HearJoint
from services.followup.mission.passing import PassMissionOn
from shared.contracts import followup_missions as facts
from shared.contracts.followup_mission_commands import (
    AskMandateToJoin,
    JoinMission,
    LeaveMission,
    MarkMissionTask,
    SetProgrammeItem,
    TakeBackAskToJoin,
)
from shared.contracts.followup_visits import Window
from shared.core.actor import system
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import given
from tests.followup.missions import FIRST_DAY, MISSION_ID, OPENED, ask, fact, item, step
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    DAY,
    HOLDER,
    MANDATE,
    OFFICER,
    SOON,
    TODAY,
    person,
)

POLICY = system("followup")
OTHER, THIRD = "sr-food", "sr-water"
OWN_ID = str(derive_id("own mission of a test"))
THEIR_HOLDER = person("holder-3", Role.MANDATE_HOLDER, OTHER)
THEIR_OFFICER = person("officer-3", Role.HUMAN_RIGHTS_OFFICER, OTHER)
NO_MISSION = "There is no such mission."


def of_joint(kind: type, number: int, /, **also: Any) -> Any:
    return fact(kind, number, **{"done_by": HOLDER.actor_id, **also})


ASKED = of_joint(facts.MandateAskedToJoin, 2, asked=OTHER)
JOINED = of_joint(
    facts.MandateJoinedVisit,
    3,
    joining=OTHER,
    own_mission_id=OWN_ID,
    joined=(OTHER,),
    done_by=THEIR_HOLDER.actor_id,
)
LEFT = of_joint(
    facts.MandateLeftVisit,
    4,
    leaving=OTHER,
    own_mission_id=OWN_ID,
    joined=(),
    done_by=THEIR_HOLDER.actor_id,
)
OWN = replace(OPENED, mission_id=OWN_ID, mandate=OTHER)
JOIN = ask(JoinMission, 2, mandate=OTHER, own_mission_id=OWN_ID)
LEAVE = ask(LeaveMission, 3, mandate=OTHER)
INTO = fact(
    facts.MissionGoesOnIn,
    2,
    mission_id=OWN_ID,
    mandate=OTHER,
    joint=MISSION_ID,
    joint_step=3,
    into=MISSION_ID,
    comes=True,
    done_by=POLICY.actor_id,
)
HEAR_JOINT = HearJoint(mission_id=OWN_ID, mandate=OTHER, seen=3, into=MISSION_ID, joined=True)
HEAR_JOINED = HearJoined(
    mission_id=MISSION_ID, mandate=OTHER, seen=3, own_mission_id=OWN_ID, comes=True
)
BY_POLICY = replace(LEFT, done_by=POLICY.actor_id)


def test_the_holder_who_leads_asks_another_mandate_and_takes_it_back() -> None:
    command = ask(AskMandateToJoin, 1, asked=OTHER)
    given(MISSION, OPENED).when(command, by=HOLDER).then(ASKED)
    given(MISSION, OPENED, ASKED).when(command, by=HOLDER).then_nothing()
    given(MISSION, OPENED).when(command, by=OFFICER).then_forbidden()
    given(MISSION, OPENED).when(replace(command, asked="nobody"), by=HOLDER).then_refused("Choose")
    given(MISSION, OPENED).when(replace(command, asked=MANDATE), by=HOLDER).then_refused("Choose")
    back = ask(TakeBackAskToJoin, 2, asked=OTHER)
    gone = of_joint(facts.MandateNotAskedToJoin, 3, asked=OTHER)
    given(MISSION, OPENED, ASKED).when(back, by=HOLDER).then(gone)
    given(MISSION, OPENED, ASKED, gone).when(back, by=HOLDER).then_nothing()
    given(MISSION, OPENED, ASKED, gone, OWN).when(JOIN, by=THEIR_HOLDER).then_refused(NO_MISSION)


def test_nobody_is_asked_once_the_visit_began_or_was_called_off() -> None:
    command = ask(AskMandateToJoin, 2, asked=OTHER)
    began = fact(
        facts.MissionStepTaken, 2, what="began", phase="underway", on=TODAY, note_id="n", note=None
    )
    off = fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    given(MISSION, OPENED, began).when(command, by=HOLDER).then_refused("begun")
    given(MISSION, OPENED, off).when(command, by=HOLDER).then_refused("called off")


def test_the_holder_of_a_mandate_that_is_asked_joins_in_person() -> None:
    history = (OPENED, ASKED, OWN)
    given(MISSION, *history).when(JOIN, by=THEIR_HOLDER).then(JOINED)
    given(MISSION, *history, JOINED).when(JOIN, by=THEIR_HOLDER).then_nothing()
    given(MISSION, *history).when(JOIN, by=THEIR_OFFICER).then_forbidden()
    given(MISSION, *history).when(JOIN, by=HOLDER).then_forbidden()
    given(MISSION, OPENED, OWN).when(JOIN, by=THEIR_HOLDER).then_refused(NO_MISSION)
    given(MISSION, OWN).when(JOIN, by=THEIR_HOLDER).then_refused(NO_MISSION)
    given(MISSION, *history).when(replace(JOIN, seen=1), by=THEIR_HOLDER).then_refused("changed")
    over = replace(held(last=TODAY - DAY), mandate=OTHER)
    given(MISSION, *history, over).when(JOIN, by=THEIR_HOLDER).then_refused("Nobody signs")
    own = [f"mission-{OWN_ID}", f"missionconfidential-{OWN_ID}"]
    assert list(MISSION.consults(JOIN, MISSION.initial)) == [f"officeholder-{OTHER}", *own]


def test_the_own_visit_file_has_agreed_on_the_same_days() -> None:
    other_days = replace(OWN, dates=Window(first=SOON.first, last=SOON.last + DAY))
    unsettled = replace(
        fact(facts.MissionPlansChanged, 2, plans="unsettled", dates=None, file_step=6),
        mission_id=OWN_ID,
        mandate=OTHER,
    )
    elsewhere = replace(OWN, state="FRA")
    for own in ((), (other_days,), (OWN, unsettled), (elsewhere,), (replace(OWN, mandate=THIRD),)):
        given(MISSION, OPENED, ASKED, *own).when(JOIN, by=THEIR_HOLDER).then_refused(
            "own visit file"
        )


def test_an_own_mission_with_a_programme_or_of_a_joint_visit_does_not_join() -> None:
    def own(kind: type, number: int, **also: Any) -> Any:
        return replace(fact(kind, number, **also), mission_id=OWN_ID, mandate=OTHER)

    official = own(facts.ProgrammeItemSet, 2, item=item(), version=1)
    secret = own(facts.ConfidentialItemSet, 1, item=item(kind="victims"))
    out = replace(official, step=3, item=item(state="withdrawn"), version=2)
    history = (OPENED, ASKED, OWN)
    given(MISSION, *history, official).when(JOIN, by=THEIR_HOLDER).then_refused("programme")
    given(MISSION, *history, secret).when(JOIN, by=THEIR_HOLDER).then_refused("programme")
    given(MISSION, *history, official, out).when(JOIN, by=THEIR_HOLDER).then(JOINED)
    given(MISSION, *history, INTO).when(JOIN, by=THEIR_HOLDER).then_refused("joint visit already")


def test_who_works_for_a_mandate_that_joined_works_on_the_mission() -> None:
    history = (OPENED, ASKED, JOINED)
    mark = ask(MarkMissionTask, 3, mandate=OTHER, task="visas", now="done")
    marked = of_joint(facts.MissionTaskMarked, 4, task="visas", now="done", done_by="officer-3")
    given(MISSION, *history).when(mark, by=THEIR_OFFICER).then(marked)
    given(MISSION, OPENED, ASKED).when(mark, by=THEIR_OFFICER).then_refused(NO_MISSION)
    given(MISSION, *history, LEFT).when(mark, by=THEIR_OFFICER).then_refused(NO_MISSION)
    given(MISSION, *history).when(mark, by=OFFICER).then_forbidden()
    ended = replace(step("interrupted", 3), mandate=OTHER)
    given(MISSION, *history).when(ended, by=THEIR_HOLDER).then_forbidden()


def test_a_holder_leaves_until_the_visit_begins() -> None:
    history = (OPENED, ASKED, JOINED)
    given(MISSION, *history).when(LEAVE, by=THEIR_HOLDER).then(LEFT)
    given(MISSION, *history).when(LEAVE, by=HOLDER).then_forbidden()
    given(MISSION, *history).when(LEAVE, by=THEIR_OFFICER).then_forbidden()
    given(MISSION, *history, LEFT).when(LEAVE, by=THEIR_HOLDER).then_refused(NO_MISSION)
    began = fact(
        facts.MissionStepTaken, 4, what="began", phase="underway", on=TODAY, note_id="n", note=None
    )
    given(MISSION, *history, began).when(LEAVE, by=THEIR_HOLDER).then_refused("begun")
    vacant = replace(held(last=TODAY - DAY), mandate=OTHER)
    left = replace(LEFT, done_by=THEIR_OFFICER.actor_id)
    given(MISSION, *history, vacant).when(LEAVE, by=THEIR_OFFICER).then(left)


def test_the_visit_begins_for_those_whose_files_say_these_days() -> None:
    cleared = fact(
        facts.MissionStepTaken,
        4,
        what="security_cleared",
        phase="planning",
        on=TODAY,
        note_id="n",
        note=None,
    )
    history = (OPENED, ASKED, JOINED, cleared)
    begin = step("began", 4, on=SOON.first)
    began = fact(
        facts.MissionStepTaken,
        5,
        what="began",
        phase="underway",
        on=SOON.first,
        note_id="n-1",
        note=None,
        done_at=FIRST_DAY,
        mandates=(MANDATE, OTHER),
    )
    given(MISSION, *history, OWN).when(begin, by=OFFICER, at=FIRST_DAY).then(began)
    behind = replace(LEFT, step=5, done_by=OFFICER.actor_id, done_at=FIRST_DAY)
    for own in ((), (replace(OWN, dates=Window(first=SOON.first, last=SOON.last + DAY)),)):
        given(MISSION, *history, *own).when(begin, by=OFFICER, at=FIRST_DAY).then(
            behind, replace(began, step=6, mandates=(MANDATE,))
        )
    assert list(MISSION.consults(begin, MISSION.fold(history))) == [
        f"officeholder-{MANDATE}",
        f"mission-{OWN_ID}",
    ]


def test_the_own_mission_goes_on_in_the_joint_one_and_by_itself_again() -> None:
    assert HEAR_JOINT in FOLLOWUP_SERVICE.react(JOINED)
    given(MISSION, OWN).when(HEAR_JOINT, by=POLICY).then(INTO)
    given(MISSION, OWN, INTO).when(HEAR_JOINT, by=POLICY).then_nothing()
    given(MISSION).when(HEAR_JOINT, by=POLICY).then_nothing()
    assert HEAR_JOINED in FOLLOWUP_SERVICE.react(INTO)
    write = ask(SetProgrammeItem, 2, mission_id=OWN_ID, mandate=OTHER, item=item())
    given(MISSION, OWN, INTO).when(write, by=THEIR_OFFICER).then_refused("joint visit")
    alone = replace(HEAR_JOINT, seen=4, joined=False)
    assert alone in FOLLOWUP_SERVICE.react(LEFT)
    again = replace(INTO, step=3, joint_step=4, into=None)
    given(MISSION, OWN, INTO).when(alone, by=POLICY).then(again)
    assert FOLLOWUP_SERVICE.react(again) == []
    given(MISSION, OWN, INTO, again).when(HEAR_JOINT, by=POLICY).then_nothing()


def test_a_file_that_is_called_off_takes_its_mandate_off_the_joint_visit() -> None:
    hear = HearVisitFile(
        mission_id=OWN_ID,
        mandate=OTHER,
        state=OWN.state,
        plans="called_off",
        dates=None,
        file_step=9,
    )
    off = replace(
        fact(facts.MissionPlansChanged, 3, plans="called_off", dates=None, file_step=9),
        mission_id=OWN_ID,
        mandate=OTHER,
        done_by=POLICY.actor_id,
    )
    stays = replace(INTO, step=4, comes=False)
    given(MISSION, OWN, INTO).when(hear, by=POLICY).then(off, stays)
    gone = replace(HEAR_JOINED, comes=False)
    assert gone in FOLLOWUP_SERVICE.react(stays)
    history = (OPENED, ASKED, JOINED)
    given(MISSION, *history).when(gone, by=POLICY).then(BY_POLICY)
    given(MISSION, *history, LEFT).when(gone, by=POLICY).then_nothing()
    began = fact(
        facts.MissionStepTaken, 4, what="began", phase="underway", on=TODAY, note_id="n", note=None
    )
    given(MISSION, *history, began).when(gone, by=POLICY).then_nothing()


def test_a_joint_visit_that_is_called_off_or_a_record_leaves_the_others_their_own() -> None:
    history = (OPENED, ASKED, JOINED)
    hear = HearVisitFile(
        mission_id=MISSION_ID,
        mandate=MANDATE,
        state=OPENED.state,
        plans="called_off",
        dates=None,
        file_step=9,
    )
    off = fact(
        facts.MissionPlansChanged,
        4,
        plans="called_off",
        dates=None,
        file_step=9,
        done_by=POLICY.actor_id,
    )
    given(MISSION, *history).when(hear, by=POLICY).then(off, replace(BY_POLICY, step=5))
    kept = fact(facts.MissionPassedOn, 4, to=None, done_by=POLICY.actor_id)
    pass_on = PassMissionOn(mission_id=MISSION_ID, mandate=MANDATE, to=None)
    given(MISSION, *history).when(pass_on, by=POLICY).then(kept, replace(BY_POLICY, step=5))


def test_a_mandate_that_joined_and_ended_is_followed_by_its_successor() -> None:
    pass_on = PassMissionOn(mission_id=OWN_ID, mandate=OTHER, to=THIRD)
    passed = replace(
        fact(facts.MissionPassedOn, 3, to=THIRD, done_by=POLICY.actor_id),
        mission_id=OWN_ID,
        mandate=OTHER,
    )
    tells = replace(INTO, step=4, mandate=THIRD)
    given(MISSION, OWN, INTO).when(pass_on, by=POLICY).then(passed, tells)
    hear = replace(HEAR_JOINED, mandate=THIRD)
    assert hear in FOLLOWUP_SERVICE.react(tells)
    now = replace(JOINED, step=4, joining=THIRD, joined=(THIRD,), done_by=POLICY.actor_id)
    given(MISSION, OPENED, ASKED, JOINED).when(hear, by=POLICY).then(now)
    given(MISSION, OPENED, ASKED, JOINED).when(HEAR_JOINED, by=POLICY).then_nothing()
