"""Notices of news: their recipients."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.casefile.submissions import keeping, receipts
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.casefile.submissions.receipts import Receipt
from portal.homes.notices.choosing import AT_ONCE
from portal.homes.notices.pages import Page
from portal.homes.notices.read_model import NOTICES, news
from portal.homes.notices.tables import notices
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.accounts import account as accounts
from portal.web.accounts import filers, starting
from shared.contracts.followup import ReplyOverdue
from shared.contracts.followup_replies import ReplyForwardedToSource, SourceCommented
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_source import DevelopmentAdded
from shared.contracts.intake_triage import SubmissionReferred
from shared.core.message import Sealed, derive_id
from tests.portal.homes.notices.conftest import REPLY, Office, want
from tests.portal.homes.notices.inboxes import INFORMED
from tests.support import publication
from tests.support import submissions as intake
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    T0,
    approved,
    changes,
    cleared,
    declined,
    drafted,
    gone,
    joined,
    requested,
    upto,
)

BESIDE = (COMMUNICATIONS, SUBMISSIONS)
OVERDUE = ReplyOverdue(
    communication_id=LETTER, recipient="KEN", mandates=(OTHER,), due_at=T0, overdue_at=T0
)


FORWARDED = ReplyForwardedToSource(
    communication_id=LETTER,
    reply_id="reply",
    submission_ids=(intake.ID,),
    mandate=LEAD,
    decided_by="holder",
    forwarded_at=T0,
)
COMMENT = SourceCommented(
    communication_id=LETTER,
    reply_id="reply",
    submission_id=intake.ID,
    comment_id="comment",
    text=Sealed("communication-x", "cipher"),
    commented_at=T0,
)
TO_SOURCES = [
    INFORMED,
    intake.asked(),
    intake.not_actioned(),
    FORWARDED,
    SubmissionReferred(
        submission_id=intake.ID, to="petition", mandate=None, referred_by="desk", referred_at=T0
    ),
]


# --- who ---------------------------------------------------------------------------------------


def test_holders_are_told_that_a_text_waits_for_them(office: Office) -> None:
    office.tell(*drafted(), requested())
    assert office.work() == 3
    # The officer of the other mandate was told of the invitation; nobody of the lead's.
    assert office.mailed() == ["holder", "other-holder", "other-officer"]


def test_all_that_is_new_for_a_person_is_one_mail(office: Office) -> None:
    office.tell(*drafted(), requested(), *approved(), cleared(), gone())
    office.work()
    assert office.mailed().count("other-holder") == 1


def test_who_did_it_himself_is_not_told(office: Office) -> None:
    office.tell(*drafted(), models=(COMMUNICATIONS,))
    office.tell(changes())  # facts come from "somebody"
    office.work()
    assert "officer" in office.mailed()
    with office.engine.connect() as conn:
        told = conn.execute(select(notices.c.account_id)).scalars().all()
    assert "somebody" not in told


def test_the_chief_is_told_of_cleared_urgent_appeals_and_the_desk_of_the_rest(
    office: Office,
) -> None:
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.tell(cleared())
    office.work()
    assert office.mailed() == ["chief", "officer", "other-officer"]
    other = "another-letter"
    office.tell(*upto("awaiting", other, type_="AL"), models=(COMMUNICATIONS,))
    office.tell(cleared(other, type_="AL"))
    office.work()
    assert office.mailed() == ["desk", "officer", "other-officer"]


def test_a_mandate_that_declined_is_not_told_of_the_letter_any_more(office: Office) -> None:
    office.tell(*drafted(), models=(COMMUNICATIONS,))
    office.tell(declined())
    office.work()
    assert office.mailed() == ["officer"]


def test_officers_are_told_of_what_is_shared_with_their_mandates(office: Office) -> None:
    office.tell(intake.received(), intake.triaged(mandates=(LEAD,)))
    office.work()
    assert office.mailed() == ["officer"]


PUBLIC: list[Any] = [
    replace(publication.published(), communication_id=LETTER),
    replace(publication.reply_published(), communication_id=LETTER),
    replace(publication.withheld(), communication_id=LETTER),
    replace(publication.withdrawn(), communication_id=LETTER),
]


@pytest.mark.parametrize("fact", PUBLIC, ids=lambda fact: type(fact).__name__)
def test_what_becomes_public_or_is_taken_back_is_told_to_the_sources(
    office: Office, fact: Any
) -> None:
    want(office, "ngo-1", AT_ONCE)
    office.tell(intake.received(urgent=False), *upto("transmitted"), models=BESIDE)
    office.tell(fact)
    office.work()
    assert office.mailed() == ["ngo-1"]


def test_what_became_public_waits_until_it_is_known_whose_it_is(office: Office) -> None:
    want(office, "ngo-1", AT_ONCE)
    office.tell(PUBLIC[0])
    assert office.work() == 0
    office.tell(intake.received(urgent=False), *upto("transmitted"), models=BESIDE)
    office.work()
    assert office.mailed() == ["ngo-1"]


WORDS = Sealed("submission-x", "cipher")
ADDED: list[Any] = [
    DevelopmentAdded(
        submission_id=intake.ID,
        development_id="development",
        text=WORDS,
        added_by="ngo-1",
        added_at=T0,
    ),
    AttachmentAdded(
        submission_id=intake.ID,
        attachment_id="attachment",
        object_name="object",
        sha256="0" * 64,
        size=7,
        media_type="image/jpeg",
        scanned="clean",
        details=WORDS,
        added_by="ngo-1",
        added_at=T0,
    ),
    intake.answered(),
]


@pytest.mark.parametrize("fact", ADDED, ids=["development", "file", "answer"])
def test_what_a_source_adds_is_told_to_who_works_on_an_open_letter_about_it(
    office: Office, fact: Any
) -> None:
    shared = [intake.received(), intake.triaged(mandates=(LEAD,))]
    office.tell(*shared, *drafted(), joined(), models=BESIDE)
    office.tell(fact)
    office.work()
    writers = {"holder", "officer", "other-holder", "other-officer"}
    assert set(office.mailed()) - {"desk"} == writers


def test_a_mandate_that_is_only_invited_is_not_told_of_what_it_cannot_read(office: Office) -> None:
    shared = [intake.received(), intake.triaged(mandates=(LEAD,))]
    office.tell(*shared, *drafted(), models=BESIDE)
    office.tell(ADDED[1])
    office.work()
    assert office.mailed() == ["holder", "officer"]


def test_once_the_letter_has_gone_the_officers_of_its_lead_are_told(office: Office) -> None:
    shared = [intake.received(), intake.triaged(mandates=(LEAD, OTHER))]
    office.tell(*shared, *upto("transmitted"), models=BESIDE)
    office.tell(ADDED[1])
    office.work()
    assert office.mailed() == ["officer"]


def test_files_that_come_before_any_letter_call_nobody(office: Office) -> None:
    office.tell(intake.received(), intake.triaged(), models=BESIDE)
    office.tell(ADDED[1])
    office.work()
    assert office.mailed() == []


def test_replies_and_silence_are_told_to_the_mandates(office: Office) -> None:
    office.tell(REPLY)
    office.work()
    assert office.mailed() == ["holder", "officer"]
    office.tell(OVERDUE)
    office.work()
    assert office.mailed() == ["other-officer"]


@pytest.mark.parametrize("urgent", [True, False])
def test_the_desk_is_called_by_urgent_submissions_only(office: Office, urgent: bool) -> None:  # noqa: FBT001
    office.tell(intake.received(urgent=urgent))
    office.work()
    assert office.mailed() == (["desk"] if urgent else [])


def test_an_answer_is_told_to_those_who_work_on_the_submission(office: Office) -> None:
    office.tell(intake.received(urgent=False), intake.asked(), intake.answered())
    office.work()
    assert office.mailed() == ["desk"]  # it is shared with nobody yet
    office.tell(intake.triaged(mandates=(OTHER,)), models=(SUBMISSIONS,))
    office.tell(intake.answered())
    office.work()
    assert office.mailed() == ["desk", "other-officer"]


def test_a_source_is_written_to_only_if_he_asked_for_it(office: Office) -> None:
    office.tell(intake.received(urgent=False), intake.asked())
    office.work()
    assert office.mailed() == []
    want(office, "ngo-1", AT_ONCE)
    office.tell(INFORMED)
    office.work()
    assert office.mailed() == ["ngo-1"]


@pytest.mark.parametrize("fact", TO_SOURCES, ids=lambda fact: type(fact).__name__)
def test_a_source_is_told_of_what_concerns_his_submission(office: Office, fact: Any) -> None:
    want(office, "ngo-1", AT_ONCE)
    office.tell(intake.received(urgent=False), models=(SUBMISSIONS,))
    office.tell(fact, models=(NOTICES,))
    office.work()
    assert office.mailed() == ["ngo-1"]


def test_a_source_is_reached_though_only_the_vault_knows_who_it_is(office: Office) -> None:
    want(office, "ngo-1", AT_ONCE)
    filer = filers.person(office.vault, "ngo-1")
    office.tell(intake.received(urgent=False, submitter_id=filer), INFORMED)
    office.work()
    assert office.mailed() == ["ngo-1"]


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (None, ["Votre mot de passe initial", "Il y a du nouveau pour vous"]),
        ("en", ["Your start password", "There is news for you"]),
    ],
)
def test_a_source_is_written_to_in_its_accounts_language_or_the_one_it_last_asked_for(
    office: Office, account: str | None, said: list[str]
) -> None:
    want(office, "ngo-1", AT_ONCE)
    filer = filers.person(office.vault, "ngo-1")
    receipt = Receipt(
        submission_id=intake.ID,
        command_id=derive_id("command"),
        code_hash="c",
        fingerprint="f",
        submitter_id=filer,
        organisation_id=None,
        created_at=intake.AT,
    )
    with office.engine.begin() as conn:
        accounts.set_language(conn, "ngo-1", account)
        receipts.add(conn, receipt)
        keeping.add(conn, keeping.new(receipt, "key", "fr"), at=intake.AT)
        starting.ask(conn, "ngo-1", due_at=office.clock())
    office.tell(intake.received(urgent=False, submitter_id=filer), INFORMED)
    office.work()
    assert [one["Subject"] for one in office.box.mails] == said


def test_nothing_leads_from_what_a_source_was_told_to_its_account(office: Office) -> None:
    want(office, "ngo-1", AT_ONCE)
    filer = filers.person(office.vault, "ngo-1")
    office.tell(intake.received(urgent=False, submitter_id=filer), INFORMED)
    office.work()
    [told] = [row for row in office.told() if row.page == Page.SUBMISSION]
    [mail] = [row for row in office.rows() if row.account_id == "ngo-1"]
    with office.engine.connect() as conn:
        causes = set(conn.scalars(select(news.c.cause)))
    assert told.account_id == filer
    assert mail.cause not in causes
    assert told.notice_id not in {derive_id("notice", one, "ngo-1") for one in causes}


def test_a_comment_of_the_source_is_told_to_those_of_the_letter(office: Office) -> None:
    office.tell(*drafted(others=()), models=(COMMUNICATIONS,))
    office.tell(COMMENT)
    office.work()
    assert office.mailed() == ["holder", "officer"]


def test_a_source_without_an_account_is_written_to_by_nobody(office: Office) -> None:
    office.tell(intake.received(urgent=False, submitter_id="gone"), INFORMED)
    office.work()
    assert office.mailed() == []


def test_whoever_cannot_sign_in_is_not_told(office: Office) -> None:
    office.tell(*drafted(), requested())
    office.work()
    told = office.mailed()
    assert "disabled-holder" not in told
    assert "demo-holder" not in told
    office.settings = office.settings.model_copy(update={"demo": True})
    office.later(hours=4, minutes=1)
    office.work()
    assert "demo-holder" in office.mailed()
