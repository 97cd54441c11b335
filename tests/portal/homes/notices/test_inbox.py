"""Notices that come into each person's inbox."""

from dataclasses import replace

from portal.homes.notices import deriving, inbox
from portal.homes.notices.audiences import Audience
from portal.homes.notices.choosing import AT_ONCE, NONE
from portal.homes.notices.read_model import _TOLD, NOTICES
from portal.homes.notices.told import REASONS
from portal.homes.notices.words import NEWS, OUTSIDE, WORDS, words
from shared.contracts.all import CONTRACTS
from shared.read_models.model import Applier
from tests.approvals.statements import DRAFTED, REQUESTED
from tests.approvals.statements import ID as STATEMENT
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office, want
from tests.portal.homes.notices.inboxes import (
    ASKED,
    INFORMED,
    account,
    case,
    everywhere,
    kinds,
    shown,
)
from tests.portal.homes.notices.test_proposed import proposed
from tests.support import submissions as intake
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    drafted,
    upto,
)

OF_VISIT_LETTERS = {
    *("visit-letter-approval-requested", "visit-letter-changes-requested"),
    *("visit-letter-left", "visit-letter-approved"),
}


def test_everybody_has_all_that_they_were_told_also_without_mail(office: Office) -> None:
    want(office, "holder", NONE)
    office.tell(*ASKED)
    office.work()
    assert "holder" not in office.mailed()
    assert shown(office, "holder") == [("approval-requested", "letter", LETTER)]
    assert shown(office, "other-officer") == [("mandate-invited", "letter", LETTER)]
    assert shown(office, "strange-holder") == []


def test_each_fact_is_one_notice_however_often_it_comes_and_stays_read(office: Office) -> None:
    office.tell(*ASKED)
    for _ in range(3):
        office.work()
    assert len(office.told()) == 4
    person = account(office, "holder")
    with office.engine.begin() as conn:
        [row] = inbox.page_of(conn, person, everywhere)
        inbox.mark(conn, person, row.notice_id, read_at=office.clock())
    Applier(office.engine, NOTICES).drop()
    Applier(office.engine, NOTICES).prepare()
    office._told = 0
    office.tell(*ASKED, models=(NOTICES,))  # as from an emptied Kafka
    office.work()
    assert len(office.told()) == 4
    with office.engine.connect() as conn:
        assert inbox.unread(conn, person, everywhere) == 0


def test_what_was_forgotten_of_the_mail_is_not_told_anew(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    office.later(days=31)
    deriving.prune(office.engine, office.settings, at=office.clock())
    office.work()
    assert [row.kind for row in office.told()].count("approval-requested") == 2


def test_every_fact_that_is_told_has_words_and_every_reason_its_roles() -> None:
    names = {cls: name for one in CONTRACTS for name, cls in one.catalogue}
    told = {names[cls] for cls in _TOLD} | {"allegation-received", "victims-added"}
    for cls, (audiences, _) in _TOLD.items():
        for audience in audiences:
            assert words(
                audience.removesuffix("s") if audience == "sources" else audience, names[cls]
            )
    for_others = {kind for kinds in OUTSIDE.values() for kind in kinds}
    assert for_others - told == {
        *("call-opened", "call-closing", "scores-due", "token-ending"),
        *("alert-raised", "alert-rose", "alert-waits"),
        *("situation-proposed", "situation-opened", "situation-declined"),
        *("situation-shown", "situation-unshown"),
        *("review-due", "review-late", "plan-clashes", "plan-commented", "forum-news"),
        "plan-shared",
        *("procedure-received", "procedure-commented", "procedure-withdrawn"),
        *("procedure-invited", "procedure-told", "procedure-over"),
        *("procedure-due", "procedure-late", "procedure-comment-time-over"),
        *("group-new", "group-handed-over", "group-due", "group-late", "group-withdrawn"),
        *("counsel-asked", "counsel-given", "counsel-declined"),
        *("counsel-dissent", "counsel-due", "counsel-late"),
        *("issue-opened", "issue-handed-in", "issue-cut", "issue-sent"),
        *("document-current", "document-waits", "document-due"),
        *("report-due", "report-session-moved", "report-slot-stays"),
        *("report-handed-over", "report-left"),
        *("draft-report-sent", "draft-report-comments-due"),
        *("draft-report-comments-over", "draft-report-submitted", "draft-report-returned"),
        *("vacancy-foreseen", "roster-ending", "seat-ending"),
        *("focal-accepted", "focal-ending", "focal-proposed", "focal-suspended"),
        *("focal-handed", "merger-proposed", "merged", "unmerged"),
        *("split-proposed", "split", "unsplit", "arrival"),
        *("dormancy-near", "dormant", "advice-due", "advice-late"),
        *("name-proposed", "name-confirmed", "name-refused"),
        *("minutes-due", "minutes-late", "action-due"),
        *("recognised", "recognition-suspended"),
        *("partner-news", "partner-proposed", "partner-report"),
        *("visit-thread-news", "visit-note-news", "visit-dates"),
        *("visit-debrief-off", "visit-partner-status", "information-unnamed"),
        *("joint-visit-asked", "joint-visit-not-asked", "joint-visit-joined", "joint-visit-left"),
        *("visit-debrief-called", "recommendation-review-due", "recommendation-review-late"),
        *("visit-task-due", "visit-task-late", "visit-partner-ending"),
        *("visit-call-closing", "visit-call-over"),
        *("visit-terms-unanswered", "visit-dates-unanswered"),
        *("visit-incident-reported", "visit-incident-put", "visit-incident-answered"),
        *("visit-programme-of-state", "visit-programme-news"),
        "visit-answered-here",
        "visit-advice-given",
        *("custody-of-case", "custody-of-visit-file", "custody-of-mission"),
        *("custody-of-visit-report", "custody-of-round", "session-paper"),
        *("round-asked", "round-due", "round-table", "round-moved", "round-reopened"),
        *("indicator-due", "indicator-overdue"),
        *("training-item-given", "training-item-due", "training-item-late"),
        *("grading-delegated", "grading-delegation-ending", "grading-delegation-over"),
        *("grading-delegation-ended", "draft-report-joined", "removal-told"),
        *("contact-law", "contact-law-lifting"),
        *("addressee-proposed", "addressee-answered"),
    }
    by_time = {"reminder", "statement-reminder", "proposed", "confirmed"}
    assert WORDS.keys() - told == by_time | {
        "onboarding-begun",
        "onboarding-due",
        "onboarding-late",
        "recognition-suspended",
        "visit-answered-here",
        *OF_VISIT_LETTERS,
    }
    of_clocks = {
        "focal",
        "member",
        "nhri",
        "country",
        "register",
        "registry",
        "roster",
        "warning",
        "situation",
        "plan",
        "shared",
        "watched",
        "visit",
        "iap",
        "iapholder",
        "iapasker",
        "group",
        "counsel",
        "counselled",
        "editors",
        "staff",
        "document",
        "report",
        "forum",
        "training",
        "round",
        "action",
        "partner",
        "mission",
        "dialogue",
        "task",
        "note",
        "grading",
        "successor",
        "joint",
        "joining",
    }
    assert REASONS.keys() == (set(Audience.__args__) - {"sources"}) | of_clocks  # type: ignore[attr-defined]


def test_a_source_reads_what_its_mail_says_and_no_more(office: Office) -> None:
    office.tell(intake.received(urgent=False), INFORMED, intake.asked())
    office.work()
    assert office.mailed() == []  # it did not ask for mail
    [one, other] = shown(office, "ngo-1")
    assert one[1:] == other[1:] == ("submission", intake.ID)
    for row in office.told():
        assert words(row.reason, row.kind) == NEWS == "There is news for you"
    want(office, "ngo-1", AT_ONCE)


def test_reminders_lead_to_what_waits(office: Office) -> None:
    office.tell(*upto("awaiting"), models=EVERY_MODEL)
    office.later(hours=4, minutes=1)
    office.work()
    assert ("reminder", "letter", LETTER) in shown(office, "holder")


def test_a_statement_is_told_and_reminded_of(office: Office) -> None:
    now = office.clock()
    asked = replace(REQUESTED, requested_at=now)
    office.tell(replace(DRAFTED, drafted_at=now), asked, models=EVERY_MODEL)
    office.work()
    assert shown(office, "holder") == [("statement-approval-requested", "statement", STATEMENT)]
    office.later(days=4)
    office.work()
    assert kinds(office, "holder") == ["statement-reminder", "statement-approval-requested"]


def test_what_a_source_adds_leads_its_writers_to_the_letter_and_others_to_it(
    office: Office,
) -> None:
    office.tell(intake.received(), intake.triaged(mandates=(LEAD, OTHER)), models=EVERY_MODEL)
    office.tell(*drafted(others=()), models=EVERY_MODEL)
    office.tell(intake.answered(), models=EVERY_MODEL)
    office.work()
    assert ("information-provided", "letter", LETTER) in shown(office, "officer")
    assert ("information-provided", "triage", intake.ID) in shown(office, "other-officer")
    assert ("information-provided", "triage", intake.ID) in shown(office, "desk")


def test_replies_lead_to_the_case(office: Office) -> None:
    case(office)
    office.tell(replace(REPLY, mandates=(LEAD, OTHER)), models=EVERY_MODEL)
    office.work()
    assert ("government-reply-logged", "case", LETTER) in shown(office, "holder")


def test_a_change_of_rights_leads_its_person_and_others_to_different_pages(office: Office) -> None:
    proposed(office)
    office.work()
    assert shown(office, "candidate") == [("proposed", "account", "candidate")]
    assert shown(office, "holder") == [("proposed", "rights", LEAD)]
    assert shown(office, "protection") == [("proposed", "rights", "administration")]


def test_the_past_is_listed_by_when_it_happened(office: Office) -> None:
    office.tell(*ASKED)
    at = office.clock()
    office.later(hours=3)
    office.work()
    assert {row.at for row in office.told() if row.kind != "reminder"} == {at}
    assert {row.made_at for row in office.told()} == {office.clock()}
