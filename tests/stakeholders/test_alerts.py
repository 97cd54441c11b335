"""Early warning: rules and their versions, alerts from the first look to the end. K5 and K6."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.alerts.decide import ALERT
from services.stakeholders.alerts.looking import LOOKER
from services.stakeholders.alerts.rule import ALERT_RULE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.committee.members.decide import STREAM
from shared.contracts.stakeholders_alerts import AlertRaised, Measured
from shared.contracts.stakeholders_committee import CommitteeMemberLeft
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from tests.stakeholders.alerts import (
    ADOPT,
    ADOPTED,
    ALERT_ID,
    BACK,
    CLOSE,
    CLOSED,
    DESK,
    DISMISS,
    DISMISSED,
    ELECTED,
    EVERY,
    KENYAN,
    LOOK,
    MEASURED,
    MEMBER,
    OF_IRAN,
    ON,
    PIN,
    PINNED,
    RAISED,
    REFER,
    REFERRED,
    ROSE,
    STRANGER,
    SUSPEND,
    SUSPENDED,
    TAKE,
    TAKEN,
    WATCH,
    WATCHED,
    taken_back,
)

DAY = timedelta(days=1)
KNOWN = (ELECTED, ADOPTED)


def seen(window: int, **changed: Any) -> Measured:
    return replace(MEASURED, **{"window": window, "open_window": window, **changed})


# --- rules ---------------------------------------------------------------------------------------


def test_a_rule_is_adopted_version_by_version_and_suspended() -> None:
    given(ALERT_RULE, ELECTED).when(ADOPT, by=MEMBER).then(ADOPTED)
    again = replace(ADOPT, version=2)
    given(ALERT_RULE, *KNOWN).when(again, by=MEMBER).then_refused("set so already")
    given(ALERT_RULE, *KNOWN).when(ADOPT, by=MEMBER).then_refused("has changed")
    second = replace(again, floor=10)
    given(ALERT_RULE, *KNOWN).when(second, by=MEMBER).then(replace(ADOPTED, version=2, floor=10))
    given(ALERT_RULE, *KNOWN).when(SUSPEND, by=MEMBER).then(SUSPENDED)
    given(ALERT_RULE, *KNOWN, SUSPENDED).when(SUSPEND, by=MEMBER).then_nothing()
    given(ALERT_RULE, *KNOWN, SUSPENDED).when(again, by=MEMBER).then(replace(ADOPTED, version=2))
    other = replace(SUSPEND, version=2)
    given(ALERT_RULE, *KNOWN).when(other, by=MEMBER).then_refused("has changed")


@pytest.mark.parametrize("wrong", [{"floor": 3}, {"floor": 5}, {"least": "urgent"}, {"quiet": 1}])
def test_a_rule_is_set_from_the_lists(wrong: dict[str, Any]) -> None:
    given(ALERT_RULE, ELECTED).when(replace(ADOPT, **wrong), by=MEMBER).then_refused("from the")


def test_only_the_committee_adopts_until_somebody_leaves_it() -> None:
    for role in set(Role) - {Role.COORDINATION_COMMITTEE}:
        other = replace(MEMBER, roles=frozenset({role}))
        given(ALERT_RULE, ELECTED).when(ADOPT, by=other).then_forbidden()
    own = replace(ADOPTED, adopted_by="holder-9")
    given(ALERT_RULE, ELECTED).when(ADOPT, by=STRANGER).then(own)
    given(ALERT_RULE).when(ADOPT, by=STRANGER).then(own)
    left = CommitteeMemberLeft(
        election_id="e-1",
        term_id="t-1",
        mandate="sr-torture",
        left_on=ON,
        reason_code="term_ended",
        recorded_by="chief",
        recorded_at=AT,
    )
    given(ALERT_RULE, ELECTED, left).when(ADOPT, by=MEMBER).then_forbidden()


# --- looking -------------------------------------------------------------------------------------


def test_a_look_raises_an_alert_in_bands() -> None:
    given(ALERT, ADOPTED).when(LOOK, by=LOOKER).then(RAISED)
    given(ALERT).when(LOOK, by=LOOKER).then_nothing()
    given(ALERT, ADOPTED, SUSPENDED).when(LOOK, by=LOOKER).then_nothing()
    given(ALERT, ADOPTED).when(replace(LOOK, version=2), by=LOOKER).then_nothing()
    given(ALERT, ADOPTED).when(replace(LOOK, on=ON + 2 * DAY), by=LOOKER).then_nothing()
    usual = replace(LOOK, measured=seen(5))
    given(ALERT, ADOPTED).when(usual, by=LOOKER).then_nothing()


def test_nobody_but_the_platform_looks() -> None:
    for role in Role:
        person = Actor(actor_id="x", roles=frozenset({role}))
        given(ALERT, ADOPTED).when(LOOK, by=person).then_forbidden()


def test_what_reprisals_alone_make_unusual_is_not_for_the_desk() -> None:
    look = replace(LOOK, measured=seen(6, open_window=2))
    given(ALERT, ADOPTED).when(look, by=LOOKER).then(replace(RAISED, open_level=None, open_now=0))


def test_what_rises_by_reprisals_alone_is_no_rise_for_the_desk() -> None:
    """The desk of the State would learn their number from the same band told twice."""
    more = replace(LOOK, measured=seen(10, open_window=6))
    known = (ADOPTED, replace(RAISED, open_now=4))
    given(ALERT, *known).when(more, by=LOOKER).then(replace(ROSE, open_level=None, open_now=0))
    hidden = (ADOPTED, replace(RAISED, open_level=None, open_now=0))
    given(ALERT, *hidden).when(more, by=LOOKER).then(replace(ROSE, open_now=4))


@pytest.mark.parametrize(
    "handled",
    [(), (TAKEN,), (TAKEN, REFERRED), (TAKEN, WATCHED), (TAKEN, DISMISSED)],
)
def test_one_alert_is_open_and_a_rise_is_told_whatever_was_decided(handled: Any) -> None:
    known = (ADOPTED, RAISED, *handled)
    given(ALERT, *known).when(LOOK, by=LOOKER).then_nothing()
    later = replace(LOOK, on=ON + 1 * DAY)
    given(ALERT, *known).when(later, by=LOOKER, at=AT + 400 * DAY).then_nothing()
    more = replace(LOOK, measured=seen(10))
    given(ALERT, *known).when(more, by=LOOKER).then(ROSE)
    given(ALERT, *known, ROSE).when(more, by=LOOKER).then_nothing()
    risen = given(ALERT, *known, ROSE, ELECTED)
    risen.when(replace(TAKE, now=10), by=MEMBER).then(TAKEN)
    risen.when(TAKE, by=MEMBER).then_refused("has changed")


def test_after_the_end_it_is_quiet_for_28_days_unless_it_rises() -> None:
    known = (ADOPTED, RAISED, TAKEN, DISMISSED, replace(CLOSED, closed_at=AT + 10 * DAY))
    closed_on = AT.date() + 10 * DAY

    def at(days: int, window: int = 6) -> Any:
        look = replace(LOOK, on=closed_on + days * DAY, measured=seen(window))
        return given(ALERT, *known).when(look, by=LOOKER, at=AT + 200 * DAY)

    at(27).then_nothing()
    [again] = at(28)._decide()
    assert isinstance(again, AlertRaised)
    assert again.alert_id != ALERT_ID
    [risen] = at(0, 10)._decide()
    assert isinstance(risen, AlertRaised)
    assert risen.now == 10


def test_an_alert_in_the_baseline_makes_the_usual_doubtful() -> None:
    known = (ADOPTED, RAISED, TAKEN, DISMISSED, CLOSED)
    for days, expected in ((60, False), (63, True), (700, True), (800, False)):
        look = replace(LOOK, on=ON + days * DAY)
        [again] = given(ALERT, *known).when(look, by=LOOKER, at=AT + 900 * DAY)._decide()
        assert isinstance(again, AlertRaised)
        assert again.doubtful is expected
    look = replace(LOOK, on=ON + 100 * DAY)
    [again] = given(ALERT, *known, PINNED).when(look, by=LOOKER, at=AT + 900 * DAY)._decide()
    assert isinstance(again, AlertRaised)
    assert not again.doubtful


# --- handling ------------------------------------------------------------------------------------

OPEN = (ELECTED, RAISED)


def test_an_alert_is_taken_decided_closed_and_each_step_taken_back() -> None:
    given(ALERT, *OPEN).when(TAKE, by=MEMBER).then(TAKEN)
    taken = (*OPEN, TAKEN)
    given(ALERT, *taken).when(REFER, by=MEMBER).then(REFERRED)
    given(ALERT, *taken).when(WATCH, by=MEMBER).then(WATCHED)
    given(ALERT, *taken).when(DISMISS, by=MEMBER).then(DISMISSED)
    given(ALERT, *taken).when(replace(BACK, stage="acknowledged"), by=MEMBER).then(
        taken_back("raised")
    )
    given(ALERT, *taken, DISMISSED).when(CLOSE, by=MEMBER).then(CLOSED)
    closed = (*taken, WATCHED, DISMISSED, CLOSED)
    given(ALERT, *closed).when(BACK, by=MEMBER).then(taken_back("dismissed", "campaign"))
    back = (*closed, taken_back("dismissed", "campaign"))
    given(ALERT, *back).when(replace(BACK, stage="dismissed"), by=MEMBER).then(
        taken_back("watched")
    )
    given(ALERT, *back).when(CLOSE, by=MEMBER).then(CLOSED)


def test_what_was_decided_can_be_decided_anew() -> None:
    taken = (*OPEN, TAKEN, WATCHED)
    given(ALERT, *taken).when(replace(WATCH, stage="watched"), by=MEMBER).then_nothing()
    given(ALERT, *taken).when(replace(REFER, stage="watched"), by=MEMBER).then(REFERRED)


@pytest.mark.parametrize(
    ("known", "command", "sentence"),
    [
        ((), TAKE, "no such alert"),
        (OPEN[1:], replace(TAKE, alert_id="another"), "no such alert"),
        ((RAISED, TAKEN), TAKE, "has changed"),
        ((RAISED, TAKEN), replace(TAKE, stage="acknowledged"), "Somebody has"),
        ((RAISED,), replace(REFER, stage="raised"), "Take this alert first"),
        ((RAISED,), replace(CLOSE, stage="raised"), "Say first"),
        ((RAISED,), replace(BACK, stage="raised"), "no step"),
        ((RAISED, TAKEN), replace(REFER, code="government"), "from the list"),
        ((RAISED, TAKEN), replace(REFER, code=None), "from the list"),
        ((RAISED, TAKEN), replace(WATCH, code="desk"), "from the list"),
        ((RAISED, TAKEN, WATCHED, CLOSED), replace(WATCH, stage="closed"), "is closed"),
        ((RAISED, TAKEN, WATCHED, CLOSED), replace(CLOSE, stage="closed"), "Say first"),
        ((RAISED, TAKEN, ROSE), DISMISS, "has changed"),
        ((RAISED, ROSE), TAKE, "has changed"),
        ((RAISED, ROSE), replace(TAKE, now=10, level="urgent"), "has changed"),
    ],
)
def test_what_is_refused(known: Any, command: Any, sentence: str) -> None:
    given(ALERT, ELECTED, *known).when(command, by=MEMBER).then_refused(sentence)


STEPS = [TAKE, REFER, CLOSE, BACK, PIN]


@pytest.mark.parametrize("command", STEPS)
def test_a_member_concerned_is_recused(command: Any) -> None:
    given(ALERT, *OPEN).when(command, by=KENYAN).then_forbidden()
    both = replace(KENYAN, roles=KENYAN.roles | DESK.roles, states=DESK.states)
    given(ALERT, *OPEN).when(command, by=both).then_forbidden()
    on_iran = replace(command, state="IRN")
    given(ALERT, ELECTED, replace(RAISED, state="IRN")).when(on_iran, by=OF_IRAN).then_forbidden()


@pytest.mark.parametrize("command", STEPS)
@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER})
)
def test_no_other_role_handles_an_alert(role: Role, command: Any) -> None:
    other = Actor(
        actor_id="holder-1",
        roles=frozenset({role}),
        states=frozenset({"KEN"}),
        mandates=frozenset({"sr-food"}),
    )
    given(ALERT, *OPEN).when(command, by=other).then_forbidden()


def test_a_desk_officer_handles_the_alerts_of_the_own_states() -> None:
    taken = replace(TAKEN, acknowledged_by="desk-1")
    given(ALERT, *OPEN).when(TAKE, by=DESK).then(taken)
    elsewhere = replace(DESK, states=frozenset({"UGA"}))
    given(ALERT, *OPEN).when(TAKE, by=elsewhere).then_refused("no such alert")
    given(ALERT).when(TAKE, by=DESK).then_refused("no such alert")
    hidden = replace(RAISED, open_level=None, open_now=0)
    given(ALERT, hidden).when(TAKE, by=DESK).then_refused("no such alert")
    given(ALERT, hidden, ROSE).when(replace(TAKE, now=10), by=DESK).then(taken)
    kept = replace(ROSE, open_level=None, open_now=0)
    own = replace(taken, whose="desk")
    given(ALERT, RAISED, kept).when(TAKE, by=DESK).then(own)
    given(ALERT, *OPEN).when(PIN, by=DESK).then_forbidden()


def test_a_reference_is_pinned_and_the_pin_taken_away() -> None:
    given(ALERT, *OPEN).when(PIN, by=MEMBER).then(PINNED)
    given(ALERT, *OPEN, PINNED).when(PIN, by=MEMBER).then_nothing()
    away = replace(PIN, before=PINNED.until, until=None, reason_code=None)
    other = replace(PIN, until=date(2024, 11, 30))
    given(ALERT, *OPEN, PINNED).when(other, by=MEMBER).then_refused("has changed")
    gone = replace(PINNED, until=None, reason_code=None)
    given(ALERT, *OPEN, PINNED).when(away, by=MEMBER).then(gone)
    given(ALERT, *OPEN, PINNED, gone).when(PIN, by=MEMBER).then(PINNED)
    wrong = replace(PIN, reason_code="other")
    given(ALERT, *OPEN).when(wrong, by=MEMBER).then_refused("reason")
    late = replace(PIN, until=date(2025, 12, 1))
    given(ALERT, *OPEN).when(late, by=MEMBER).then_refused("not later than 3 Nov 2025")


def test_facts_of_an_alert_that_is_not_known_change_nothing() -> None:
    assert ALERT.fold([TAKEN, ROSE, CLOSED]) == ALERT.initial


def test_the_name_of_a_stream_tells_neither_rule_nor_state() -> None:
    name = ALERT.stream(TAKE)
    assert "KEN" not in name
    assert "submissions" not in name
    assert ALERT.stream(LOOK) == ALERT.stream(PIN) == name
    assert ALERT.consults(TAKE, ALERT.initial) == [STREAM]
    assert ALERT.consults(LOOK, ALERT.initial) == ["alertrule-submissions"]
    assert ALERT_RULE.consults(ADOPT, ALERT_RULE.initial) == [STREAM]


def test_asked_twice_a_look_is_one_alert() -> None:
    asked = Asked(at=AT, by=LOOKER)
    state = ALERT.fold([ADOPTED, *ALERT.decide(LOOK, asked, ALERT.fold([ADOPTED]))])
    assert ALERT.decide(LOOK, asked, state) == []


async def test_each_command_sent_twice_takes_effect_once() -> None:
    """Whatever process takes it: a rule is read from its own stream each time."""
    store = InMemoryStore()
    for n, (command, by) in enumerate(EVERY):
        command_id, told = derive_id("command", n), len(store.log)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
        assert len(store.log) == told + 1
    assert {record.stream for record in store.log} == {
        "alertrule-submissions",
        ALERT.stream(LOOK),
    }
