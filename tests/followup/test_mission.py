"""Missions: E.4 of the specification of visits, and the two streams of a programme."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.mission.decide import MISSION, HearVisitFile, on_followup
from services.followup.mission.programme import CONFIDENTIAL_PROGRAMME
from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts import followup_missions as facts
from shared.contracts.followup_mission_commands import (
    MarkMissionTask,
    SetConfidentialItem,
    SetProgrammeItem,
)
from shared.contracts.followup_visits import Window
from shared.core.actor import Actor, Asked, system
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.missions import CONFIDENTIAL, TASKS
from tests.followup.missions import FIRST_DAY, MISSION_ID, OPENED, ask, fact, item, step
from tests.followup.test_visit_file import held
from tests.followup.visits import (
    AGREED,
    CANCELLED,
    DATED,
    HOLDER,
    MANDATE,
    OFFICER,
    OTHER_HOLDER,
    OTHER_OFFICER,
    POSTPONED,
    QRD,
    REQUESTED,
    SENT,
    SETTLED,
    SOON,
    STATE,
)

POLICY = system("followup")
HISTORY = (REQUESTED, DATED, SENT, SETTLED, AGREED)


def told(*history: Any) -> Any:
    """Return what the policy makes of the last fact of a visit file."""
    state = VISIT_FILE.fold(history)
    commands = on_followup(replace(history[-1], now=state.now, step=len(history)))
    return commands[0] if commands else None


def test_agreed_dates_open_a_mission_once() -> None:
    heard = told(*HISTORY)
    assert heard == HearVisitFile(
        mission_id="mission-1",
        mandate=MANDATE,
        state=STATE,
        plans="agreed",
        dates=SOON,
        file_step=5,
        kind="official",
    )
    opened = replace(OPENED, mission_id="mission-1", done_by=POLICY.actor_id)
    given(MISSION).when(heard, by=POLICY).then(opened)
    given(MISSION, opened).when(heard, by=POLICY).then_nothing()
    assert told(REQUESTED) is None
    assert on_followup(opened) == []


def test_what_the_file_says_reaches_the_mission() -> None:
    off, postponed = told(*HISTORY, CANCELLED), told(*HISTORY, POSTPONED)
    assert (off.plans, postponed.plans, postponed.dates) == ("called_off", "open", None)
    for heard in (off, postponed):
        expected = fact(
            facts.MissionPlansChanged,
            2,
            plans=heard.plans,
            dates=None,
            file_step=6,
            mission_id="mission-1",
            done_by=POLICY.actor_id,
        )
        given(MISSION, OPENED).when(heard, by=POLICY).then(expected)
    # Told late, told what it knows, told before any dates, and told once the visit is on the way.
    given(MISSION, replace(OPENED, file_step=9)).when(off, by=POLICY).then_nothing()
    again = replace(told(*HISTORY), file_step=9)
    given(MISSION, OPENED).when(again, by=POLICY).then_nothing()
    given(MISSION).when(postponed, by=POLICY).then_nothing()
    # Under way it is told too, and only the mission says how it goes on.
    began = taken("began", 2, "underway")
    told_off = replace(off, mission_id=MISSION_ID, file_step=7)
    (changed,) = MISSION.decide(told_off, Asked(at=AT, by=POLICY), MISSION.fold([OPENED, began]))
    assert isinstance(changed, facts.MissionPlansChanged)
    under_way = MISSION.fold([OPENED, began, changed])
    assert (under_way.phase, under_way.called_off) == ("underway", False)
    given(MISSION, OPENED, began, changed).when(step("ended", 3), by=HOLDER).then(
        taken("ended", 4, "ended", done_by=HOLDER.actor_id)
    )
    moved = Window(first=SOON.first + timedelta(days=30), last=SOON.last + timedelta(days=30))
    changed = fact(facts.MissionPlansChanged, 2, plans="agreed", dates=moved, file_step=6)
    assert MISSION.fold([OPENED, changed]).dates == moved


def taken(what: Any, number: int, phase: str = "planning", **also: Any) -> Any:
    base = {"what": what, "phase": phase, "note_id": "n-1", "note": None}
    return fact(facts.MissionStepTaken, number, **{**base, "on": AT.date(), **also})


def test_those_of_the_mandate_work_on_it() -> None:
    command = ask(MarkMissionTask, 1, task="visas", now="done")
    for by in (OFFICER, HOLDER):
        expected = fact(facts.MissionTaskMarked, 2, task="visas", now="done", done_by=by.actor_id)
        given(MISSION, OPENED).when(command, by=by).then(expected)
    for other in (QRD, OTHER_OFFICER, OTHER_HOLDER):
        given(MISSION, OPENED).when(command, by=other).then_forbidden()
    given(MISSION).when(command, by=OFFICER).then_refused("There is no such mission")
    done = fact(facts.MissionTaskMarked, 2, task="visas", now="done")
    given(MISSION, OPENED, done).when(command, by=OFFICER).then_nothing()
    given(MISSION, OPENED).when(replace(command, task="tea"), by=OFFICER).then_refused("no such")
    assert TASKS["request"].due(SOON) == SOON.first - timedelta(days=56)
    assert TASKS["report"].due(SOON) == SOON.last + timedelta(days=60)


@pytest.mark.parametrize("kind", CONFIDENTIAL)
def test_meetings_with_victims_and_civil_society_stand_in_the_confidential_stream_alone(
    kind: str,
) -> None:
    meeting = item(kind=kind)
    official = ask(SetProgrammeItem, 1, item=meeting)
    given(MISSION, OPENED).when(official, by=OFFICER).then_refused("confidential programme alone")
    expected = fact(facts.ConfidentialItemSet, 1, item=meeting)
    command = ask(SetConfidentialItem, 0, item=meeting)
    given(CONFIDENTIAL_PROGRAMME, OPENED).when(command, by=OFFICER).then(expected)
    given(CONFIDENTIAL_PROGRAMME, OPENED, expected).when(command, by=OFFICER).then_nothing()
    for other in (QRD, OTHER_OFFICER):
        given(CONFIDENTIAL_PROGRAMME, OPENED).when(command, by=other).then_forbidden()
    late = ask(SetConfidentialItem, 0, item=replace(meeting, state="held"))
    given(CONFIDENTIAL_PROGRAMME, OPENED, expected).when(late, by=OFFICER).then_refused("changed")


async def test_the_confidential_programme_is_in_a_stream_of_its_own() -> None:
    store = InMemoryStore()
    service = asking(FOLLOWUP_SERVICE, store)
    heard = replace(told(*HISTORY), mission_id=MISSION_ID)
    some: list[tuple[Any, Actor]] = [
        (heard, POLICY),
        (ask(SetProgrammeItem, 1, item=item(1)), OFFICER),
        (ask(SetConfidentialItem, 0, item=item(2, kind="victims")), OFFICER),
    ]
    for number, (command, by) in enumerate(some):
        command_id = derive_id("mission story", number)
        metadata = Metadata(
            correlation_id=derive_id("mission"), causation_id=command_id, actor=by.actor_id
        )
        for _ in range(2):
            await service(command, Asked(at=AT, by=by), command_id, metadata)
    streams = [record.stream for record in store.log]
    assert streams == [f"mission-{MISSION_ID}"] * 2 + [f"missionconfidential-{MISSION_ID}"]


def test_an_item_of_the_programme_makes_sense() -> None:
    def refused(said: str, *history: Any, **also: Any) -> None:
        command = ask(SetProgrammeItem, len(history) + 1, item=item(**also))
        given(MISSION, OPENED, *history).when(command, by=OFFICER).then_refused(said)

    refused("Choose from the list", kind="tea")
    refused("Enter a time", begins="24:00")
    refused("Enter an end", begins="10:00", ends="09:30")
    refused("Enter an end", ends="half past")
    refused("confidential programme alone", unannounced=True)
    refused("Enter a day of the visit", day=SOON.first - timedelta(days=8))
    refused(
        "is over", fact(facts.MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    )
    refused("is over", taken("completed", 2, "completed"))
    full = [fact(facts.ProgrammeItemSet, number, item=item(number)) for number in range(2, 202)]
    refused("as many items", *full, number=500)
    there = fact(facts.ProgrammeItemSet, 2, item=item())
    given(MISSION, OPENED, there).when(
        ask(SetProgrammeItem, 1, item=item()), by=OFFICER
    ).then_nothing()
    stale = ask(SetProgrammeItem, 0, item=item())
    given(MISSION, OPENED).when(stale, by=OFFICER).then_refused("has changed")


def test_a_changed_programme_is_agreed_anew_until_the_visit_begins() -> None:
    set_ = fact(facts.ProgrammeItemSet, 2, item=item(), version=1)
    agreed = taken("programme_agreed", 3, version=1)
    given(MISSION, OPENED).when(step("programme_agreed", 1), by=OFFICER).then_refused("no item yet")
    given(MISSION, OPENED, set_).when(step("programme_agreed", 2), by=OFFICER).then(agreed)
    note = item(9).text  # what is logged once more is kept
    given(MISSION, OPENED, set_, agreed).when(
        step("programme_agreed", 3, note=note), by=OFFICER
    ).then(replace(agreed, step=4, note=note))
    changed = fact(facts.ProgrammeItemSet, 4, item=item(state="confirmed"))
    assert "programme_agreed" not in MISSION.fold([OPENED, set_, agreed, changed]).done
    given(MISSION, OPENED, set_, agreed, changed).when(
        step("programme_agreed", 4), by=OFFICER
    ).then(taken("programme_agreed", 5, version=2))
    began = taken("began", 4, "underway")
    later = replace(changed, step=5)
    assert "programme_agreed" in MISSION.fold([OPENED, set_, agreed, began, later]).done


def test_a_visit_begins_on_its_day_once_security_is_cleared_and_dates_stand() -> None:
    def refused(said: str, *history: Any, at: Any = FIRST_DAY) -> None:
        command = step("began", len(history) + 1, on=at.date())
        given(MISSION, OPENED, *history).when(command, by=OFFICER, at=at).then_refused(said)

    cleared = taken("security_cleared", 2)
    refused("Log first that security is cleared")
    refused("on its first day", cleared, at=AT)
    changed = fact(facts.MissionPlansChanged, 2, plans="open", dates=None, file_step=6)
    refused("The dates are open", changed)
    refused("called off", replace(changed, plans="called_off"))
    refused("not settled any more", replace(changed, plans="unsettled"))
    began = taken(
        "began", 3, "underway", done_at=FIRST_DAY, on=FIRST_DAY.date(), mandates=(MANDATE,)
    )
    on = FIRST_DAY.date()
    for at in (FIRST_DAY - timedelta(days=1), FIRST_DAY, FIRST_DAY + timedelta(days=2)):
        given(MISSION, OPENED, cleared).when(step("began", 2, on=on), by=OFFICER, at=at).then(
            replace(began, done_at=at)
        )
    given(MISSION, OPENED, cleared).when(
        step("began", 1, on=on), by=OFFICER, at=FIRST_DAY
    ).then_refused("has changed")


def test_a_mission_runs_its_course_and_the_holder_interrupts_and_ends_it() -> None:
    course = [
        ("security_cleared", OFFICER),
        ("began", OFFICER),
        ("interrupted", HOLDER),
        ("resumed", HOLDER),
        ("interrupted", HOLDER),
        ("ended", HOLDER),
        ("completed", HOLDER),
        ("sources_told", OFFICER),
    ]
    history: list[Any] = [OPENED]
    for what, by in course:
        state = MISSION.fold(history)
        command = step(what, state.steps, on=FIRST_DAY.date())
        if by is HOLDER:
            given(MISSION, *history).when(command, by=OFFICER, at=FIRST_DAY).then_forbidden()
        history += MISSION.decide(command, Asked(at=FIRST_DAY, by=by), state)
    assert [one.phase for one in history[1:]] == [
        "planning",
        "underway",
        "interrupted",
        "underway",
        "interrupted",
        "ended",
        "completed",
        "completed",
    ]
    given(MISSION, OPENED).when(step("ended", 1), by=HOLDER).then_refused("does not follow")


def test_whose_term_is_over_interrupts_nothing() -> None:
    over = held(last=AT.date() - timedelta(days=1))
    command = step("ended", 2)
    given(MISSION, OPENED, taken("began", 2, "underway"), over).when(
        command, by=HOLDER
    ).then_refused("Nobody signs")
    assert MISSION.consults is not None
    assert MISSION.consults(command, MISSION.initial) == [f"officeholder-{MANDATE}"]
    assert not MISSION.consults(told(*HISTORY), MISSION.initial)


def test_new_dates_are_cleared_and_the_programme_is_agreed_anew() -> None:
    moved = Window(first=SOON.first + timedelta(days=30), last=SOON.last + timedelta(days=30))
    done = (taken("programme_agreed", 2), taken("security_cleared", 3))
    open_ = fact(facts.MissionPlansChanged, 4, plans="open", dates=None, file_step=6)
    same = replace(told(*HISTORY), mission_id=MISSION_ID, file_step=7)
    for dates, new, left in (
        (SOON, None, {"programme_agreed", "security_cleared"}),
        (moved, moved, set()),
    ):
        history = (OPENED, *done, open_)
        heard = replace(same, dates=dates)
        (changed,) = MISSION.decide(heard, Asked(at=AT, by=POLICY), MISSION.fold(history))
        assert isinstance(changed, facts.MissionPlansChanged)
        assert changed.dates == new
        assert MISSION.fold([*history, changed]).done == left


def test_terms_that_are_refused_after_the_dates_were_agreed_reach_the_mission() -> None:
    refused = replace(SETTLED, document=replace(SETTLED.document, document_id="x"), value="refused")
    heard = told(*HISTORY, refused)
    assert (heard.plans, heard.dates) == ("unsettled", SOON)


def test_a_step_has_the_day_at_the_place() -> None:
    began = taken("began", 2, "underway", on=FIRST_DAY.date())
    for days, said in (
        (2, "not in the future"),
        (-366, "at most a year ago"),
        (-1, "not before that"),
    ):
        command = step("ended", 2, on=FIRST_DAY.date() + timedelta(days=days))
        given(MISSION, OPENED, began).when(command, by=HOLDER, at=FIRST_DAY).then_refused(said)
    ahead = step("ended", 2, on=FIRST_DAY.date() + timedelta(days=1))
    assert MISSION.decide(ahead, Asked(at=FIRST_DAY, by=HOLDER), MISSION.fold([OPENED, began]))


def test_the_last_step_is_taken_back_by_whoever_may_take_it() -> None:
    began, interrupted = taken("began", 2, "underway"), taken("interrupted", 3, "interrupted")
    given(MISSION, OPENED).when(step("taken_back", 1), by=OFFICER).then_refused("does not follow")
    given(MISSION, OPENED, began).when(step("taken_back", 2), by=OFFICER).then(
        taken("taken_back", 3, "planning")
    )
    by_holder = given(MISSION, OPENED, began, interrupted)
    by_holder.when(step("taken_back", 3), by=OFFICER).then_forbidden()
    back = taken("taken_back", 4, "underway", done_by=HOLDER.actor_id)
    by_holder.when(step("taken_back", 3), by=HOLDER).then(back)
    assert MISSION.fold([OPENED, began, interrupted, back]).phase == "underway"


def test_while_nobody_holds_office_the_office_ends_a_visit() -> None:
    over = held(last=AT.date() - timedelta(days=1))
    began = taken("began", 2, "underway")
    given(MISSION, OPENED, began, over).when(step("ended", 2), by=OFFICER).then(
        taken("ended", 3, "ended")
    )
    given(MISSION, OPENED, began, over).when(step("ended", 2), by=OTHER_OFFICER).then_forbidden()


def test_m14_sources_are_told_once_the_visit_ended() -> None:
    began = taken("began", 2, "underway")
    for early in ((OPENED,), (OPENED, began)):
        command = step("sources_told", len(early))
        given(MISSION, *early).when(command, by=OFFICER).then_refused("does not follow")
    ended = taken("ended", 3, "ended")
    given(MISSION, OPENED, began, ended).when(step("sources_told", 3), by=OFFICER).then(
        taken("sources_told", 4, "ended")
    )
    completed = taken("completed", 4, "completed")
    given(MISSION, OPENED, began, ended, completed).when(step("sources_told", 4), by=OFFICER).then(
        taken("sources_told", 5, "completed")
    )
