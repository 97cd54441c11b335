"""The watch-list: proposed, opened, reviewed, levelled, closed, and reopened. K3, K4 and SD5."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.situations.decide import SITUATION
from shared.contracts.stakeholders_committee import CommitteeMemberLeft
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.situations import MOST_GUESTS
from tests.stakeholders.situations import (
    CHAIR,
    CHAIR_ELECTED,
    CLOSE,
    CLOSED,
    DAY,
    DECLINE,
    DECLINED,
    DESK,
    EVERY,
    INVITE,
    INVITED,
    KEEP,
    KEPT,
    LATEST,
    LEVEL,
    LEVELLED,
    NOTE,
    NOTED,
    OFFICER,
    OPEN,
    OPENED,
    OTHER_DESK,
    PROPOSE,
    PROPOSED,
    REOPEN,
    REOPENED,
    REVIEW,
    REVIEWED,
    SECOND,
    THIRD,
    TODAY,
    UNNOTE,
    UNNOTED,
    WITHDRAW,
    WITHDRAWN,
)

LISTED = (CHAIR_ELECTED, PROPOSED)
WATCHED = (*LISTED, OPENED)
STRANGER = replace(CHAIR, actor_id="holder-9")
IRANIAN = (CHAIR_ELECTED, replace(PROPOSED, state="IRN"))


def at(step: int, command: Any) -> Any:
    return replace(command, step=step)


# --- proposing -----------------------------------------------------------------------------------


def test_the_committee_and_the_desk_of_the_state_propose() -> None:
    given(SITUATION, CHAIR_ELECTED).when(PROPOSE, by=DESK).then(PROPOSED)
    mine = replace(PROPOSED, proposed_by="holder-1")
    given(SITUATION, CHAIR_ELECTED).when(PROPOSE, by=CHAIR).then(mine)
    given(SITUATION).when(PROPOSE, by=STRANGER).then(replace(mine, proposed_by="holder-9"))
    given(SITUATION, CHAIR_ELECTED).when(PROPOSE, by=OTHER_DESK).then_forbidden()
    for role in set(Role) - {Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER}:
        other = Actor(actor_id="x", roles=frozenset({role}), states=frozenset({"KEN"}))
        given(SITUATION, CHAIR_ELECTED).when(PROPOSE, by=other).then_forbidden()


def test_a_situation_is_proposed_once() -> None:
    given(SITUATION, *LISTED).when(PROPOSE, by=DESK).then_nothing()
    given(SITUATION, *LISTED).when(PROPOSE, by=CHAIR).then_refused("proposed already")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": "XXX"}, "State from the list"),
        ({"mandates": ("nothing",)}, "mandates from the list"),
        ({"mandates": ("sr-food", "sr-housing", "wgad", "sr-toxics")}, "at most 3"),
        ({"codes": ()}, "at least one indicator"),
        ({"codes": ("nothing",)}, "at least one indicator"),
    ],
)
def test_what_is_proposed_is_from_the_lists(wrong: dict[str, Any], says: str) -> None:
    command = replace(PROPOSE, **wrong)
    given(SITUATION, CHAIR_ELECTED).when(command, by=CHAIR).then_refused(says)


def test_what_rests_on_reprisals_is_not_for_the_desk() -> None:
    """R15 of procedure.md: the desk of the State neither proposes nor reads nor reviews it."""
    command, fact = replace(PROPOSE, reprisals=True), replace(PROPOSED, reprisals=True)
    given(SITUATION, CHAIR_ELECTED).when(command, by=DESK).then_refused("by the Committee")
    mine = replace(fact, proposed_by="holder-1")
    given(SITUATION, CHAIR_ELECTED).when(command, by=CHAIR).then(mine)
    hidden = (CHAIR_ELECTED, fact, OPENED)
    for each in (REVIEW, NOTE):
        given(SITUATION, *hidden).when(each, by=DESK).then_forbidden()


def test_what_rests_on_reprisals_later_is_kept_from_the_desk_then() -> None:
    given(SITUATION, *WATCHED).when(KEEP, by=CHAIR).then(KEPT)
    given(SITUATION, *WATCHED).when(KEEP, by=THIRD).then(replace(KEPT, kept_by="holder-3"))
    for other in (SECOND, DESK, OFFICER):
        given(SITUATION, *WATCHED).when(KEEP, by=other).then_forbidden()
    kept = given(SITUATION, *WATCHED, KEPT)
    kept.when(at(3, KEEP), by=CHAIR).then_refused("has changed")
    kept.when(at(3, REVIEW), by=CHAIR).then(REVIEWED)
    for command in (at(3, REVIEW), NOTE):
        kept.when(command, by=DESK).then_forbidden()


# --- who decides ---------------------------------------------------------------------------------


def test_the_chair_opens_and_declines_and_nobody_else() -> None:
    given(SITUATION, *LISTED).when(OPEN, by=CHAIR).then(OPENED)
    given(SITUATION, *LISTED).when(DECLINE, by=CHAIR).then(DECLINED)
    for command in (OPEN, DECLINE):
        for other in (SECOND, THIRD, STRANGER, DESK, OFFICER):
            given(SITUATION, *LISTED).when(command, by=other).then_forbidden()


def test_where_there_is_no_chair_everybody_of_the_committee_opens() -> None:
    nobody = (replace(CHAIR_ELECTED, chair=None), PROPOSED)
    for history in ((PROPOSED,), nobody):
        by_them = replace(OPENED, opened_by="holder-9")
        given(SITUATION, *history).when(OPEN, by=STRANGER).then(by_them)


def test_the_next_member_by_seniority_stands_in_for_a_chair_who_is_concerned() -> None:
    french = (CHAIR_ELECTED, replace(PROPOSED, state="FRA"))
    given(SITUATION, *french).when(OPEN, by=CHAIR).then_forbidden()
    given(SITUATION, *french).when(OPEN, by=THIRD).then_forbidden()
    given(SITUATION, *french).when(OPEN, by=SECOND).then(replace(OPENED, opened_by="holder-2"))


def test_the_next_member_stands_in_for_a_chair_who_cannot_act() -> None:
    """By an account that has another mandate, no role, or no access; the record says neither."""
    by_them = replace(OPENED, opened_by="holder-3")
    history = given(SITUATION, *LISTED)
    history.when(OPEN, by=THIRD).then_forbidden()
    history.when(replace(OPEN, unable=("holder-1",)), by=THIRD).then(by_them)
    history.when(replace(OPEN, unable=("holder-1",)), by=STRANGER).then_forbidden()
    nobody = replace(OPEN, unable=("holder-1", "holder-3"))
    history.when(nobody, by=STRANGER).then(replace(OPENED, opened_by="holder-9"))


@pytest.mark.parametrize(
    ("proposed", "who"),
    [
        ({"state": "FRA"}, CHAIR),
        ({"mandates": ("sr-torture",)}, CHAIR),
        ({"state": "KEN"}, SECOND),
        ({"state": "IRN"}, THIRD),
        ({}, replace(CHAIR, mandates=frozenset({"wgad"}))),
    ],
)
def test_member_is_a_national_or_holds_a_mandate_on_it_and_decides_nothing(
    proposed: dict[str, Any], who: Actor
) -> None:
    """SD5: who is concerned takes none of the steps."""
    this = replace(PROPOSED, **proposed)
    command = replace(PROPOSE, **proposed)
    given(SITUATION, CHAIR_ELECTED).when(command, by=who).then_forbidden()
    history: Sequence[Any] = (CHAIR_ELECTED, this, OPENED)
    for each in (at(2, CLOSE), REVIEW, at(2, LEVEL), NOTE):
        given(SITUATION, *history).when(each, by=who).then_forbidden()
    given(SITUATION, CHAIR_ELECTED, this).when(OPEN, by=who).then_forbidden()
    given(SITUATION, *history, CLOSED).when(at(3, REOPEN), by=who).then_forbidden()


def test_who_left_the_committee_decides_nothing() -> None:
    left = CommitteeMemberLeft(
        election_id="e-1",
        term_id="t-1",
        mandate="sr-torture",
        left_on=TODAY - DAY,
        reason_code="term_ended",
        recorded_by="chief",
        recorded_at=AT,
    )
    for history, command in (((), PROPOSE), ((PROPOSED,), OPEN), ((PROPOSED, OPENED), REVIEW)):
        given(SITUATION, CHAIR_ELECTED, left, *history).when(command, by=CHAIR).then_forbidden()


def test_who_proposed_takes_it_back_and_nobody_else() -> None:
    back = replace(DECLINE, code="taken_back")
    gone = replace(DECLINED, code="taken_back", declined_by="desk-1")
    given(SITUATION, *LISTED).when(back, by=DESK).then(gone)
    given(SITUATION, *LISTED).when(back, by=CHAIR).then_refused("Only who proposed")
    given(SITUATION, *WATCHED).when(at(2, back), by=DESK).then_refused("has changed")


# --- the steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((*LISTED,), OPEN),
        ((*WATCHED,), REVIEW),
        ((*WATCHED, CLOSED), at(3, REOPEN)),
    ],
)
def test_the_next_review_is_at_most_90_days_away(history: tuple[Any, ...], command: Any) -> None:
    for day in (TODAY, LATEST + DAY):
        late = replace(command, review_on=day)
        given(SITUATION, *history).when(late, by=CHAIR).then_refused("after today, and not later")


def test_the_committee_and_the_desk_review_it_again_and_again() -> None:
    given(SITUATION, *WATCHED).when(REVIEW, by=CHAIR).then(REVIEWED)
    third = replace(REVIEWED, reviewed_by="holder-3")
    given(SITUATION, *WATCHED).when(REVIEW, by=THIRD).then(third)
    given(SITUATION, *WATCHED).when(REVIEW, by=DESK).then(replace(REVIEWED, reviewed_by="desk-1"))
    for other in (OTHER_DESK, OFFICER):
        given(SITUATION, *WATCHED).when(REVIEW, by=other).then_forbidden()
    again = replace(REVIEWED, number=2)
    given(SITUATION, *WATCHED, REVIEWED).when(at(3, REVIEW), by=CHAIR).then(again)
    given(SITUATION, *LISTED).when(at(1, REVIEW), by=CHAIR).then_refused("has changed")


def test_the_committee_changes_the_level_and_the_review_stays_due() -> None:
    given(SITUATION, *WATCHED, REVIEWED).when(LEVEL, by=CHAIR).then(LEVELLED)
    given(SITUATION, *WATCHED).when(at(2, LEVEL), by=DESK).then_forbidden()
    for level in ("watch", "nothing"):
        same = replace(LEVEL, step=2, level=level)
        given(SITUATION, *WATCHED).when(same, by=CHAIR).then_refused("another level")
    given(SITUATION, *LISTED).when(at(1, LEVEL), by=CHAIR).then_refused("has changed")
    down = replace(LEVEL, step=3, level="concern")
    then = replace(LEVELLED, before="urgent", level="concern")
    given(SITUATION, *WATCHED, LEVELLED).when(down, by=CHAIR).then(then)


def test_the_chair_closes_and_reopens() -> None:
    open_ = (*WATCHED, REVIEWED, LEVELLED)
    given(SITUATION, *open_).when(CLOSE, by=CHAIR).then(CLOSED)
    given(SITUATION, *open_).when(CLOSE, by=THIRD).then_forbidden()
    given(SITUATION, *open_).when(replace(CLOSE, code="x"), by=CHAIR).then_refused("from the list")
    given(SITUATION, *open_, CLOSED).when(REOPEN, by=CHAIR).then(REOPENED)
    given(SITUATION, *open_).when(at(4, REOPEN), by=CHAIR).then_refused("has changed")
    given(SITUATION, *open_, CLOSED).when(at(5, CLOSE), by=CHAIR).then_refused("has changed")


def test_a_decision_names_what_its_page_showed() -> None:
    for command in (at(1, REVIEW), at(3, CLOSE), at(1, LEVEL)):
        given(SITUATION, *WATCHED).when(command, by=CHAIR).then_refused("Look at it again")
    given(SITUATION, *LISTED, DECLINED).when(at(2, OPEN), by=CHAIR).then_refused("has changed")
    given(SITUATION, *LISTED, DECLINED).when(at(2, DECLINE), by=CHAIR).then_refused("has changed")
    wrong = replace(DECLINE, code="x")
    given(SITUATION, *LISTED).when(wrong, by=CHAIR).then_refused("from the list")


def test_what_is_not_there_is_refused() -> None:
    for command in (OPEN, REVIEW, NOTE):
        given(SITUATION, CHAIR_ELECTED).when(command, by=CHAIR).then_refused("no such situation")
    given(SITUATION, CHAIR_ELECTED, OPENED).when(OPEN, by=CHAIR).then_refused("no such")


# --- actions of the Government -------------------------------------------------------------------


def test_an_action_of_the_government_is_noted_by_who_works_on_it() -> None:
    given(SITUATION, *WATCHED).when(NOTE, by=OFFICER).then(NOTED)
    for who in (DESK, CHAIR, THIRD):
        theirs = replace(NOTED, noted_by=who.actor_id)
        given(SITUATION, *WATCHED).when(NOTE, by=who).then(theirs)
    strange = replace(OFFICER, mandates=frozenset({"sr-food"}))
    for other in (strange, OTHER_DESK, SECOND):
        given(SITUATION, *WATCHED).when(NOTE, by=other).then_forbidden()
    given(SITUATION, *LISTED).when(NOTE, by=OFFICER).then_forbidden()
    of_iran = replace(OFFICER, mandates=frozenset({"sr-iran"}))
    given(SITUATION, *IRANIAN, OPENED).when(NOTE, by=of_iran).then(NOTED)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"kind": "x"}, "from the list"),
        ({"acted_on": TODAY + DAY}, "once it happened"),
        ({"source": "somebody told me"}, "symbol of a document"),
        ({"source": "http://example.org"}, "symbol of a document"),
    ],
)
def test_an_action_has_a_public_source(wrong: dict[str, Any], says: str) -> None:
    given(SITUATION, *WATCHED).when(replace(NOTE, **wrong), by=CHAIR).then_refused(says)


def test_an_action_is_noted_once_while_it_is_open_and_can_be_taken_back() -> None:
    given(SITUATION, *WATCHED, NOTED).when(NOTE, by=OFFICER).then_nothing()
    given(SITUATION, *WATCHED, CLOSED).when(NOTE, by=OFFICER).then_refused("not open")
    given(SITUATION, *WATCHED, NOTED).when(UNNOTE, by=OFFICER).then(UNNOTED)
    given(SITUATION, *WATCHED, NOTED, UNNOTED).when(UNNOTE, by=OFFICER).then_nothing()
    given(SITUATION, *WATCHED, NOTED, UNNOTED).when(NOTE, by=OFFICER).then_nothing()
    given(SITUATION, *WATCHED).when(UNNOTE, by=OFFICER).then_refused("no such action")


def test_what_the_government_did_changes_no_step() -> None:
    given(SITUATION, *WATCHED, NOTED).when(REVIEW, by=CHAIR).then(REVIEWED)


# --- guests --------------------------------------------------------------------------------------


def test_who_reviews_it_invites_a_guest_once_and_ends_the_invitation() -> None:
    given(SITUATION, *WATCHED).when(INVITE, by=CHAIR).then(INVITED)
    given(SITUATION, *WATCHED).when(INVITE, by=DESK).then(replace(INVITED, invited_by="desk-1"))
    invited = given(SITUATION, *WATCHED, INVITED)
    invited.when(INVITE, by=CHAIR).then_nothing()
    invited.when(WITHDRAW, by=DESK).then(replace(WITHDRAWN, withdrawn_by="desk-1"))
    given(SITUATION, *WATCHED, INVITED, WITHDRAWN).when(WITHDRAW, by=CHAIR).then_nothing()
    for other in (SECOND, OTHER_DESK, OFFICER):  # of the State, of another one, and no writer
        for command in (INVITE, WITHDRAW):
            invited.when(command, by=other).then_forbidden()
    invited.when(REVIEW, by=CHAIR).then(REVIEWED)  # a guest is no step


def test_nobody_is_invited_to_what_is_not_open_or_rests_on_reprisals() -> None:
    given(SITUATION, *LISTED).when(INVITE, by=CHAIR).then_refused("not open")
    given(SITUATION, *WATCHED, KEPT).when(INVITE, by=CHAIR).then_refused("rests on reprisals")
    full = [replace(INVITED, guest_id=f"partner-of-{n}") for n in range(MOST_GUESTS)]
    given(SITUATION, *WATCHED, *full).when(INVITE, by=CHAIR).then_refused("at most 20")


def test_closing_and_keeping_it_from_the_desk_end_each_invitation() -> None:
    both = (INVITED, replace(INVITED, guest_id="partner-2"))
    ends = (WITHDRAWN, replace(WITHDRAWN, guest_id="partner-2"))
    given(SITUATION, *WATCHED, *both).when(at(2, CLOSE), by=CHAIR).then(CLOSED, *ends)
    given(SITUATION, *WATCHED, *both).when(KEEP, by=CHAIR).then(KEPT, *ends)
    again = (*WATCHED, *both, CLOSED, *ends)
    given(SITUATION, *again).when(at(3, REOPEN), by=CHAIR).then(REOPENED)


async def test_each_command_sent_twice_takes_effect_once() -> None:
    store = InMemoryStore()
    for n, (command, by) in enumerate(EVERY):
        command_id, told = derive_id("situation", n), len(store.log)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
        assert len(store.log) == told + 1
    assert {record.stream for record in store.log} == {SITUATION.stream(OPEN)}
    assert SITUATION.consults(OPEN, SITUATION.initial) == [STREAM]
    assert "KEN" not in SITUATION.stream(OPEN)
