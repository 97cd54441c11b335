"""The source follows its case to the end: on its page, by its return channel, and by notices."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.casefile.outcomes import LETTERS
from portal.casefile.submissions import queries as submissions
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.casefile.submissions.receipts import receipts
from portal.followup.replies.read_model import REPLIES
from portal.followup.replies.tasks import unnotified
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.documents.queries import for_source, untold
from portal.web.delivery.outbox import outbox
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_replies import ClosureNotified
from shared.contracts.intake import INTAKE
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.read_models.model import Applier
from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_queries import somebody
from tests.support import cases, channel, publication
from tests.support.approvals import fact_from
from tests.support.followup import NOW, REPLY, due, logged, tell
from tests.support.letters import LEAD, LETTER, OTHER, T0, upto
from tests.support.portal import Clock, Visitor
from tests.support.ready import ready
from tests.support.submissions import ID, informed, linked, received

SECRET = "please do not pass on that it exists"
IN_REGISTER = "/register/UA-KEN-1-2026"
ANSWER = "Planted reply of a Government."
UNTOLD = "The source has not been told yet"


@dataclass(slots=True)
class Case:
    """A letter that went, with its source and what happens to it afterwards."""

    desk: Desk
    page: str
    source: Visitor
    returned: Visitor
    told: channel.Told
    facts: list[Any] = field(default_factory=list)

    @property
    def letter(self) -> str:
        return self.page[-36:]

    def happens(self, *facts: Any) -> None:
        self.facts += [replace(one, communication_id=self.letter) for one in facts]
        about = due(
            self.letter, recipient="KEN", mandates=(LEAD, OTHER), submission_ids=(ID,), in_days=-9
        )
        for model in (LETTERS, REPLIES):
            tell(self.desk.portal.engine, model, [about, *self.facts])

    def informed(self) -> None:
        assert self.desk.press("officer", self.page, "/inform").status_code == 303
        self.told.tell(replace(informed(), communication_id=self.letter))

    def pages(self) -> tuple[str, str]:
        """What the source sees with its account, and by its return channel."""
        mine = self.source.get(f"/submissions/{ID}")
        channel_page = self.returned.get("/return/submission")
        assert (mine.status_code, channel_page.status_code) == (200, 200)
        return mine.text, channel_page.text


@pytest.fixture
def case(desk: Desk) -> Case:
    portal = desk.portal
    source = portal.signed_in(Role.NGO_MEMBER)
    assert source.account is not None
    page = desk.cleared()
    assert desk.press("chief", f"{page}/transmit", "/transmit").status_code == 303
    told = channel.Told(portal.engine)
    told.tell(
        received(seal=portal.vault.seal, submitter_id=source.account.account_id),
        replace(linked(), communication_id=page[-36:]),
    )
    kept = channel.kept(portal)
    returned = portal.visitor()
    returned.post("/return/", {"return_code": kept.return_code})
    return Case(desk, page, source, returned, told)


PUBLISHED = replace(publication.published(), reference="UA KEN 1/2026", recipient="KEN")
REPLY_PUBLISHED = replace(publication.reply_published(), reply_id=REPLY)
WITHHELD = replace(publication.withheld(), reply_id=REPLY)
WITHDRAWN = replace(publication.withdrawn(), replies=(REPLY,))
CLOSED = ClosureNotified(
    communication_id="",
    to="source",
    outcome="accepted",
    submission_ids=(ID,),
    notified_by="officer",
    notified_at=NOW,
)


def test_before_publication_it_is_secret_and_no_reply_is_told_of(case: Case) -> None:
    case.informed()
    case.happens(logged(due(case.letter)))
    for page in case.pages():
        assert SECRET in page
        assert "A communication was sent" in page
        assert "A reply was received" not in page
        assert IN_REGISTER not in page


def test_once_it_is_published_the_source_finds_it_and_may_speak_of_it(case: Case) -> None:
    case.informed()
    case.happens(PUBLISHED)
    for page in case.pages():
        assert SECRET not in page
        assert IN_REGISTER in page
        assert "The letter was published" in page
        assert "Published" in page
        assert "stays confidential" not in page


def test_what_is_public_is_told_even_if_nobody_told_the_source_of_the_letter(case: Case) -> None:
    for page in case.pages():
        assert "A letter was sent" not in page
    case.happens(PUBLISHED)
    for page in case.pages():
        assert IN_REGISTER in page


def test_a_public_reply_is_told_of(case: Case) -> None:
    case.informed()
    case.happens(PUBLISHED, REPLY_PUBLISHED)
    for page in case.pages():
        assert "A reply was received" in page
        assert "It is public with the letter." in page


def test_of_a_reply_that_its_state_keeps_confidential_is_told_that_it_came(case: Case) -> None:
    case.informed()
    case.happens(PUBLISHED, WITHHELD)
    for page in case.pages():
        assert "A reply was received" in page
        assert "the register says only that it came" in page
        assert "It is public with the letter." not in page


def test_a_forwarded_reply_is_confidential_until_it_is_public(case: Case) -> None:
    about = due(case.letter, mandates=(LEAD, OTHER))
    answer = case.desk.portal.vault.seal(f"reply-{REPLY}", ANSWER)
    case.informed()
    case.happens(logged(about, text=answer), replace(cases.forwarded(about), submission_ids=(ID,)))
    for page in case.pages():
        assert ANSWER in page
        assert "A reply was received" in page
        assert "please do not pass it on" in page
    case.happens(PUBLISHED, REPLY_PUBLISHED)
    for page in case.pages():
        assert ANSWER in page
        assert "please do not pass it on" not in page


def test_what_is_taken_back_is_secret_again(case: Case) -> None:
    case.informed()
    case.happens(PUBLISHED, REPLY_PUBLISHED, WITHDRAWN)
    for page in case.pages():
        assert SECRET in page
        assert IN_REGISTER not in page
        assert "A reply was received" not in page


def test_the_end_is_told_until_the_case_is_opened_again(case: Case) -> None:
    about = due(case.letter, mandates=(LEAD, OTHER))
    case.informed()
    case.happens(cases.closed(about))
    assert all("Case closed" not in page for page in case.pages())
    case.happens(CLOSED)
    for page in case.pages():
        assert "Case closed" in page
        assert "The case was closed" in page
    case.happens(cases.reopened(about))
    for page in case.pages():
        assert "Case closed" not in page
        assert "The case was closed" not in page


# --- those who are to tell it ---------------------------------------------------------------------


def test_an_officer_is_told_to_tell_the_source_that_the_letter_was_sent(case: Case) -> None:
    for who in ("officer", "other officer"):
        page = case.desk[who].get("/mandate").text
        assert UNTOLD in page, who
        assert "that the letter was sent" in page
        assert f"{case.page}#transmission" in page
    assert UNTOLD not in case.desk["strange officer"].get("/mandate").text
    case.informed()
    assert UNTOLD not in case.desk["officer"].get("/mandate").text


def test_of_a_public_letter_nobody_needs_to_tell(case: Case) -> None:
    case.happens(PUBLISHED)
    assert UNTOLD not in case.desk["officer"].get("/mandate").text


def test_an_officer_is_told_to_tell_the_source_that_the_case_was_closed(case: Case) -> None:
    about = due(case.letter, mandates=(LEAD, OTHER))
    case.informed()
    case.happens(cases.closed(about))
    page = case.desk["officer"].get("/mandate").text
    assert UNTOLD in page
    assert f"/replies/{case.letter}/tell/source" in page
    assert "that the case was closed" in page
    assert UNTOLD not in case.desk["strange officer"].get("/mandate").text
    case.happens(CLOSED)
    assert UNTOLD not in case.desk["officer"].get("/mandate").text


# --- the queries, on both databases ---------------------------------------------------------------


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=True)
    ready(made, (COMMUNICATIONS, LETTERS, SUBMISSIONS, REPLIES))
    for tables in (outbox.metadata, receipts.metadata):
        tables.create_all(made)
    yield made
    made.dispose()


def knows(engine: Engine) -> tuple[list[str], list[str], list[str], int, int]:
    """Status, steps and letters of the source; how much an officer has to tell."""
    source = replace(somebody(Role.NGO_MEMBER), actor_id="ngo-1")
    officer = somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=LEAD)
    with engine.connect() as conn:
        return (
            [one.status.word for one in submissions.lines(conn, source).shown],
            [one.kind for one in submissions.steps_of(conn, ID)],
            [one.reference for one in for_source(conn, ID)],
            len(untold(conn, officer)),
            len(unnotified(conn, officer, role=Role.HUMAN_RIGHTS_OFFICER)),
        )


def test_status_steps_and_tasks_follow_what_happens(engine: Engine) -> None:
    number = 0

    def happens(*facts: Any) -> None:
        nonlocal number
        for fact in facts:
            number += 1
            for contract in (INTAKE, APPROVALS, FOLLOWUP):
                if type(fact) in {cls for _, cls in contract.catalogue}:
                    arrives(fact, contract)

    def arrives(fact: Any, contract: Any) -> None:
        for model in (COMMUNICATIONS, LETTERS, SUBMISSIONS, REPLIES):
            if contract in model.contracts:
                one = fact_from(fact, number, "case", contract, Clock(T0))
                Applier(engine, model).apply([one])
                Applier(engine, model).apply([one])

    about = due(LETTER, recipient="KEN", mandates=(LEAD, OTHER), submission_ids=(ID,))
    happens(received(), replace(linked(), communication_id=LETTER), *upto("transmitted"), about)
    assert knows(engine) == (["Received"], ["received"], [], 1, 0)
    happens(replace(informed(), communication_id=LETTER))
    [status], steps, letters, to_tell, to_notify = knows(engine)
    assert (status, letters, to_tell, to_notify) == (
        "A communication was sent",
        ["UA KEN 3/2026"],
        0,
        0,
    )
    happens(replace(cases.forwarded(about), submission_ids=(ID,)))
    [status], steps, *_ = knows(engine)
    assert (status, "replied" in steps) == ("A reply was received", True)
    happens(replace(PUBLISHED, communication_id=LETTER), cases.closed(about))
    [status], steps, letters, to_tell, to_notify = knows(engine)
    assert (status, "published" in steps, to_notify) == ("A reply was received", True, 1)
    happens(replace(CLOSED, communication_id=LETTER))
    [status], steps, letters, to_tell, to_notify = knows(engine)
    assert (status, "ended" in steps, to_notify) == ("Case closed", True, 0)
