"""Later additions of a source reach the people who draft, approve and lead the case."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal.followup.replies.read_model import REPLIES
from portal.letters.communications import queries
from portal.letters.communications.additions import added_to, number_of
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.audit.chain import audit
from shared.contracts.approvals import APPROVALS
from shared.contracts.intake import INTAKE, VictimsAdded
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_source import DevelopmentAdded, IncidentAdded, PerpetratorAdded
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.read_models.model import Applier
from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_queries import somebody
from tests.support.approvals import fact_from
from tests.support.followup import due, tell
from tests.support.letters import LEAD, LETTER, OTHER, T0, THIRD, drafted, gone, revised
from tests.support.people import forms_of
from tests.support.portal import Clock
from tests.support.submissions import ID, received, triaged, victim

NEWS = "Moved to the prison hospital."
HEADING = "What came from the source since"
MARK = "New since the text was written"
TAG = "New from the source"
TEXT = "Excellency,\n\nPlease reply."


def development(desk: Desk, text: str = NEWS, number: int = 1) -> DevelopmentAdded:
    desk.portal.clock.forward(timedelta(minutes=1))
    return DevelopmentAdded(
        submission_id=ID,
        development_id=str(derive_id("development", number)),
        text=desk.portal.vault.seal(f"submission-{ID}", text),
        added_by="ngo-1",
        added_at=desk.portal.clock(),
    )


def photo(desk: Desk) -> AttachmentAdded:
    desk.portal.clock.forward(timedelta(minutes=1))
    return AttachmentAdded(
        submission_id=ID,
        attachment_id=str(derive_id("attachment", 1)),
        object_name="object",
        sha256="0" * 64,
        size=7,
        media_type="image/jpeg",
        scanned="clean",
        details=desk.portal.vault.seal(f"submission-{ID}", "Planted file name"),
        added_by="ngo-1",
        added_at=desk.portal.clock(),
    )


def revised_on(desk: Desk, page: str, text: str = "A wording that has it.") -> None:
    assert desk.press("officer", f"{page}/revise", "/revise", text=text).status_code == 303


# --- while it is drafted ------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "other officer", "holder", "desk"])
def test_it_stands_on_the_letters_page_of_who_reads_submissions(desk: Desk, who: str) -> None:
    page = desk.drafted()
    assert HEADING not in desk[who].get(page).text
    desk.service.hear(development(desk), photo(desk))
    shown = desk[who].get(page).text
    assert f"{HEADING} version 1 was written" in shown
    assert shown.count(NEWS) == 2, "on top, and with the submission"
    assert MARK in shown
    assert f"/submissions/{ID}/files" in shown
    assert "Planted file name" not in shown
    assert "ngo-1" not in shown, "by whom stands nowhere"


@pytest.mark.parametrize("who", ["officer", "holder"])
def test_once_the_text_is_written_anew_it_is_new_no_more_and_stays_with_the_submission(
    desk: Desk, who: str
) -> None:
    page = desk.drafted()
    desk.service.hear(development(desk))
    desk.portal.clock.forward(timedelta(minutes=1))
    revised_on(desk, page)
    shown = desk[who].get(page).text
    assert HEADING not in shown
    assert MARK not in shown
    assert shown.count(NEWS) == 1


def test_who_may_not_read_submissions_learns_that_something_came_and_not_what(desk: Desk) -> None:
    page = desk.cleared()
    desk.service.hear(development(desk))
    shown = desk["chief"].get(page).text
    assert TAG in shown
    assert "The mandates and their officers can read it." in shown
    assert NEWS not in shown
    assert HEADING not in shown


def test_a_mandate_that_is_only_invited_reads_it_where_the_submission_is_shared_with_it(
    desk: Desk,
) -> None:
    page = desk.drafted(mandates=[], others=["wgad"])
    invited = desk.portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    desk.service.hear(development(desk))
    shown = invited.get(page)
    assert shown.status_code == 200
    assert NEWS not in shown.text


def test_a_mandate_that_joined_reads_that_a_file_came_and_gets_no_link_to_nothing(
    desk: Desk,
) -> None:
    page = desk.drafted(mandates=[], others=[THIRD])
    assert desk.press("chair", page, "/join").status_code == 303
    desk.service.hear(photo(desk))
    shown = desk["chair"].get(page).text
    assert HEADING in shown
    assert "Only the mandates with which the submission is shared open its files." in shown
    assert desk["chair"].get(f"/submissions/{ID}/files/").status_code == 404
    assert f"/submissions/{ID}/files" not in shown


def test_the_open_page_says_that_something_changed(desk: Desk) -> None:
    page = desk.drafted()
    found = re.search(r'id="state"[^>]*hx-get="([^"]+)"', desk["officer"].get(page).text)
    assert found
    address = found[1].replace("&amp;", "&")
    assert desk["officer"].fragment(address).status_code == 204
    desk.service.hear(development(desk))
    assert "This changed since you opened the page." in desk["officer"].fragment(address).text


def test_an_erased_development_says_so(desk: Desk) -> None:
    page = desk.drafted()
    desk.service.hear(development(desk))
    desk.portal.vault.forget(f"submission-{ID}", at=desk.portal.clock())
    shown = desk["officer"].get(page).text
    assert HEADING in shown
    assert NEWS not in shown


def test_a_new_draft_shows_what_was_added_before(desk: Desk) -> None:
    desk.service.hear(development(desk))
    assert NEWS in desk["officer"].get(f"/communications/new?submission={ID}").text


# --- changing the text ----------------------------------------------------------------------------


def test_it_stands_where_the_text_is_changed(desk: Desk) -> None:
    page = desk.drafted()
    desk.service.hear(development(desk))
    assert NEWS in desk["officer"].get(f"{page}/revise").text


def test_what_comes_while_an_officer_writes_is_shown_before_the_text_is_kept(desk: Desk) -> None:
    page = desk.drafted()
    fields = _fields(desk["officer"].get(f"{page}/revise").text)
    desk.service.hear(development(desk))
    typed = {**fields, "text": "Written without it."}
    answer = _sent(desk, page, typed)
    assert answer.status_code == 409
    assert "Something came from the source while you wrote." in answer.text
    assert NEWS in answer.text
    assert "Written without it." in answer.text, "what was typed stays"
    again = {**_fields(answer.text), "text": "Written with it."}
    assert _sent(desk, page, again).status_code == 303
    assert "Written with it." in desk["officer"].get(page).text


def _fields(page: str) -> dict[str, Any]:
    [form] = [f for f in forms_of(page) if f["action"].endswith("/revise")]
    found: dict[str, Any] = form["fields"]
    return found


def _sent(desk: Desk, page: str, fields: dict[str, Any]) -> Any:
    return desk["officer"].client.post(
        f"{page}/revise", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
    )


# --- where it waits for approval ------------------------------------------------------------------


def test_it_stands_beside_the_button_that_approves(desk: Desk) -> None:
    desk.awaiting()
    assert HEADING not in desk["holder"].get("/waiting").text
    desk.service.hear(development(desk))
    shown = desk["holder"].get("/waiting").text
    before, _, after = shown.partition(HEADING)
    assert NEWS in after
    assert MARK in after
    assert "Approve version 1" in after
    assert "Approve version 1" not in before


def test_that_it_was_read_there_is_on_record(desk: Desk) -> None:
    def subjects() -> set[str]:
        account = desk["holder"].account
        assert account is not None
        with desk.portal.engine.connect() as conn:
            c = audit.c
            return set(conn.scalars(select(c.subject).where(c.actor_id == account.account_id)))

    desk.awaiting()
    desk["holder"].get("/waiting")
    assert f"submission-{ID}" not in subjects()
    desk.service.hear(development(desk))
    desk["holder"].get("/waiting")
    assert f"submission-{ID}" in subjects()


def test_a_holder_sees_what_came_since_the_version_that_he_saw_last(desk: Desk) -> None:
    page = desk.awaiting()
    desk["holder"].get("/waiting")
    desk.service.hear(development(desk))
    desk.portal.clock.forward(timedelta(minutes=1))
    revised_on(desk, page)
    assert desk.press("officer", page, "/request-approval").status_code == 303
    shown = desk["holder"].get("/waiting").text
    assert f"{HEADING} version 1 was written" in shown
    assert NEWS in shown
    assert MARK not in shown, "the text was written after it"


def test_the_open_list_says_that_something_changed(desk: Desk) -> None:
    desk.awaiting()
    found = re.search(r'id="news"[^>]*hx-get="([^"]+)"', desk["holder"].get("/waiting").text)
    assert found
    desk.service.hear(development(desk))
    assert "Something changed" in desk["holder"].fragment(found[1].replace("&amp;", "&")).text


def test_my_mandate_marks_the_letters_that_something_came_for(desk: Desk) -> None:
    desk.drafted()
    assert TAG not in desk["officer"].get("/mandate").text
    desk.service.hear(development(desk))
    assert TAG in desk["officer"].get("/mandate").text


# --- once it has gone -----------------------------------------------------------------------------


def test_who_leads_the_case_sees_it_as_new_since_the_letter_was_sent(desk: Desk) -> None:
    page = desk.cleared()
    desk.service.hear(development(desk, "Before it went."))
    desk.portal.clock.forward(timedelta(minutes=1))
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    tell(desk.portal.engine, REPLIES, [due(page[-36:], recipient="KEN", mandates=(LEAD, OTHER))])
    case = f"/replies/{page[-36:]}/case"
    for address in (page, case):
        assert HEADING not in desk["officer"].get(address).text
    desk.service.hear(development(desk, number=2))
    for who in ("officer", "holder"):
        for address in (page, case):
            shown = desk[who].get(address).text
            _, there, after = shown.partition(f"{HEADING} the letter was sent")
            assert there, (who, address)
            assert NEWS in after
    for who in ("chief", "desk officer", "government"):
        assert NEWS not in desk[who].get(case).text, who


# --- the tables, on both databases ----------------------------------------------------------------


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    Applier(made, COMMUNICATIONS).prepare()
    yield made
    made.dispose()


def _told(engine: Engine, contract: Any, *facts: Any, first: int = 1) -> None:
    applier = Applier(engine, COMMUNICATIONS)
    for position, fact in enumerate(facts, first):
        published = fact_from(fact, position, "case", contract, Clock(T0))
        for _ in range(2):
            applier.apply([published])


def test_each_kind_is_kept_once_and_what_was_filed_is_not_one(engine: Engine) -> None:
    with_time: dict[str, Any] = {
        "submission_id": ID,
        "added_by": "ngo-1",
        "added_at": T0 + timedelta(hours=1),
    }
    words = Sealed("submission-x", "cipher")
    later = VictimsAdded(victims=(victim(number=2),), later=True, **with_time)
    _told(
        engine,
        INTAKE,
        received(),
        triaged(),
        VictimsAdded(victims=(victim(number=1),), **with_time),
        later,
        DevelopmentAdded(development_id="development", text=words, **with_time),
        IncidentAdded(incident_id="incident", incident=words, matching=(), **with_time),
        PerpetratorAdded(perpetrator_id="perpetrator", perpetrator=words, **with_time),
    )
    with engine.connect() as conn:
        assert number_of(conn, [ID]) == 4
        assert number_of(conn, []) == 0
        assert (
            added_to(conn, somebody(Role.QUICK_RESPONSE_DESK), [ID], since=T0 + timedelta(hours=1))
            == []
        )


def test_a_letter_has_news_from_what_came_after_its_text_or_after_it_went(engine: Engine) -> None:
    def has_news() -> bool:
        with engine.connect() as conn:
            found = queries.find(conn, somebody(Role.QUICK_RESPONSE_DESK), LETTER)
        assert found
        return found[0].news

    def came(hours: int, number: int) -> None:
        fact = DevelopmentAdded(
            submission_id=ID,
            development_id=str(number),
            text=Sealed("submission-x", "cipher"),
            added_by="ngo-1",
            added_at=T0 + timedelta(hours=hours),
        )
        _told(engine, INTAKE, fact, first=number)

    _told(engine, APPROVALS, *drafted())
    came(-1, 1)
    assert not has_news()
    came(1, 2)
    assert has_news()
    written = replace(revised(), revised_at=T0 + timedelta(hours=2))
    _told(engine, APPROVALS, written, first=10)
    assert not has_news()
    _told(engine, APPROVALS, replace(gone(), transmitted_at=T0 + timedelta(hours=4)), first=11)
    came(3, 3)
    assert not has_news()
    came(5, 4)
    assert has_news()
