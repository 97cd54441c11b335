"""Early warning, to the desk of a State: a rise by reprisals alone is none (R15, SD7)."""

from dataclasses import replace
from typing import Any

from services.stakeholders.alerts.decide import ALERT
from services.stakeholders.alerts.looking import LOOKER
from shared.contracts.stakeholders_alerts import AlertRose
from shared.core.testing import given
from tests.stakeholders.alerts import (
    ADOPTED,
    BACK,
    CLOSE,
    CLOSED,
    DESK,
    DISMISS,
    DISMISSED,
    ELECTED,
    LOOK,
    MEMBER,
    RAISED,
    ROSE,
    TAKE,
    TAKEN,
    WATCH,
    WATCHED,
    taken_back,
)
from tests.stakeholders.test_alerts import OPEN, seen

KEPT = replace(ROSE, open_level=None, open_now=0)
ANEW = replace(TAKEN, whose="committee")
OWN_END = replace(CLOSED, closed_by="desk-1", whose="desk")


def test_a_rise_by_reprisals_alone_changes_nothing_that_the_desk_can_find_out() -> None:
    """R15: its page shows the step that was taken, and the next one is as without the rise."""
    watched = replace(WATCHED, watched_by="desk-1", whose="desk")
    given(ALERT, RAISED, TAKEN, KEPT).when(WATCH, by=DESK).then(watched)
    given(ALERT, RAISED, TAKEN, KEPT, watched).when(WATCH, by=DESK).then_refused("has changed")
    both = replace(DESK, roles=DESK.roles | MEMBER.roles)
    given(ALERT, ELECTED, RAISED, TAKEN, KEPT).when(WATCH, by=both).then(watched)
    given(ALERT, ELECTED, RAISED, TAKEN, KEPT).when(WATCH, by=MEMBER).then_refused("has changed")
    given(ALERT, RAISED, TAKEN, ROSE).when(WATCH, by=DESK).then_refused("has changed")


def risen(command: Any, stage: Any) -> Any:
    """Return the command as on the page of the Committee after the rise."""
    return replace(command, stage=stage, now=10)


def test_a_step_of_the_committee_after_a_hidden_rise_is_no_step_to_the_desk() -> None:
    """R15: an alert that the desk watches is not taken anew, nor is that taken back."""
    known = (*OPEN, TAKEN, WATCHED, KEPT)
    given(ALERT, *known).when(risen(TAKE, "raised"), by=MEMBER).then(ANEW)
    back = replace(taken_back("raised"), whose="committee")
    given(ALERT, *known, ANEW).when(risen(BACK, "acknowledged"), by=MEMBER).then(back)
    same = replace(WATCHED, whose="committee")
    given(ALERT, *known, ANEW).when(risen(WATCH, "acknowledged"), by=MEMBER).then(same)
    given(ALERT, *known, ANEW).when(risen(DISMISS, "acknowledged"), by=MEMBER).then(DISMISSED)
    for history in (known, (*known, ANEW), (*known, ANEW, back), (*known, ANEW, same)):
        here = given(ALERT, *history)
        here.when(replace(CLOSE, stage="watched"), by=DESK).then(OWN_END)
        here.when(replace(TAKE, stage="raised"), by=DESK).then_refused("has changed")


def test_of_an_alert_that_the_desk_has_not_taken_a_decision_is_not_the_desk_s() -> None:
    own = replace(taken_back("raised"), taken_back_by="desk-1", whose="desk")
    known = (*OPEN, TAKEN, KEPT)
    given(ALERT, *known, ANEW).when(replace(BACK, stage="acknowledged"), by=DESK).then(own)
    hidden = replace(WATCHED, whose="committee")
    given(ALERT, *known, ANEW, own).when(risen(WATCH, "acknowledged"), by=MEMBER).then(hidden)
    nothing = (ELECTED, replace(RAISED, open_level=None, open_now=0))
    given(ALERT, *nothing).when(TAKE, by=MEMBER).then(ANEW)
    given(ALERT, *OPEN, KEPT).when(risen(TAKE, "raised"), by=MEMBER).then(TAKEN)


def test_a_step_of_the_desk_leaves_a_hidden_rise_to_the_committee() -> None:
    """SD7: it waits, and its notices go on."""
    known = (*OPEN, TAKEN, WATCHED, KEPT)
    own = replace(taken_back("acknowledged"), taken_back_by="desk-1", whose="desk")
    given(ALERT, *known).when(replace(BACK, stage="watched"), by=DESK).then(own)
    given(ALERT, *known).when(replace(CLOSE, stage="watched"), by=DESK).then(OWN_END)
    for step in (own, OWN_END):
        state = ALERT.fold([*known, step])
        assert state.alert
        assert (state.alert.stage, state.closed_on) == ("raised", None)
    given(ALERT, *known, own).when(risen(BACK, "raised"), by=MEMBER).then_refused("no step")
    given(ALERT, *known, OWN_END).when(risen(TAKE, "raised"), by=MEMBER).then(ANEW)
    ended = given(ALERT, *known, OWN_END, ANEW)
    hidden = replace(DISMISSED, whose="committee")
    ended.when(risen(DISMISS, "acknowledged"), by=MEMBER).then(hidden)
    ended.when(replace(BACK, stage="closed"), by=DESK).then_refused("or it is closed")
    more = replace(LOOK, measured=seen(20))
    [again] = given(ALERT, ADOPTED, *known, OWN_END).when(more, by=LOOKER)._decide()
    assert isinstance(again, AlertRose)
    assert again.open_now == 20


def test_each_takes_a_step_of_both_back_by_its_own_past() -> None:
    known = (*OPEN, TAKEN, WATCHED, KEPT, ANEW, DISMISSED)
    back = replace(taken_back("acknowledged"), desk_stage="watched")
    given(ALERT, *known).when(risen(BACK, "dismissed"), by=MEMBER).then(back)
    state = ALERT.fold([*known, back])
    assert state.alert
    assert state.desk
    assert (state.alert.stage, state.desk.stage) == ("acknowledged", "watched")
    without_past = ALERT.fold([*OPEN, taken_back("raised")])
    assert without_past.alert == without_past.desk


def test_to_the_desk_a_closed_alert_is_as_one_before_a_newer_that_rests_on_reprisals() -> None:
    closed = (RAISED, TAKEN, DISMISSED, CLOSED)
    newer = replace(RAISED, alert_id="newer", open_level=None, open_now=0)
    for known in (closed, (*closed, newer)):
        for command in (BACK, TAKE, CLOSE):
            given(ALERT, *known).when(command, by=DESK).then_refused("or it is closed")
