"""Letters about visits: what is asked for, what was sent, and how it comes on file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.followup.app import FOLLOWUP_SERVICE
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.filing import FileVisitLetter
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_letter.sending import on_followup, taken_off
from services.followup.visit_letter.state import Absent
from shared.contracts import followup_visit_letters as facts
from shared.contracts.followup_visit_letters import Asking, fingerprint
from shared.contracts.followup_visits import (
    VisitDocumentStruck,
    VisitReminderSent,
    VisitRequested,
    Window,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import asking
from shared.reference.visits import visit_file_id
from tests.followup.visit_letters import (
    APPROVE,
    APPROVE_TOO,
    APPROVED,
    ASKS,
    AWAITING,
    CHANGES,
    DRAFT,
    DRAFTED,
    HAND_OVER,
    HOLD_BACK,
    ID,
    LEAVE,
    NOTE,
    ONE,
    OTHER_HOLDER,
    OTHER_OFFICER,
    POLICY,
    PUT,
    REMINDER,
    REVISE,
    SEND,
    SENT,
    STRIKE,
    TWO,
    WITHDRAW,
    ask,
    on_file,
    refused,
    told,
)
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
)

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
    """Those of a mandate hear it from their own file, and nobody of another one's (VR1)."""
    accepted = on_file(TWO, REQUESTED, ACCEPTED)
    for moves, command, by in (
        (DRAFTED, PUT, OTHER_OFFICER),
        (AWAITING, APPROVE_TOO, OTHER_HOLDER),
    ):
        refused(moves, command, by, "propose dates instead", *accepted)
    assert ask(told(*DRAFTED), PUT, OFFICER, *accepted)
    assert ask(told(*AWAITING), APPROVE, HOLDER, *accepted)
    assert ask(told(*APPROVED), LEAVE, OTHER_HOLDER, *accepted)
    assert ask(told(*APPROVED), SEND, QRD, *accepted)  # it cannot be unsent
    declined = on_file(ONE, REQUESTED, DECLINED)
    assert ask(told(*APPROVED), SEND, QRD, *declined)


def test_a_reminder_reminds_of_an_open_request_of_each_mandate() -> None:
    moves = [(REMINDER, OFFICER)]
    mine, theirs = on_file(ONE, REQUESTED), on_file(TWO, REQUESTED)
    refused(moves, PUT, OTHER_OFFICER, "No request of", *mine)
    assert ask(told(*moves), PUT, OTHER_OFFICER, *mine, *theirs)


def test_what_is_recorded_of_the_sending_is_sound() -> None:
    for changed, said in (
        ({"dated_on": TODAY + DAY, "passed_on": TODAY}, "not after the day"),
        ({"passed_on": TODAY + DAY}, "until today"),
        ({"dated_on": TODAY - DAY, "passed_on": TODAY - DAY}, "when it was approved"),
        ({"dated_on": date(1, 1, 1)}, "older than"),
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


def test_nobody_changes_a_letter_that_is_being_sent_until_it_is_held_back() -> None:
    on_its_way = [*APPROVED, (HAND_OVER, QRD)]
    history = told(*on_its_way)
    assert (history[-1].stage, history[-1].step) == ("approved", 5)
    assert not ask(history, HAND_OVER, OFFICER)
    changing = ((REVISE, OFFICER), (CHANGES, OTHER_HOLDER), (LEAVE, OTHER_HOLDER))
    for command, by in (*changing, (WITHDRAW, OFFICER)):
        refused(on_its_way, command, by, "is being sent")
        assert ask(told(*on_its_way, (HOLD_BACK, QRD)), command, by)
    assert not ask(told(*APPROVED), HOLD_BACK, QRD)
    refused(on_its_way, HOLD_BACK, OFFICER, "Until tomorrow")
    [held] = ask(history, HOLD_BACK, OFFICER, at=AT + timedelta(days=1))
    assert (held.note, held.stage) == (NOTE, "approved")
    again = [*on_its_way, (HOLD_BACK, QRD), (HAND_OVER, QRD)]
    refused(again, HOLD_BACK, QRD, "sent anew")
    assert ask(history, SEND, QRD)[0].stage == "sent"
    refused(AWAITING, HAND_OVER, QRD, "not approved yet")
    refused(APPROVED, replace(HAND_OVER, mandates=(ONE,)), QRD, "Other mandates ask")
    refused(APPROVED, replace(HAND_OVER, content_hash="c" * 64), QRD, "another wording")
    refused(SENT, HAND_OVER, QRD, "was sent")


def test_what_was_recorded_wrongly_is_struck_and_recorded_anew_on_each_file() -> None:
    history = told(*SENT, (STRIKE, OFFICER))
    assert history[-1].stage == "approved"
    assert not ask(history, STRIKE, OFFICER)
    refused(APPROVED, STRIKE, QRD, "not recorded as sent")
    refused(SENT, replace(STRIKE, sending=2), QRD, "recorded anew")
    filed, struck = on_followup(history[-2]), taken_off(history[-1])
    assert FOLLOWUP_SERVICE.react(history[-1]) == struck
    refused((*SENT, (STRIKE, OFFICER)), replace(SEND, channel="email"), QRD, "recorded anew")
    [again] = ask(history, replace(SEND, channel="email", recorded=1), QRD)
    anew = on_followup(again)
    ids = {one.document.document_id for one in (*filed, *anew)}
    assert (again.sending, len(ids)) == (2, 4)
    state = VISIT_FILE.fold(VISIT_FILE.decide(filed[0], POLICY, VISIT_FILE.initial))
    [off] = VISIT_FILE.decide(struck[0], POLICY, state)
    assert isinstance(off, VisitDocumentStruck)
    assert (off.document_id, off.done_by) == (filed[0].document.document_id, OFFICER.actor_id)
    then = VISIT_FILE.fold([off], state)
    assert then.now.asked_on is None
    assert not VISIT_FILE.decide(struck[0], POLICY, then)
    [new] = VISIT_FILE.decide(anew[0], POLICY, then)
    assert VISIT_FILE.fold([new], then).now.asked_on == TODAY


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
    history = told((soon, OFFICER), *AWAITING[1:])
    with pytest.raises(Refused, match="cannot begin before"):
        ask(history, APPROVE, HOLDER, at=AT + DAY)


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
