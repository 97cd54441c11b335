"""Letters about visits: who reads the text, who approves it, and what a form asks for."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from portal.followup.visits import letter_words
from portal.followup.visits.letter_model import tables
from portal.web.i18n import names
from shared.contracts.followup_visit_letter_commands import TYPES as COMMANDS
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
from shared.contracts.followup_visit_letters import TYPES, Asking
from shared.contracts.followup_visits import VisitInvitationReceived, VisitRequested, Window
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.portal.test_past_holders import DAY, ended, note, noted
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.visit_letters import ONE, TEXT, TWO, Letters
from tests.support.visits import Visits

LANDS = {
    Role.MANDATE_HOLDER: "/waiting",
    Role.HUMAN_RIGHTS_OFFICER: "/mandate",
    Role.QUICK_RESPONSE_DESK: "/triage/",
}
WRITE = f"/visits/{ONE}/KEN/write"


def person(portal: Pages, role: Role, *mandates: str, states: str = "") -> Visitor:
    return portal.signed_in(
        role, mandates=frozenset(mandates), state_codes=frozenset({states} if states else ())
    )


def form(**fields: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **fields}


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(COMMANDS[kind]).validate_python(data)


def shown(letters: Letters, name: str) -> dict[str, str]:
    """Return what a page that shows the present wording sends back."""
    state: Any = letters.states[name]
    return {"version": str(state.text.version), "content_hash": state.text.content_hash}


def test_an_officer_writes_and_a_joint_request_names_the_others(
    portal: Pages, letters: Letters
) -> None:
    officer = person(portal, Role.HUMAN_RIGHTS_OFFICER, ONE)
    typed = form(text="Some words", kind="official", first="2027-03-01", last="2027-03-08")
    assert officer.post(f"{WRITE}/request", {**typed, "text": ""}).status_code == 422
    assert officer.post(f"{WRITE}/request", {**typed, "mandates": [TWO]}).status_code == 303
    drafted = last(portal)
    assert isinstance(drafted, DraftVisitLetter)
    assert drafted.mandates == (ONE, TWO)
    assert drafted.asking.kind == "official"
    assert portal.vault.reveal(drafted.text) == "Some words"
    officer.post(f"{WRITE}/reminder", form(text="Some words"))
    reminder = last(portal)
    assert (reminder.letter, reminder.asking, reminder.mandates) == ("reminder", Asking(), (ONE,))
    assert reminder.content_hash != drafted.content_hash
    assert officer.get(f"/visits/{TWO}/KEN/write/request").status_code == 404
    desk = person(portal, Role.QUICK_RESPONSE_DESK)
    assert desk.get(f"{WRITE}/request").status_code == 403


def test_the_text_is_changed_put_to_approval_and_withdrawn(portal: Pages, letters: Letters) -> None:
    dates = Window(first=letters.at.date(), last=letters.at.date())
    one = letters.drafted("a", asking=Asking(kind="urgent", dates=dates))
    officer, here = person(portal, Role.HUMAN_RIGHTS_OFFICER, ONE), f"/visit-letters/{one}"
    page = text(officer.get(here).text)
    assert "Request for a visit" in page
    assert TEXT in page
    assert "Urgent mission" in page
    assert TEXT in officer.get(f"{here}/change").text
    exactly = shown(letters, "a")
    officer.post(f"{here}/change", form(**exactly, text="Other words", kind="official"))
    revised = last(portal)
    assert isinstance(revised, ReviseVisitLetter)
    assert (revised.version, revised.asking) == (1, Asking(kind="official"))
    assert revised.content_hash != exactly["content_hash"]
    assert TEXT in officer.get(f"{here}/ask").text
    officer.post(f"{here}/ask", form(**exactly))
    put = last(portal)
    assert isinstance(put, RequestVisitLetterApproval)
    assert (put.version, put.content_hash) == (1, exactly["content_hash"])
    officer.post(f"{here}/withdraw", form())
    assert isinstance(last(portal), WithdrawVisitLetter)
    letters.ask("a", last(portal))
    assert officer.get(f"{here}/change").status_code == 404
    assert "Withdrawn" in text(officer.get(here).text)
    reminder = letters.drafted("r", letter="reminder")
    change = officer.get(f"/visit-letters/{reminder}/change").text
    assert 'name="text"' in change
    assert 'name="kind"' not in change


def test_each_holder_approves_the_text_that_the_page_shows(portal: Pages, letters: Letters) -> None:
    one = letters.awaiting("a", ONE, TWO)
    holder, here = person(portal, Role.MANDATE_HOLDER, TWO), f"/visit-letters/{one}"
    page = text(holder.get(here).text)
    assert "Joint request for a visit" in page
    assert "Approved by 0 of 2" in page
    assert "Withdraw the letter" not in page
    approve = holder.get(f"{here}/approve/{TWO}").text
    assert TEXT in approve
    assert names.mandate(ONE) in text(approve)  # who else asks
    exactly = shown(letters, "a")
    assert exactly["content_hash"] in approve
    holder.post(f"{here}/approve/{TWO}", form(**exactly))
    approved = last(portal)
    assert isinstance(approved, ApproveVisitLetter)
    assert (approved.mandate, approved.version) == (TWO, 1)
    assert approved.content_hash == exactly["content_hash"]
    assert holder.get(f"{here}/approve/{ONE}").status_code == 404
    holder.post(f"{here}/changes/{TWO}", form(**exactly, note="Shorter"))
    changes = last(portal)
    assert isinstance(changes, RequestVisitLetterChanges)
    assert portal.vault.reveal(changes.note) == "Shorter"
    assert holder.get(f"{here}/leave/{TWO}").status_code == 200
    gone = holder.post(f"{here}/leave/{TWO}", form())
    assert gone.headers["Location"].startswith(f"/visits/{TWO}/KEN")  # the letter is not theirs now
    assert isinstance(last(portal), LeaveVisitLetter)
    assert holder.get(f"{here}/leave/wgad").status_code == 404
    letters.ask("a", last(portal))
    assert holder.get(here).status_code == 404  # whoever left sees it no more
    draft = letters.drafted("b", TWO)
    assert holder.get(f"/visit-letters/{draft}/approve/{TWO}").status_code == 404


def test_nobody_approves_a_text_that_was_erased(portal: Pages, letters: Letters) -> None:
    one = letters.awaiting("a")
    holder, here = person(portal, Role.MANDATE_HOLDER, ONE), f"/visit-letters/{one}"
    portal.vault.forget(f"visitletter-{one}", at=letters.at)
    sent = holder.post(f"{here}/approve/{ONE}", form(**shown(letters, "a")))
    assert sent.status_code == 409
    assert not portal.asked
    assert TEXT not in holder.get(here).text


def test_a_letter_whose_approval_lapsed_is_not_to_be_sent_and_the_successor_is_asked(
    portal: Pages, letters: Letters
) -> None:
    """Its page says so before anybody sends it; that it was sent before can be recorded."""
    one, on = letters.approved("a"), day_of(letters.at)
    visits = Visits(portal.engine, portal.vault, portal.clock(), told=8_000_000)
    paper = visits.document(0, reference=None)
    visits.filed(VisitInvitationReceived, document=paper, dates=None)
    successor, desk = (
        person(portal, Role.MANDATE_HOLDER, ONE),
        person(portal, Role.QUICK_RESPONSE_DESK),
    )
    assert successor.account
    note(
        portal,
        noted("t-1", "holder-1", mandate=ONE, last=on - DAY),
        noted("t-2", successor.account.account_id, mandate=ONE, first=on),
        replace(ended(ONE, on - DAY), signs_until=None),
    )
    assert f"/visit-letters/{one}" in successor.get("/visit-letters").text
    listed = text(desk.get("/visit-letters").text)
    assert "not to be sent today" in listed
    for page in (desk.get(f"/visit-letters/{one}"), desk.get(f"/visit-letters/{one}/sent")):
        said = text(page.text)
        assert "It is not to be sent today" in said
        assert "The term of who approved it is over" in said
        assert "The Government has invited" in said
        assert "Nothing is transmitted" in said
        assert "Approved: to be sent" not in said


def test_the_desk_records_what_was_sent_and_reads_no_draft(portal: Pages, letters: Letters) -> None:
    one = letters.approved("a", ONE, TWO)
    desk, here = person(portal, Role.QUICK_RESPONSE_DESK), f"/visit-letters/{one}"
    assert "Approved: to be sent" in text(desk.get(here).text)
    exactly = shown(letters, "a")
    how = {"dated_on": "2026-11-23", "passed_on": "2026-11-24", "channel": "email"}
    assert f'value="{ONE} {TWO}"' in desk.get(f"{here}/sent").text
    typed = form(**exactly, **how, reference="NV 7", mandates=f"{ONE} {TWO}")
    check = desk.post(f"{here}/sent", typed)
    assert "Check what is recorded" in text(check.text)
    assert desk.post(f"{here}/sent", {**typed, "checked": "send"}).status_code == 303
    sent = last(portal)
    assert isinstance(sent, SendVisitLetter)
    assert (sent.channel, sent.content_hash) == ("email", exactly["content_hash"])
    assert (sent.mandates, sent.recorded) == ((ONE, TWO), 0)
    assert sent.reference is not None
    assert portal.vault.reveal(sent.reference) == "NV 7"
    for name in ("b", "c"):
        unsent = letters.drafted(name) if name == "b" else letters.awaiting(name)
        assert desk.get(f"/visit-letters/{unsent}").status_code == 404
        assert desk.get(f"/visit-letters/{unsent}/sent").status_code == 404
    portal.vault.forget(f"visitletter-{one}", at=letters.at)
    del typed["reference"]
    assert desk.post(f"{here}/sent", {**typed, "checked": "send"}).status_code == 303


def test_the_desk_says_that_it_is_being_sent_and_strikes_a_wrong_record(
    portal: Pages, letters: Letters
) -> None:
    one = letters.approved("a", ONE, TWO)
    desk, here = person(portal, Role.QUICK_RESPONSE_DESK), f"/visit-letters/{one}"
    holder = person(portal, Role.MANDATE_HOLDER, TWO)
    assert "Ask for changes" in holder.get(here).text
    assert f'value="{ONE} {TWO}"' in desk.get(f"{here}/hand-over").text
    typed = form(**shown(letters, "a"), mandates=f"{ONE} {TWO}")
    assert desk.post(f"{here}/hand-over", typed).status_code == 303
    letters.ask("a", last(portal))
    page = text(desk.get(here).text)
    assert "Approved: being sent" in page
    assert "Hold it back" in page
    assert "Ask for changes" not in holder.get(here).text
    assert 'value="5"' in desk.get(f"{here}/hold-back").text
    typed = form(handed_over="5", note="")
    assert desk.post(f"{here}/hold-back", typed).status_code == 422
    typed = form(handed_over="5", note="Wrong address")
    assert desk.post(f"{here}/hold-back", typed).status_code == 303
    letters.ask("a", last(portal))
    page = holder.get(here).text
    assert "Ask for changes" in page
    assert "Wrong address" in page
    assert desk.get(f"{here}/strike").status_code == 404
    sent = letters.sent("b")
    here = f"/visit-letters/{sent}"
    assert "It was not sent as recorded" in text(desk.get(here).text)
    assert 'value="1"' in desk.get(f"{here}/strike").text
    assert desk.post(f"{here}/strike", form(sending="1", note="")).status_code == 422
    assert desk.post(f"{here}/strike", form(sending="1", note="Lost (Zora)")).status_code == 303
    letters.ask("b", last(portal))
    page = text(desk.get(here).text)
    assert "Approved: to be sent" in page
    assert 'value="1"' in desk.get(f"{here}/sent").text, "a form from before the strike has 0"
    assert "Zora note 9" not in page
    assert "Lost (Zora)" in text(person(portal, Role.HUMAN_RIGHTS_OFFICER, ONE).get(here).text)


def test_who_reads_a_letter_and_how_it_stands_on_a_file(portal: Pages, letters: Letters) -> None:
    """A mandate that asks jointly reads the letter, and no more of the others' files."""
    sent = letters.sent("a", ONE, TWO)
    waits = letters.awaiting("b", ONE, TWO)
    visits = Visits(portal.engine, portal.vault, portal.clock(), told=8_000_000)
    paper = visits.document(0, reference=None)
    visits.filed(
        VisitRequested,
        document=paper,
        kind="official",
        dates=None,
        renewed=False,
        decided_on=visits.today,
        letter_id=sent,
    )
    other = person(portal, Role.MANDATE_HOLDER, TWO)
    desk_officer = person(portal, Role.DESK_OFFICER, states="KEN")
    for visitor in (other, desk_officer, person(portal, Role.QUICK_RESPONSE_DESK)):
        page = text(visitor.get(f"/visit-letters/{sent}").text)
        assert TEXT in page
        assert "Zora note 9" in page
    assert "was sent" in text(desk_officer.get(f"/visit-letters/{sent}").text)
    assert "approved version" not in text(desk_officer.get(f"/visit-letters/{sent}").text)
    assert other.get(f"/visits/{ONE}/KEN").status_code == 404
    for visitor in (
        person(portal, Role.MANDATE_HOLDER, "wgad"),
        person(portal, Role.DESK_OFFICER, states="FRA"),
        person(portal, Role.COORDINATION_COMMITTEE),
    ):
        assert visitor.get(f"/visit-letters/{sent}").status_code in {403, 404}
    assert desk_officer.get(f"/visit-letters/{waits}").status_code == 404
    own = person(portal, Role.HUMAN_RIGHTS_OFFICER, ONE).get(f"/visits/{ONE}/KEN").text
    assert f"/visit-letters/{sent}" in own
    assert "word for word as it was sent" in own
    assert f"/visit-letters/{waits}" in own
    assert f"/visit-letters/{waits}" not in desk_officer.get(f"/visits/{ONE}/KEN").text


def test_what_waits_stands_where_each_person_lands(portal: Pages, letters: Letters) -> None:
    draft, waits = letters.drafted("a"), letters.awaiting("b", ONE, TWO)
    ready = letters.approved("c")
    for role, mandates, there, not_there in (
        (Role.MANDATE_HOLDER, (TWO,), {waits}, {draft, ready}),
        (Role.HUMAN_RIGHTS_OFFICER, (ONE,), {draft, ready}, {waits}),
        (Role.QUICK_RESPONSE_DESK, (), {ready}, {draft, waits}),
        (Role.MANDATE_HOLDER, ("wgad",), set(), {draft, waits, ready}),
    ):
        visitor = person(portal, role, *mandates)
        page = visitor.get(LANDS[role]).text
        for one in there:
            assert f"/visit-letters/{one}" in page, (role, one)
        for one in not_there:
            assert f"/visit-letters/{one}" not in page, (role, one)


def test_each_step_of_a_letter_is_told_on_its_page() -> None:
    assert set(letter_words.KINDS) == set(TYPES)
    assert {"visits_letters", "visits_letters_mandates", "visits_letters_steps"} <= set(
        tables.tables
    )
