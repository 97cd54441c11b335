"""Letters about a visit: each mandate approves the very text that goes out (V1, V2, R1, R2, R4)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.visit_letter.sending import on_followup
from shared.contracts.approvals_holding import BarsNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_letter_commands import (
    LeaveVisitLetter,
)
from shared.contracts.followup_visit_letters import Asking
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.onboarding import BARS, SINCE
from tests.followup.visit_letters import (
    APPROVE,
    APPROVE_TOO,
    APPROVED,
    AWAITING,
    CHANGES,
    DRAFT,
    DRAFTED,
    HAND_OVER,
    HASH,
    HOLD_BACK,
    LEAVE,
    ONE,
    OTHER_HASH,
    OTHER_HOLDER,
    OTHER_OFFICER,
    PUT,
    REVISE,
    SEND,
    SENT,
    STRANGER,
    STRIKE,
    TWO,
    WITHDRAW,
    ask,
    refused,
    term,
    told,
)
from tests.followup.visits import (
    DAY,
    HOLDER,
    OFFICER,
    QRD,
    TODAY,
    person,
)

# --- one text, approved word for word -------------------------------------------------------------


def test_a_letter_goes_its_way_and_each_fact_says_where_it_stands() -> None:
    history = told(*SENT)
    assert [(one.stage, one.approved, one.step) for one in history] == [
        ("drafting", (), 1),
        ("awaiting", (), 2),
        ("awaiting", (ONE,), 3),
        ("approved", (ONE, TWO), 4),
        ("sent", (ONE, TWO), 5),
    ]
    assert history[-1].cleared_on == TODAY
    assert {one.mandates for one in history} == {(ONE, TWO)}


def test_a_changed_text_needs_new_approvals() -> None:
    history = told(*APPROVED, (REVISE, OTHER_OFFICER))
    revised = history[-1]
    assert (revised.stage, revised.approved, revised.version) == ("drafting", (), 2)
    assert revised.content_hash == OTHER_HASH
    moves = [*APPROVED, (REVISE, OTHER_OFFICER)]
    refused(moves, APPROVE, HOLDER, "was changed")
    again = replace(PUT, version=2, content_hash=OTHER_HASH)
    refused(moves, replace(SEND, version=2, content_hash=OTHER_HASH), QRD, "not approved yet")
    moves.append((again, OFFICER))
    refused(moves, PUT, OFFICER, "was changed")
    refused(moves, SEND, QRD, "was changed")
    assert ask(told(*moves), replace(APPROVE, version=2, content_hash=OTHER_HASH), HOLDER)


def test_an_edit_that_changes_nothing_voids_nothing() -> None:
    assert not ask(told(*APPROVED), replace(REVISE, content_hash=HASH), OFFICER)
    refused([*DRAFTED, (REVISE, OFFICER)], replace(REVISE, content_hash="c" * 64), OFFICER, "while")
    for content_hash in ("", "A" * 64):
        refused([], replace(DRAFT, content_hash=content_hash), OFFICER, "fingerprint")


def test_no_approval_before_it_is_asked_for_and_none_of_an_author() -> None:
    refused(DRAFTED, APPROVE, HOLDER, "has not been asked for")
    refused(DRAFTED, CHANGES, OTHER_HOLDER, "has not been asked for")
    author = replace(OFFICER, actor_id=HOLDER.actor_id)
    refused([(DRAFT, author), (PUT, author)], APPROVE, HOLDER, "cannot approve it")
    assert not ask(told(*AWAITING), PUT, OFFICER)
    assert not ask(told(*APPROVED), APPROVE, HOLDER)


def test_a_holder_who_asks_for_changes_takes_every_approval_away() -> None:
    history = told(*APPROVED, (CHANGES, OTHER_HOLDER))
    assert (history[-1].stage, history[-1].approved) == ("drafting", ())
    refused([*APPROVED, (CHANGES, OTHER_HOLDER)], SEND, QRD, "not approved yet")
    refused(APPROVED, replace(CHANGES, version=2), OTHER_HOLDER, "was changed")
    anew = told(*APPROVED, (CHANGES, OTHER_HOLDER), (PUT, OFFICER), (APPROVE, HOLDER))
    assert anew[-1].approved == (ONE,)


def test_one_mandate_drops_out_late_and_the_others_go_on() -> None:
    """E.13: the same text, less one signature."""
    left = told(*AWAITING, (APPROVE, HOLDER), (LEAVE, OTHER_HOLDER))
    assert (left[-1].stage, left[-1].mandates, left[-1].approved) == ("approved", (ONE,), (ONE,))
    late = told(*APPROVED, (LEAVE, OTHER_HOLDER))
    assert (late[-1].stage, late[-1].mandates) == ("approved", (ONE,))
    away = [*APPROVED, (replace(LEAVE, mandate=ONE), HOLDER)]
    refused(away, SEND, QRD, "Other mandates ask by now")
    lead = told(*away, (replace(SEND, mandates=(TWO,)), OTHER_OFFICER))
    assert (lead[-1].mandates, lead[-1].content_hash) == ((TWO,), HASH)
    assert [one.mandate for one in on_followup(lead[-1])] == [TWO]
    alone = replace(LEAVE, mandate=ONE)
    refused([*APPROVED, (LEAVE, OTHER_HOLDER)], alone, HOLDER, "Withdraw the letter")
    refused([*APPROVED, (LEAVE, OTHER_HOLDER)], LEAVE, OTHER_HOLDER, "not in the name")


def test_a_withdrawn_letter_stays_so_and_a_sent_one_is_sent_once() -> None:
    for moves, by in ((DRAFTED, OFFICER), (APPROVED, HOLDER)):
        history = told(*moves, (WITHDRAW, by))
        assert history[-1].stage == "withdrawn"
        assert not ask(history, WITHDRAW, by)
        with pytest.raises(Refused, match="was withdrawn"):
            ask(history, PUT, OFFICER)
    assert not ask(told(*SENT), SEND, QRD)
    refused(SENT, replace(SEND, channel="email"), QRD, "was sent")
    refused(SENT, SEND, HOLDER, "may record")
    refused(SENT, WITHDRAW, OFFICER, "was sent")
    assert not ask(told(*DRAFTED), DRAFT, OFFICER)
    refused([], PUT, OFFICER, "no such letter")


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "command", "lawful"),
    [
        ([], DRAFT, {OFFICER}),
        (DRAFTED, REVISE, {OFFICER, OTHER_OFFICER}),
        (DRAFTED, PUT, {OFFICER, OTHER_OFFICER}),
        (AWAITING, APPROVE, {HOLDER}),
        (AWAITING, APPROVE_TOO, {OTHER_HOLDER}),
        (AWAITING, CHANGES, {OTHER_HOLDER}),
        (AWAITING, LEAVE, {OTHER_HOLDER}),
        (AWAITING, WITHDRAW, {OFFICER, HOLDER}),
        (APPROVED, HAND_OVER, {OFFICER, OTHER_OFFICER, QRD}),
        ([*APPROVED, (HAND_OVER, QRD)], HOLD_BACK, {QRD}),
        (APPROVED, SEND, {OFFICER, OTHER_OFFICER, QRD}),
        (SENT, STRIKE, {OFFICER, OTHER_OFFICER, QRD}),
    ],
)
def test_who_does_what(moves: Any, command: Any, lawful: set[Actor]) -> None:
    desk = person("desk-1", Role.DESK_OFFICER, ONE)
    stranger = person("officer-9", Role.HUMAN_RIGHTS_OFFICER, "wgad")
    everybody = {HOLDER, OTHER_HOLDER, OFFICER, OTHER_OFFICER, QRD, STRANGER, desk, stranger}
    for by in lawful:
        assert ask(told(*moves), command, by)
    for by in everybody - lawful:
        # An officer may take a mandate off that nobody signs for: here somebody does.
        if isinstance(command, LeaveVisitLetter) and by in (OFFICER, OTHER_OFFICER):
            refused(moves, command, by, "has a holder")
            continue
        if command is HOLD_BACK and by in (OFFICER, OTHER_OFFICER):
            refused(moves, command, by, "Until tomorrow")
            continue
        with pytest.raises(Forbidden):
            ask(told(*moves), command, by)


def test_an_officer_takes_a_vacant_mandate_off_and_nobody_else() -> None:
    vacant = term(TWO, "holder-2", TODAY - DAY)
    [left] = ask(told(*AWAITING), LEAVE, OFFICER, vacant)
    assert (left.vacant, left.mandates) == (True, (ONE,))
    refused(AWAITING, LEAVE, OTHER_HOLDER, "Nobody signs", vacant)
    gone = term(ONE, "holder-1", TODAY - DAY)
    refused(AWAITING, WITHDRAW, HOLDER, "Nobody signs", gone)
    assert ask(told(*AWAITING), WITHDRAW, OFFICER, gone)


def test_the_holder_decides_in_person_and_for_a_group_its_chair() -> None:
    """R2: nobody who belongs to the secretariat, too, and no other member."""
    chair = replace(STRANGER, roles=frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR}))
    officer = person("officer-9", Role.HUMAN_RIGHTS_OFFICER, "wgad")
    group = [(replace(DRAFT, mandates=("wgad", ONE)), officer), (PUT, officer)]
    both = [
        replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, role}))
        for role in (Role.HUMAN_RIGHTS_OFFICER, Role.QUICK_RESPONSE_DESK)
    ]
    for command in (APPROVE, replace(CHANGES, mandate=ONE)):
        of_group = replace(command, mandate="wgad")
        refused(group, of_group, STRANGER, "Only the Chair-Rapporteur")
        assert ask(told(*group), of_group, chair)
        for by in both:
            refused(group, command, by, "in person")
    for other in (replace(LEAVE, mandate="wgad"), WITHDRAW):
        refused(group, other, STRANGER, "Only the Chair-Rapporteur")
        assert ask(told(*group), other, chair)
    refused(group, replace(LEAVE, mandate=ONE), both[0], "has a holder")
    refused(group, replace(LEAVE, mandate=ONE), both[1], "in person")


def test_an_approval_of_a_past_holder_waits_for_the_successor() -> None:
    """What was sent on the last day of the term is recorded later, too."""
    over = [
        term(ONE, "holder-1", TODAY),
        term(ONE, "holder-3", TODAY + 400 * DAY, starts_on=TODAY + DAY),
    ]
    at, history = AT + DAY, told(*APPROVED)
    late = replace(SEND, passed_on=TODAY + DAY)
    for command, by, said in (
        (late, QRD, "term of who approved"),
        (APPROVE, HOLDER, "You do not hold"),
    ):
        with pytest.raises(Refused, match=said):
            ask(history, command, by, *over, at=at)
    successor = person("holder-3", Role.MANDATE_HOLDER, ONE)
    [anew] = ask(history, APPROVE, successor, *over, at=at)
    assert (anew.stage, anew.done_by) == ("approved", "holder-3")
    for before in (history, [*history, anew]):
        [sent] = ask(before, SEND, QRD, *over, at=at)
        assert (sent.passed_on, sent.cleared_on) == (TODAY, TODAY)
    [sent] = ask([*history, anew], late, QRD, *over, at=at)
    assert sent.cleared_on == TODAY + DAY


def test_who_leaves_late_moves_no_day() -> None:
    history = told(*APPROVED)
    history += ask(history, LEAVE, OTHER_HOLDER, at=AT + DAY)
    [sent] = ask(history, replace(SEND, mandates=(ONE,)), QRD, at=AT + DAY)
    assert (sent.passed_on, sent.cleared_on) == (TODAY, TODAY)


def test_nobody_signs_before_the_first_weeks_and_nothing_goes_out_after_the_last_day() -> None:
    start = term(ONE, "holder-1", SINCE + 900 * DAY, starts_on=SINCE)
    noted = BarsNoted(mandate=ONE, term_id="t-holder-1", open=BARS, noted_at=AT)
    bars = HoldingHeard(mandate=ONE, bars=noted)
    at = AT + (SINCE - TODAY) + DAY
    undated = replace(DRAFT, asking=Asking(kind="official"))
    with pytest.raises(Refused, match="first weeks"):
        ask(told((undated, OFFICER), (PUT, OFFICER), at=at), APPROVE, HOLDER, start, bars, at=at)
    last = MandateLifeNoted(mandate=TWO, transmits_until=TODAY, signs_until=None, noted_at=AT)
    ended = HoldingHeard(mandate=TWO, life=last)
    with pytest.raises(Refused, match="Nothing is transmitted"):
        ask(told(*APPROVED), replace(SEND, passed_on=TODAY + DAY), QRD, ended, at=AT + DAY)
    assert ask(told(*APPROVED), SEND, QRD, ended, at=AT + DAY)
