"""Letters about a visit: each mandate approves the very text that goes out (V1, V2, R1, R2, R4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.filing import FileVisitLetter
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_letter.sending import on_followup
from services.followup.visit_letter.state import Absent
from shared.contracts import followup_visit_letters as facts
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    DraftVisitLetter,
    LeaveVisitLetter,
    RequestVisitLetterApproval,
    RequestVisitLetterChanges,
    ReviseVisitLetter,
    SendVisitLetter,
    WithdrawVisitLetter,
)
from shared.contracts.followup_visit_letters import Asking, fingerprint
from shared.contracts.followup_visits import VisitReminderSent, VisitRequested, Window
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import asking
from shared.reference.onboarding import BARS, SINCE
from shared.reference.visits import visit_file_id
from tests.followup.visits import (
    ACCEPTED,
    DAY,
    DECLINED,
    HOLDER,
    OFFICER,
    QRD,
    REQUESTED,
    SOON,
    TODAY,
    person,
)

ID, ONE, TWO = "letter-1", "sr-torture", "sr-water"
TEXT, NOTE = Sealed(f"visitletter-{ID}", "text"), Sealed(f"visitletter-{ID}", "note")
HASH, OTHER_HASH = "a" * 64, "b" * 64
ASKS = Asking(kind="official", dates=SOON)
OTHER_HOLDER = person("holder-2", Role.MANDATE_HOLDER, TWO)
OTHER_OFFICER = person("officer-2", Role.HUMAN_RIGHTS_OFFICER, TWO)
STRANGER = person("holder-9", Role.MANDATE_HOLDER, "wgad")
POLICY = Asked(at=AT, by=Actor(actor_id="followup"))

DRAFT = DraftVisitLetter(
    visit_letter_id=ID,
    letter="request",
    state="KEN",
    mandates=(ONE, TWO),
    asking=ASKS,
    text=TEXT,
    content_hash=HASH,
)
PUT = RequestVisitLetterApproval(visit_letter_id=ID, version=1, content_hash=HASH)
APPROVE = ApproveVisitLetter(visit_letter_id=ID, mandate=ONE, version=1, content_hash=HASH)
APPROVE_TOO = replace(APPROVE, mandate=TWO)
CHANGES = RequestVisitLetterChanges(visit_letter_id=ID, mandate=TWO, version=1, note=NOTE)
LEAVE = LeaveVisitLetter(visit_letter_id=ID, mandate=TWO)
WITHDRAW = WithdrawVisitLetter(visit_letter_id=ID)
REVISE = ReviseVisitLetter(
    visit_letter_id=ID, version=1, asking=ASKS, text=TEXT, content_hash=OTHER_HASH
)
SEND = SendVisitLetter(
    visit_letter_id=ID,
    version=1,
    content_hash=HASH,
    dated_on=TODAY,
    passed_on=TODAY,
    channel="mission",
    reference=NOTE,
)
DRAFTED: list[tuple[Any, Actor]] = [(DRAFT, OFFICER)]
AWAITING = [*DRAFTED, (PUT, OFFICER)]
APPROVED = [*AWAITING, (APPROVE, HOLDER), (APPROVE_TOO, OTHER_HOLDER)]
SENT = [*APPROVED, (SEND, QRD)]
REMINDER = replace(DRAFT, letter="reminder", asking=Asking())


def on_file(mandate: str, *history: Any) -> list[Any]:
    """Return facts of the file of a mandate."""
    file_id = visit_file_id(mandate, "KEN")
    return [replace(one, visit_file_id=file_id, mandate=mandate) for one in history]


def ask(history: Sequence[Any], command: Any, by: Actor, *beside: Any, at: datetime = AT) -> Any:
    """Return the facts of a command; ``beside``: what the other streams hold."""
    state = VISIT_LETTER.fold(beside, VISIT_LETTER.fold(history))
    return VISIT_LETTER.decide(command, Asked(at=at, by=by), state)


def told(*moves: tuple[Any, Actor], at: datetime = AT) -> list[Any]:
    history: list[Any] = []
    for command, by in moves:
        history += ask(history, command, by, at=at)
    return history


def refused(moves: Sequence[Any], command: Any, by: Actor, said: str, *beside: Any) -> None:
    with pytest.raises(Refused, match=said):
        ask(told(*moves), command, by, *beside)


def term(mandate: str, holder: str, last: date, **changed: Any) -> HoldingHeard:
    noted = HolderNoted(
        mandate=mandate,
        term_id=f"t-{holder}",
        seat=None,
        holder_id=holder,
        starts_on=date(2021, 8, 1),
        last=last,
        noted_at=AT,
    )
    return HoldingHeard(mandate=mandate, term=replace(noted, **changed))


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
    both = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}))
    refused([(DRAFT, both), (PUT, both)], APPROVE, both, "cannot approve it")
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
    lead = told(*APPROVED, (replace(LEAVE, mandate=ONE), HOLDER), (SEND, OTHER_OFFICER))
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
        (APPROVED, SEND, {OFFICER, OTHER_OFFICER, QRD}),
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


def test_an_approval_of_a_past_holder_waits_for_the_successor() -> None:
    over = [
        term(ONE, "holder-1", TODAY - DAY),
        term(ONE, "holder-3", TODAY + 400 * DAY, starts_on=TODAY),
    ]
    refused(APPROVED, SEND, QRD, "term of who approved", *over)
    refused(APPROVED, APPROVE, HOLDER, "You do not hold", *over)
    successor = person("holder-3", Role.MANDATE_HOLDER, ONE)
    [anew] = ask(told(*APPROVED), APPROVE, successor, *over)
    assert (anew.stage, anew.done_by) == ("approved", "holder-3")
    assert ask([*told(*APPROVED), anew], SEND, QRD, *over)


def test_nobody_signs_before_the_first_weeks_and_nothing_goes_out_after_the_last_day() -> None:
    start = term(ONE, "holder-1", SINCE + 900 * DAY, starts_on=SINCE)
    noted = BarsNoted(mandate=ONE, term_id="t-holder-1", open=BARS, noted_at=AT)
    bars = HoldingHeard(mandate=ONE, bars=noted)
    at = AT + (SINCE - TODAY) + DAY
    undated = replace(DRAFT, asking=Asking(kind="official"))
    with pytest.raises(Refused, match="first weeks"):
        ask(told((undated, OFFICER), (PUT, OFFICER), at=at), APPROVE, HOLDER, start, bars, at=at)
    last = MandateLifeNoted(mandate=TWO, transmits_until=TODAY - DAY, signs_until=None, noted_at=AT)
    refused(APPROVED, SEND, QRD, "Nothing is transmitted", HoldingHeard(mandate=TWO, life=last))


# --- what is asked, and what was sent -------------------------------------------------------------


def test_what_is_asked_is_well_formed() -> None:
    for changed, said in (
        ({"mandates": (ONE, "x")}, "Choose mandates"),
        ({"state": "XXX"}, "Choose the State"),
        ({"asking": Asking()}, "what kind of visit"),
        ({"letter": "reminder"}, "neither a kind"),
        ({"asking": Asking(kind="official", dates=Window(first=TODAY, last=TODAY - DAY))}, "last"),
    ):
        refused([], replace(DRAFT, **changed), OFFICER, said)
    refused([(REMINDER, OFFICER)], REVISE, OFFICER, "neither a kind")
    twice = told((replace(DRAFT, mandates=(ONE, TWO, ONE)), OFFICER))
    assert twice[0].mandates == (ONE, TWO)


def test_nobody_asks_a_government_that_has_answered() -> None:
    accepted = on_file(TWO, REQUESTED, ACCEPTED)
    for moves, command, by in (
        (DRAFTED, PUT, OFFICER),
        (AWAITING, APPROVE, HOLDER),
        (APPROVED, SEND, QRD),
    ):
        refused(moves, command, by, "propose dates instead", *accepted)
    assert ask(told(*APPROVED), LEAVE, OTHER_HOLDER, *accepted)
    declined = on_file(ONE, REQUESTED, DECLINED)
    assert ask(told(*APPROVED), SEND, QRD, *declined)


def test_a_reminder_reminds_of_an_open_request_of_each_mandate() -> None:
    moves = [(REMINDER, OFFICER)]
    mine, theirs = on_file(ONE, REQUESTED), on_file(TWO, REQUESTED)
    refused(moves, PUT, OFFICER, "No request of", *mine)
    assert ask(told(*moves), PUT, OFFICER, *mine, *theirs)


def test_what_is_recorded_of_the_sending_is_sound() -> None:
    for changed, said in (
        ({"dated_on": TODAY + DAY, "passed_on": TODAY}, "not after the day"),
        ({"passed_on": TODAY + DAY}, "until today"),
        ({"dated_on": TODAY - DAY, "passed_on": TODAY - DAY}, "when it was approved"),
        ({"channel": "pigeon"}, "Choose from the list how"),
    ):
        refused(APPROVED, replace(SEND, **changed), QRD, said)


def test_a_letter_that_was_sent_is_put_on_each_file_whatever_came_meanwhile() -> None:
    [*_, sent] = told(*SENT)
    mine, theirs = on_followup(sent)
    assert (mine.mandate, theirs.mandate) == (ONE, TWO)
    assert mine.document.document_id != theirs.document.document_id
    assert on_followup(REQUESTED) == []
    for before in ((), (REQUESTED, ACCEPTED)):
        state = VISIT_FILE.fold(before)
        [filed] = VISIT_FILE.decide(mine, POLICY, state)
        assert isinstance(filed, VisitRequested)
        assert (filed.letter_id, filed.decided_on, filed.dates) == (ID, TODAY, SOON)
        assert (filed.done_by, filed.renewed) == (QRD.actor_id, bool(before))
        assert not VISIT_FILE.decide(mine, POLICY, VISIT_FILE.fold([filed], state))
    reminded = replace(mine, letter="reminder", kind=None, dates=None)
    [filed] = VISIT_FILE.decide(reminded, POLICY, VISIT_FILE.fold([REQUESTED]))
    assert isinstance(filed, VisitReminderSent)
    assert (filed.number, filed.letter_id) == (1, ID)


def test_a_decision_reads_who_holds_each_mandate_and_where_each_file_stands() -> None:
    state = VISIT_LETTER.fold(told(*AWAITING))
    assert set(VISIT_LETTER.consults(APPROVE, state)) == {
        f"officeholder-{ONE}",
        f"officeholder-{TWO}",
        f"visitfile-{visit_file_id(ONE, 'KEN')}",
        f"visitfile-{visit_file_id(TWO, 'KEN')}",
    }
    assert VISIT_LETTER.consults(REVISE, state) == []
    assert VISIT_LETTER.consults(DRAFT, Absent()) == []
    assert VISIT_LETTER.fold([REQUESTED]) == Absent()


def test_the_fingerprint_holds_all_that_the_state_receives() -> None:
    made = {
        fingerprint("request", "KEN", ASKS, "text", "salt"),
        fingerprint("reminder", "KEN", ASKS, "text", "salt"),
        fingerprint("request", "FRA", ASKS, "text", "salt"),
        fingerprint("request", "KEN", Asking(kind="urgent", dates=SOON), "text", "salt"),
        fingerprint("request", "KEN", Asking(kind="official"), "text", "salt"),
        fingerprint("request", "KEN", ASKS, "text ", "salt"),
        fingerprint("request", "KEN", ASKS, "text", "other"),
    }
    assert len(made) == 7


def test_dates_that_are_behind_by_now_are_changed_first() -> None:
    soon = replace(DRAFT, asking=Asking(kind="official", dates=Window(first=TODAY, last=TODAY)))
    history = told((soon, OFFICER), *APPROVED[1:])
    later = replace(SEND, dated_on=TODAY + DAY, passed_on=TODAY + DAY)
    with pytest.raises(Refused, match="cannot begin before"):
        ask(history, later, QRD, at=AT + DAY)


async def test_the_service_told_twice_does_it_once() -> None:
    store = InMemoryStore()
    service = asking(FOLLOWUP_SERVICE, store)
    for _ in range(2):
        for number, (command, by) in enumerate(SENT):
            one = derive_id("visit letter command", number)
            metadata = Metadata(correlation_id=one, causation_id=one, actor=by.actor_id)
            await service(command, Asked(at=AT, by=by), one, metadata)
    assert [type(one.event) for one in store.log] == [
        facts.VisitLetterDrafted,
        facts.VisitLetterApprovalRequested,
        facts.VisitLetterApproved,
        facts.VisitLetterApproved,
        facts.VisitLetterSent,
    ]
    filed = FOLLOWUP_SERVICE.react(store.log[-1].event)
    assert [type(one) for one in filed] == [FileVisitLetter, FileVisitLetter]
