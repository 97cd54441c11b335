"""The debrief of a mission (M13): when it is held, by whom, and how it is corrected."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.debrief import DEBRIEF, MarkDebriefed
from services.followup.mission.decide import MISSION
from shared.contracts import followup_missions as of_missions
from shared.contracts import followup_partners as of_partners
from shared.contracts.followup_debriefs import ClauseValue, DebriefHeld
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.debriefs import (
    ATTENDED,
    INVITED,
    MOST_ANSWERS,
    MOST_DRAFTS,
    MOST_INVITATIONS,
    MOST_PARTS,
    MOST_VERSIONS,
)
from shared.reference.visit_terms import clauses_of
from tests.followup import partners
from tests.followup.debriefs import (
    AFTER,
    ANSWER,
    ANSWERED,
    BEGAN,
    CALL_AGAIN,
    CALL_OFF,
    CALLED_AGAIN,
    CALLED_OFF,
    COMPLETED,
    CORRECT,
    CORRECTED,
    DESK,
    ENDED,
    ENDED_ON,
    HELD,
    HOLD,
    INVITE,
    INVITED_TO,
    KEEP,
    KEPT,
    ON,
    OVER,
    PART,
    PART_WRITTEN,
    TEXT,
    values,
    went,
)
from tests.followup.missions import MISSION_ID, OPENED, fact, step
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    QRD,
    STATE,
    person,
)

POLICY = system("followup")
ABROAD = replace(DESK, states=frozenset({"FRA"}))
GOVERNMENT = person("state-1", Role.GOVERNMENT, states=frozenset({STATE}))
COMMITTEE = person("committee-1", Role.COORDINATION_COMMITTEE)
RC = partners.AGENCY
RC_ID = partners.of_agency(partners.PROPOSED, "rc").partner_id
_SCOPE = ("preparation", "follow_up")
ADMITTED = (
    replace(partners.of_agency(partners.PROPOSED, "rc"), scope=_SCOPE),
    partners.of_agency(partners.ADMITTED, "rc"),
    replace(partners.of_agency(partners.UNDERTAKEN, "rc"), done_by=RC.actor_id),
)
BY_RC = replace(PART, partner_id=RC_ID)
WORK = (HOLD, CORRECT, KEEP, PART, BY_RC)
RC_WRITTEN = replace(PART_WRITTEN, partner_id=RC_ID, done_by=RC.actor_id)


def after(*facts: Any) -> Any:
    return given(DEBRIEF, *facts)


@pytest.mark.parametrize("by", [OFFICER, HOLDER, DESK], ids=lambda by: by.actor_id)
def test_m13_the_debrief_is_held_by_the_mandate_or_the_desk_once_the_visit_ended(by: Actor) -> None:
    office = (held(),)
    for over in (OVER, (*OVER, COMPLETED)):
        after(*over, *office).when(HOLD, by=by, at=AFTER).then(replace(HELD, done_by=by.actor_id))
    for before in ((OPENED,), (OPENED, BEGAN)):
        for command in (HOLD, KEEP, PART):
            after(*before, *office).when(command, by=by, at=AFTER).then_refused("the end of the")


@pytest.mark.parametrize(
    "by", [OTHER_OFFICER, OTHER_HOLDER, ABROAD, QRD, GOVERNMENT, COMMITTEE, RC]
)
def test_nobody_else_works_on_it(by: Actor) -> None:
    for command in (HOLD, KEEP, PART):
        after(*OVER).when(command, by=by, at=AFTER).then_forbidden()


def test_whose_term_is_over_and_what_is_kept_as_a_record() -> None:
    over = held(last=ON - timedelta(days=1))
    after(*OVER, over).when(HOLD, by=HOLDER, at=AFTER).then_refused("Nobody signs")
    after(*OVER, over).when(HOLD, by=OFFICER, at=AFTER).then(HELD)
    kept = fact(of_missions.MissionPassedOn, 4, to=None)
    after(*OVER, kept).when(HOLD, by=OFFICER, at=AFTER).then_refused("kept as a record")
    gone_on = replace(kept, to="wgad")
    after(*OVER, gone_on).when(HOLD, by=OFFICER, at=AFTER).then_refused("no such mission")
    now = replace(HOLD, mandate="wgad")
    after(*OVER, gone_on).when(now, by=OTHER_OFFICER, at=AFTER).then(
        replace(HELD, mandate="wgad", done_by=OTHER_OFFICER.actor_id)
    )
    after().when(HOLD, by=OFFICER, at=AFTER).then_refused("no such mission")
    assert DEBRIEF.consults(HOLD, DEBRIEF.initial) == [
        f"mission-{MISSION_ID}",
        f"officeholder-{MANDATE}",
    ]
    assert DEBRIEF.consults(BY_RC, DEBRIEF.initial)[-1] == f"missionpartner-{RC_ID}"
    assert len(DEBRIEF.consults(PART, DEBRIEF.initial)) == 2


def test_it_is_held_once_and_corrected_by_a_new_version_with_a_reason() -> None:
    after(*OVER, HELD).when(HOLD, by=OFFICER, at=AFTER).then_refused("has changed")
    again = replace(HOLD, seen=1)
    after(*OVER, HELD).when(again, by=OFFICER, at=AFTER).then_refused("Say why")
    after(*OVER, HELD).when(CORRECT, by=OFFICER, at=AFTER).then(CORRECTED)
    early = replace(CORRECT, seen=0)
    after(*OVER).when(early, by=OFFICER, at=AFTER).then_refused("no debrief to correct")
    often = replace(CORRECTED, number=MOST_VERSIONS)
    late = replace(CORRECT, seen=2)
    for command in (late, replace(KEEP, seen=2)):  # a draft would lead nowhere
        after(*OVER, often).when(command, by=OFFICER, at=AFTER).then_refused("as often as")
    after(*OVER, HELD, went(4, "taken_back", "underway", ENDED_ON)).when(
        CORRECT, by=OFFICER, at=AFTER
    ).then_refused("the end of the visit")


def test_a_draft_is_kept_and_whoever_saw_another_one_looks_again() -> None:
    after(*OVER).when(KEEP, by=DESK, at=AFTER).then(replace(KEPT, done_by=DESK.actor_id))
    for command in (KEEP, HOLD):
        after(*OVER, KEPT).when(command, by=OFFICER, at=AFTER).then_refused("has changed")
    after(*OVER, KEPT).when(replace(HOLD, seen=1), by=OFFICER, at=AFTER).then(replace(HELD, step=2))


def test_a_stream_ends_though_drafts_and_the_part_of_the_country_team_are_kept_again() -> None:
    drafts = [replace(KEPT, step=number) for number in range(1, MOST_DRAFTS + 1)]
    again, hold = replace(KEEP, seen=MOST_DRAFTS), replace(HOLD, seen=MOST_DRAFTS)
    after(*OVER, *drafts).when(again, by=OFFICER, at=AFTER).then_refused("Put the debrief on")
    version = replace(HELD, step=MOST_DRAFTS + 1)
    after(*OVER, *drafts).when(hold, by=OFFICER, at=AFTER).then(version)
    correction = replace(KEEP, seen=version.step)
    after(*OVER, *drafts, version).when(correction, by=OFFICER, at=AFTER).then(
        replace(KEPT, step=version.step + 1)
    )
    part, last = replace(PART, seen=MOST_PARTS), replace(PART_WRITTEN, step=MOST_PARTS)
    after(*OVER, last).when(part, by=OFFICER, at=AFTER).then_refused("as often as it can be")


def test_a_correction_keeps_the_day_however_long_ago_it_was() -> None:
    later = AFTER + timedelta(days=500)
    after(*OVER, HELD).when(CORRECT, by=OFFICER, at=later).then(replace(CORRECTED, done_at=later))
    moved = replace(CORRECT, on=ON + timedelta(days=1))
    after(*OVER, HELD).when(moved, by=OFFICER, at=later).then_refused("at most a year ago")
    after(*OVER).when(HOLD, by=OFFICER, at=later).then_refused("at most a year ago")


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"on": ENDED_ON - timedelta(days=1)}, "before the visit ended"),
        ({"on": ON + timedelta(days=2)}, "not in the future"),
        ({"attended": ()}, "who took part"),
        ({"attended": ("minister",)}, "who took part"),
        ({"risk_reviewed": False}, "who is at risk"),
        ({"version": "1066"}, "a value for each clause"),
        ({"version": "1998"}, "a value for each clause"),
        ({"values": values()[1:]}, "a value for each clause"),
        ({"values": (*values(), values()[0])}, "a value for each clause"),
        ({"values": values(value="splendid")}, "a value for each clause"),
    ],
)
def test_what_makes_no_sense_is_refused(also: dict[str, Any], why: str) -> None:
    after(*OVER).when(replace(HOLD, **also), by=OFFICER, at=AFTER).then_refused(why)


def test_each_clause_of_the_terms_has_its_value_in_the_order_of_the_clauses() -> None:
    old = values("1998")
    breached = ClauseValue(clause="detention", value="breached", note=TEXT)
    some = (breached, *(one for one in old if one.clause != "detention"))
    command = replace(HOLD, version="1998", values=some, attended=ATTENDED[::-1])
    [said] = DEBRIEF.decide(command, Asked(at=AFTER, by=OFFICER), DEBRIEF.fold(OVER))
    assert isinstance(said, DebriefHeld)
    assert [one.clause for one in said.values] == [*clauses_of("1998")]
    assert breached in said.values
    assert said.attended == ATTENDED


def test_the_coordinator_writes_the_part_of_the_country_team_while_admitted() -> None:
    after(*OVER, *ADMITTED).when(BY_RC, by=RC, at=AFTER).then(RC_WRITTEN)
    after(*OVER, *ADMITTED, RC_WRITTEN).when(BY_RC, by=RC, at=AFTER).then_refused("has changed")
    after(*OVER).when(PART, by=OFFICER, at=AFTER).then(PART_WRITTEN)
    after(*OVER, HELD, KEPT).when(PART, by=DESK, at=AFTER).then(
        replace(PART_WRITTEN, done_by=DESK.actor_id)
    )
    after(OPENED, BEGAN, *ADMITTED).when(BY_RC, by=RC, at=AFTER).then_refused("no such mission")
    begun = (replace(ADMITTED[0], scope=("during",)), *ADMITTED[1:])
    after(OPENED, BEGAN, *begun).when(BY_RC, by=RC, at=AFTER).then_refused("the end of the visit")
    proposed, admitted, undertaken = ADMITTED
    for some in (
        (),
        (proposed, undertaken),
        (proposed, admitted),
        (replace(proposed, kind="unct"), admitted, undertaken),
        (replace(proposed, mission_id="another"), admitted, undertaken),
        (*ADMITTED, partners.of_agency(partners.fact(of_partners.PartnerEnded, 4), "rc")),
    ):
        after(*OVER, *some).when(BY_RC, by=RC, at=AFTER).then_refused("no such mission")
    other = replace(BY_RC, mandate="wgad")
    after(*OVER, *ADMITTED).when(other, by=RC, at=AFTER).then_refused("no such mission")
    for by in (GOVERNMENT, OFFICER, person("agency-2", Role.UN_PARTNER)):
        after(*OVER, *ADMITTED).when(BY_RC, by=by, at=AFTER).then_refused("no such mission")


def test_vr2_after_the_last_day_of_its_admission_the_coordinator_writes_nothing() -> None:
    until = ADMITTED[0].until
    last = AFTER + (until - day_of(AFTER))
    own = replace(RC_WRITTEN, done_at=last)
    after(*OVER, *ADMITTED).when(BY_RC, by=RC, at=last).then(own)
    for days in (1, 30, 31):
        late = last + timedelta(days=days)
        after(*OVER, *ADMITTED).when(BY_RC, by=RC, at=late).then_refused("no such mission")


def test_a_policy_marks_on_the_mission_that_it_was_held_once() -> None:
    mark = MarkDebriefed(mission_id=MISSION_ID, on=ON)
    assert FOLLOWUP_SERVICE.react(HELD) == [mark]
    for quiet in (KEPT, RC_WRITTEN):
        assert not FOLLOWUP_SERVICE.react(quiet)
    new = MISSION.decide(mark, Asked(at=AFTER, by=POLICY), MISSION.fold(OVER))
    assert [type(one) for one in new] == [
        of_missions.MissionStepTaken,
        of_missions.MissionTaskMarked,
    ]
    assert [one.step for one in new if hasattr(one, "step")] == [4, 5]
    after_it = MISSION.fold([*OVER, *new])
    assert ("debriefed" in after_it.done, after_it.tasks["debrief"]) == (True, "done")
    assert after_it.phase == "ended"
    given(MISSION, *OVER, *new).when(mark, by=POLICY).then_nothing()
    for before in ((), (OPENED,), (OPENED, BEGAN)):
        given(MISSION, *before).when(mark, by=POLICY).then_nothing()
    by_hand = step("debriefed", 3, on=ON)
    given(MISSION, *OVER).when(by_hand, by=OFFICER, at=AFTER).then_refused("on its own page")


def test_m13_the_desk_the_branch_the_field_and_the_coordinator_are_invited_and_answer() -> None:
    """Each for oneself and as of an office that is invited; a new invitation is answered anew."""
    for by in (OFFICER, HOLDER, DESK):
        after(*OVER).when(INVITE, by=by, at=AFTER).then(replace(INVITED_TO, done_by=by.actor_id))
    after(*OVER).when(INVITE, by=RC, at=AFTER).then_refused("Only the mandate")
    after(OPENED, BEGAN).when(INVITE, by=OFFICER, at=AFTER).then_refused("the end of the visit")
    un = person("un-1", Role.UN_PARTNER, states=frozenset({STATE}))
    people = {
        "desk": DESK,
        "branch": person("chief-1", Role.CHIEF),
        "field": replace(un, office="field"),
        "coordinator": replace(un, office="coordinator"),
    }
    assert [*people] == [*INVITED]
    called = (*OVER, INVITED_TO)
    for office, by in people.items():
        command = replace(ANSWER, office=office)
        said = replace(ANSWERED, office=office, done_by=by.actor_id)
        after(*called).when(command, by=by, at=AFTER).then(said)
        after(*called, said).when(command, by=by, at=AFTER).then_nothing()
        no = replace(said, comes=False, step=3)
        after(*called, said).when(replace(command, comes=False), by=by, at=AFTER).then(no)
        others = [one for one in people.values() if one is not by]
        for other in (*others, ABROAD, un, GOVERNMENT, COMMITTEE, OFFICER):
            after(*called).when(command, by=other, at=AFTER).then_refused("no such invitation")
        alone = replace(INVITED_TO, invited=tuple(each for each in INVITED if each != office))
        after(*OVER, alone).when(command, by=by, at=AFTER).then_refused("no such invitation")
    strange = replace(ANSWER, office="minister")
    everybody = replace(INVITED_TO, invited=("minister",))
    after(*OVER, everybody).when(strange, by=DESK, at=AFTER).then_refused("no such invitation")
    after(*OVER).when(ANSWER, by=DESK, at=AFTER).then_refused("no such invitation")
    away = replace(ANSWER, mandate="wgad")
    after(*called).when(away, by=DESK, at=AFTER).then_refused("no such invitation")
    kept = fact(of_missions.MissionPassedOn, 4, to=None)
    after(*called, kept).when(ANSWER, by=DESK, at=AFTER).then_refused("kept as a record")
    after(*called, HELD).when(ANSWER, by=DESK, at=AFTER).then_refused("was held")
    often = replace(ANSWERED, comes=False, step=MOST_ANSWERS)
    after(*called, often).when(ANSWER, by=DESK, at=AFTER).then_refused("Tell the mandate")
    moved = replace(INVITED_TO, number=2, step=3)
    fewer = replace(moved, invited=("desk", "field"), no_more=("branch", "coordinator"))
    after(*called, ANSWERED).when(
        replace(INVITE, seen=1, invited=("field", "desk")), by=OFFICER, at=AFTER
    ).then(fewer)
    again = replace(INVITE, seen=1)
    after(*called, ANSWERED).when(again, by=OFFICER, at=AFTER).then(moved)
    after(*called, ANSWERED, moved).when(ANSWER, by=DESK, at=AFTER).then_refused("has changed")
    anew = replace(ANSWERED, number=2, step=4)
    new = replace(ANSWER, seen=2)
    after(*called, ANSWERED, moved).when(new, by=DESK, at=AFTER).then(anew)


@pytest.mark.parametrize(
    ("also", "why"),
    [
        ({"invited": ()}, "who is invited"),
        ({"invited": ("holder",)}, "who is invited"),
        ({"on": ON - timedelta(days=1)}, "from today on"),
        ({"on": ON + timedelta(days=367)}, "from today on"),
        ({"begins": "half past nine"}, "such as 09:30"),
        ({"seen": 1}, "has changed"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(also: dict[str, Any], why: str) -> None:
    after(*OVER).when(replace(INVITE, **also), by=OFFICER, at=AFTER).then_refused(why)


def test_nobody_is_invited_once_it_was_held_or_again_and_again() -> None:
    after(*OVER, HELD).when(INVITE, by=OFFICER, at=AFTER).then_refused("on record")
    last = replace(INVITED_TO, number=MOST_INVITATIONS)
    often = replace(INVITE, seen=MOST_INVITATIONS)
    after(*OVER, last).when(often, by=OFFICER, at=AFTER).then_refused("as often as")


def test_an_invitation_is_called_off_wherever_the_mission_stands_and_that_is_taken_back() -> None:
    """Nobody answers meanwhile; another day may be named, and answers stand again with the day."""
    office, called = held(), (*OVER, INVITED_TO)
    for by in (OFFICER, HOLDER, DESK):
        off = replace(CALLED_OFF, done_by=by.actor_id)
        after(*called, office).when(CALL_OFF, by=by, at=AFTER).then(off)
        on = replace(CALLED_AGAIN, done_by=by.actor_id)
        after(*called, office, off).when(CALL_AGAIN, by=by, at=AFTER).then(on)
    for command in (CALL_OFF, CALL_AGAIN):
        for other in (OTHER_OFFICER, ABROAD, QRD, GOVERNMENT, COMMITTEE, RC):
            after(*called).when(command, by=other, at=AFTER).then_forbidden()
        after(*OVER).when(command, by=OFFICER, at=AFTER).then_refused("has changed")
        old = replace(command, seen=0)
        after(*called).when(old, by=OFFICER, at=AFTER).then_refused("has changed")
        after(*called, HELD).when(command, by=OFFICER, at=AFTER).then_refused("was held")
        kept = fact(of_missions.MissionPassedOn, 4, to=None)
        after(*called, kept).when(command, by=OFFICER, at=AFTER).then_refused("kept as a record")
    after(*called).when(CALL_AGAIN, by=OFFICER, at=AFTER).then_nothing()
    off = (*called, CALLED_OFF)
    after(*off).when(CALL_OFF, by=OFFICER, at=AFTER).then_nothing()
    after(*off).when(ANSWER, by=DESK, at=AFTER).then_refused("no such invitation")
    back = went(4, "taken_back", "underway", ENDED_ON)
    after(*called, back).when(CALL_OFF, by=OFFICER, at=AFTER).then(CALLED_OFF)
    after(*off, back).when(CALL_AGAIN, by=OFFICER, at=AFTER).then_refused("the end of the visit")
    late = AFTER + timedelta(days=1)
    after(*off).when(CALL_AGAIN, by=OFFICER, at=late).then_refused("is over")
    late_off = replace(CALLED_OFF, done_at=late)
    after(*called).when(CALL_OFF, by=OFFICER, at=late).then(late_off)
    often = replace(CALLED_OFF, step=MOST_ANSWERS)
    after(*called, often).when(CALL_AGAIN, by=OFFICER, at=AFTER).then_refused("as often as")
    full = replace(CALLED_AGAIN, step=MOST_ANSWERS)
    ends = replace(CALLED_OFF, step=MOST_ANSWERS + 1)
    after(*called, full).when(CALL_OFF, by=OFFICER, at=AFTER).then(ends)
    moved = replace(INVITED_TO, number=2, step=3, invited=("desk",))
    other = replace(INVITE, seen=1, invited=("desk",))
    after(*off).when(other, by=OFFICER, at=AFTER).then(moved)  # they know that it was called off
    new = replace(ANSWERED, number=2, step=4)
    after(*off, moved).when(replace(ANSWER, seen=2), by=DESK, at=AFTER).then(new)
    stands = (*called, ANSWERED, replace(CALLED_OFF, step=3), replace(CALLED_AGAIN, step=4))
    after(*stands).when(ANSWER, by=DESK, at=AFTER).then_nothing()
    no = replace(ANSWERED, comes=False, step=5)
    after(*stands).when(replace(ANSWER, comes=False), by=DESK, at=AFTER).then(no)


def test_who_is_at_risk_stands_in_no_debrief() -> None:
    """They are in the reprisal case alone, which no debrief names (XR2)."""
    names = {name for one in (HELD, KEPT, RC_WRITTEN) for name in one.__dataclass_fields__}
    assert not [name for name in names if "case" in name or "affected" in name]
    assert [name for name in names if "risk" in name] == ["risk_reviewed"]


def test_random_histories_never_hold_it_before_the_end_nor_change_what_was_said() -> None:
    """No dead end, nothing that is refused changes anything, and versions count from one."""
    people = [OFFICER, HOLDER, DESK, RC, GOVERNMENT, OTHER_OFFICER]
    office = held()
    for seed in range(30):
        chance = random.Random(seed)  # the same each time
        course: list[Any] = [OPENED, *ADMITTED, office]
        said: list[Any] = []
        for _ in range(25):
            if chance.random() < 0.2 and ENDED not in course:
                course.append(ENDED if BEGAN in course else BEGAN)
            state = DEBRIEF.fold([*said, *course])
            seen = chance.choice([state.steps, state.steps, state.team_steps, 0])
            command = replace(chance.choice([*WORK, INVITE, CALL_OFF, CALL_AGAIN]), seen=seen)
            by = chance.choice(people)
            try:
                new = DEBRIEF.decide(command, Asked(at=AFTER, by=by), state)
            except (Refused, Forbidden):
                continue
            assert ENDED in course
            assert by not in (GOVERNMENT, OTHER_OFFICER)
            assert {by.actor_id} == {one.done_by for one in new if hasattr(one, "done_by")}
            said += new
        numbers = [one.number for one in said if isinstance(one, DebriefHeld)]
        assert numbers == [*range(1, len(numbers) + 1)]
        reasons = [one.reason is None for one in said if hasattr(one, "reason")]
        assert reasons == [n == 0 for n in range(len(reasons))]
        if ENDED in course:
            state = DEBRIEF.fold([*said, *course])
            last = replace(CORRECT if state.number else HOLD, seen=state.steps)
            assert DEBRIEF.decide(last, Asked(at=AFTER, by=OFFICER), state)
    assert AT < AFTER
