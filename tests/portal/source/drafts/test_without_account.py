"""Filing without an account: the whole way, from the home page to the return channel."""

from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import select, update

from portal.web.delivery.outbox import outbox
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_commands import INTAKE_COMMANDS, Command
from shared.core.actor import Asked, by_return_channel
from shared.core.roles import Role
from tests.support import channel
from tests.support.drafts import alert, begun_by_code
from tests.support.drafts import sent as send_it
from tests.support.files import PDF, send
from tests.support.portal import Pages
from tests.support.submissions import ID, Told, received
from tests.support.without_account import begun_and_filled, groups, returned


def decided(portal: Pages, told: channel.Told) -> str:
    """Let intake decide what waits in the outbox; tell its facts, each twice. Return the case."""
    types = INTAKE_COMMANDS.types
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox).order_by(outbox.c.created_at)).all()
    commands: list[Command] = [
        TypeAdapter(types[row.type]).validate_python(row.data) for row in rows
    ]
    case = str(rows[0].correlation_id)
    state = SUBMISSION.fold([])
    for command in commands:
        asked = Asked(at=portal.clock(), by=by_return_channel(case))
        facts = SUBMISSION.decide(command, asked, state)
        state = SUBMISSION.fold(facts, state) if facts else state
        told.tell(*facts)
    with portal.engine.begin() as conn:
        conn.execute(update(outbox).values(delivered_at=portal.clock()))
    return case


def test_the_home_page_leads_to_a_start_page_for_everybody(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    assert 'href="/submit/' in somebody.get("/en/").text
    page = somebody.get("/submit/").text
    assert "Information without a name is not considered" in page
    assert "No Government ever sees it" in page
    assert "draft code" in page
    assert "the receipt proves that it arrived" in page
    assert 'href="/sign-in' in page


def test_who_may_file_with_an_account_begins_there(portal: Pages, told: Told) -> None:
    answer = portal.signed_in(Role.NGO_MEMBER).get("/submit/")
    assert (answer.status_code, answer.location) == (303, "/submissions/new")
    assert portal.signed_in(Role.GOVERNMENT).get("/submit/").status_code == 200


def test_anybody_files_and_comes_back_with_the_return_code(portal: Pages, told: Told) -> None:
    somebody = portal.visitor()
    draft = begun_and_filled(somebody)
    assert "Before it can be sent" not in somebody.get(draft).text
    assert "Planted narrative" in somebody.get(f"{draft}review").text
    receipt = send_it(somebody, draft)
    assert receipt == f"{draft}receipt"
    shown = somebody.get(receipt)
    assert shown.headers["Cache-Control"] == "no-store"
    code = groups(shown.text)
    assert "My submissions" not in shown.text
    file = somebody.get(f"{receipt}.txt")
    assert all(group in file.text for group in code.split())
    assert "Your submission" in returned(portal, code).get("/return/submission").text
    assert somebody.post(f"{receipt}/kept", {"command_id": str(uuid4())}).location == receipt
    assert "It was shown once" in somebody.get(receipt).text
    assert somebody.get(f"{receipt}.txt").status_code == 404


def test_the_form_asks_as_it_asks_everybody_and_nobody_files_for_others(
    portal: Pages, told: Told
) -> None:
    somebody = portal.visitor()
    draft = begun_by_code(somebody)
    page = somebody.get(f"{draft}submitter/").text
    assert "Your name" in page
    assert "For whom do you file this?" not in page
    assert somebody.get(f"{draft}entry/").status_code == 404
    answer = somebody.post(f"{draft}urgency/", {"urgent": "perhaps"})
    assert answer.status_code == 422
    assert "Has mistakes" in somebody.get(draft).text
    early = somebody.post(f"{draft}review", {"command_id": str(uuid4())})
    assert early.status_code == 422
    assert "Something is still missing" in alert(early.text)[0]


def test_intake_takes_it_with_its_files_and_the_return_channel_works(portal: Pages) -> None:
    told = channel.Told(portal.engine)
    somebody = portal.visitor()
    draft = begun_and_filled(somebody, reprisal={"reprisal": "yes"})
    kept = send(somebody, f"{draft}files/", (PDF, "report.pdf"))
    assert kept.status_code == 303, kept.text
    receipt = send_it(somebody, draft)
    code = groups(somebody.get(receipt).text)
    case = decided(portal, told)
    assert "has reached the queue" in somebody.get(receipt).text
    back = returned(portal, code)
    page = back.get("/return/submission").text
    assert "It is in the queue" in page
    assert "The mandates may act for the person" in page
    for address, typed in (
        ("/return/developments", {"text": "News"}),
        ("/return/consent/act/withdraw", {}),
        ("/return/add/incident", {"date": "2026-10", "place": "A town"}),
    ):
        answer = back.post(address, {"command_id": str(uuid4()), **typed})
        assert answer.status_code == 303, (address, answer.text)
        assert portal.asked[-1].headers["authorization"]
    later = send(back, "/return/files/", (PDF, "more.pdf"))
    assert later.status_code == 303, later.text
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    shown = desk.get(f"/triage/{case}").text
    assert "Portal, without an account" in shown
    assert "Planted Source" not in shown
    assert case in desk.get("/triage/").text


def test_of_one_filed_with_an_account_the_desk_reads_nothing_of_that(
    portal: Pages, told: Told
) -> None:
    told.tell(received(seal=portal.vault.seal))
    shown = portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/triage/{ID}").text
    assert "without an account" not in shown
