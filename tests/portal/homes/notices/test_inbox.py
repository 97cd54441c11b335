"""Notices in each person's inbox, and those removed when the person may not see them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.homes.notices import deriving, inbox
from portal.homes.notices.choosing import AT_ONCE, NONE
from portal.homes.notices.pages import Page
from portal.homes.notices.read_model import _TOLD, NOTICES, Audience
from portal.homes.notices.told import REASONS
from portal.homes.notices.words import NEWS, OUTSIDE, WORDS, words
from portal.oversight.forgetting.tables import erasures
from portal.web.accounts import account as accounts
from portal.web.accounts import filers
from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights
from shared.contracts.all import CONTRACTS
from shared.contracts.approvals_transmission import SourceInformed
from shared.contracts.followup import ReplyOverdue
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals.statements import DRAFTED, REQUESTED
from tests.approvals.statements import ID as STATEMENT
from tests.bench import plans
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office, want
from tests.portal.homes.notices.test_proposed import proposed
from tests.support import followup
from tests.support import submissions as intake
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    T0,
    declined,
    drafted,
    requested,
    upto,
)

ASKED = [*drafted(), requested()]
"""The holders of both mandates are asked, and the officer of the other one is told that it is."""
INFORMED = SourceInformed(
    communication_id=LETTER, submission_id=intake.ID, informed_by="officer", informed_at=T0
)


def everywhere(page: Page) -> bool:
    """Let every door be open: what is asked here is what stands behind them."""
    assert page in Page
    return True


def account(office: Office, who: str) -> Account:
    with office.engine.connect() as conn:
        found = accounts.by_id(conn, who)
    assert found is not None
    return found


def shown(office: Office, who: str) -> list[tuple[str, str, str]]:
    """Kind, page and item of what the person sees; the count says as many as are unread."""
    person = account(office, who)
    with office.engine.connect() as conn:
        page = inbox.page_of(conn, person, everywhere)
        unread = inbox.page_of(conn, person, everywhere, unread=True)
        assert inbox.unread(conn, person, everywhere) == len(unread)
    return [(row.kind, row.page, row.item_id) for row in page]


def kinds(office: Office, who: str) -> list[str]:
    return [kind for kind, _, _ in shown(office, who)]


def become(office: Office, who: str, *roles: Role, mandates: Collection[str] = ()) -> None:
    rights = Rights(roles=frozenset(roles), mandates=frozenset(mandates))
    with office.engine.begin() as conn:
        accounts.set_rights(conn, who, rights, None)


def erased(office: Office, subject: str) -> None:
    row = {
        "erasure_id": str(derive_id(subject)),
        "subject": subject,
        "erased_at": office.clock(),
        "by": "p",
    }
    with office.engine.begin() as conn:
        conn.execute(erasures.insert().values(**row, basis="request", asked_by="person"))


def case(office: Office) -> None:
    """Let a letter of both mandates be sent, and wait for its reply."""
    due = replace(followup.due(LETTER, recipient="KEN"), mandates=(LEAD, OTHER))
    office.tell(*upto("transmitted"), due, models=[one for one in EVERY_MODEL if one != NOTICES])


# --- what comes in -----------------------------------------------------------------------------


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
    assert for_others - told == {"call-closing", "scores-due", "token-ending"}
    assert WORDS.keys() - told == {"reminder", "statement-reminder", "proposed", "confirmed"}
    assert REASONS.keys() == (set(Audience.__args__) - {"sources"}) | {"focal"}  # type: ignore[attr-defined]


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


# --- what goes ---------------------------------------------------------------------------------


def test_who_changes_to_another_mandate_or_role_sees_it_no_more(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    for roles, mandates in (
        ((Role.MANDATE_HOLDER,), {"wgad"}),
        ((Role.MANDATE_HOLDER,), ()),
        ((Role.HUMAN_RIGHTS_OFFICER,), {LEAD}),
        ((Role.COORDINATION_COMMITTEE,), ()),
        ((), {LEAD}),
    ):
        become(office, "holder", *roles, mandates=mandates)
        assert shown(office, "holder") == []
    become(office, "holder", Role.MANDATE_HOLDER, mandates={LEAD})
    assert kinds(office, "holder") == ["approval-requested"]


def test_a_mandate_that_declines_sees_nothing_of_the_letter_any_more(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    assert sorted(kinds(office, "other-holder")) == ["approval-requested", "mandate-invited"]
    office.tell(declined())
    assert shown(office, "other-holder") == []


@pytest.mark.parametrize("also", [(), (Role.CHIEF,), (Role.QUICK_RESPONSE_DESK,)])
def test_of_a_case_only_those_see_it_for_whose_mandate_it_is(
    office: Office, also: tuple[Role, ...]
) -> None:
    case(office)
    overdue = ReplyOverdue(
        communication_id=LETTER, recipient="KEN", mandates=(LEAD,), due_at=T0, overdue_at=T0
    )
    office.tell(overdue, models=EVERY_MODEL)
    office.work()
    assert kinds(office, "officer") == ["reply-overdue"]
    become(office, "officer", Role.HUMAN_RIGHTS_OFFICER, *also, mandates={"wgad"})
    assert shown(office, "officer") == []


def test_a_statement_goes_with_the_mandate(office: Office) -> None:
    office.tell(DRAFTED, REQUESTED, models=EVERY_MODEL)
    office.work()
    become(office, "holder", Role.MANDATE_HOLDER, mandates={"sr-hrds"})
    assert shown(office, "holder") == []


def test_what_is_no_longer_shared_goes(office: Office) -> None:
    office.tell(intake.received(), intake.triaged(mandates=(LEAD, OTHER)), models=EVERY_MODEL)
    office.work()
    assert kinds(office, "officer") == ["submission-triaged"]
    office.tell(intake.triaged(mandates=(OTHER,)), models=EVERY_MODEL)
    assert shown(office, "officer") == []


def test_news_of_rights_goes_with_the_reason_for_it(office: Office) -> None:
    proposed(office)
    office.work()
    for who in ("holder", "protection", "other-admin", "officer"):
        assert kinds(office, who) == ["proposed"]
        become(office, who, Role.MANDATE_HOLDER, mandates={"wgad"})
        assert shown(office, who) == []


def test_without_its_tables_nothing_is_shown_and_all_comes_back(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    communications = EVERY_MODEL[0]
    Applier(office.engine, communications).drop()
    Applier(office.engine, communications).prepare()
    assert shown(office, "holder") == []
    office.tell(*ASKED, models=(communications,))
    assert kinds(office, "holder") == ["approval-requested"]


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        (f"submission-{intake.ID}", {"desk": 0, "ngo-1": 0, "holder": 1}),
        (f"source-{intake.ID}", {"desk": 1, "ngo-1": 0, "holder": 1}),
        (f"communication-{LETTER}", {"desk": 1, "ngo-1": 1, "holder": 0}),
        (f"submission-{derive_id('another')}", {"desk": 1, "ngo-1": 1, "holder": 1}),
    ],
)
def test_what_was_erased_goes_at_once_and_for_good(
    office: Office, subject: str, left: dict[str, int]
) -> None:
    office.tell(intake.received(urgent=True), INFORMED, *ASKED, models=EVERY_MODEL)
    office.work()
    assert {who: len(shown(office, who)) for who in left} == dict.fromkeys(left, 1)
    office.later(minutes=1)
    erased(office, subject)
    assert {who: len(shown(office, who)) for who in left} == left
    deriving.prune(office.engine, office.settings, at=office.clock())
    kept = [row.account_id for row in office.told()]
    known_as = {"ngo-1": filers.person(office.vault, "ngo-1")}
    assert {who: kept.count(known_as.get(who, who)) for who in left} == left


def test_what_happens_after_an_erasure_is_told(office: Office) -> None:
    erased(office, f"communication-{LETTER}")
    office.later(minutes=1)
    office.tell(*ASKED)
    office.work()
    assert kinds(office, "holder") == ["approval-requested"]


def test_it_is_kept_for_as_long_as_the_settings_say(office: Office) -> None:
    office.tell(REPLY)
    office.work()
    office.later(days=89)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert len(office.told()) == 2
    office.later(days=2)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert office.told() == []


# --- reprisals ---------------------------------------------------------------------------------


def test_who_becomes_a_desk_officer_later_sees_a_reprisal_there_no_more(office: Office) -> None:
    office.tell(intake.received(urgent=True, reprisal=True), models=EVERY_MODEL)
    office.work()
    assert kinds(office, "desk") == ["allegation-received"]
    both = frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER})
    with office.engine.begin() as conn:
        for state, left in (("CHE", ["allegation-received"]), ("KEN", [])):
            rights = Rights(roles=both, states=frozenset({state}))
            accounts.set_rights(conn, "desk", rights, None)
            person = accounts.by_id(conn, "desk")
            assert person is not None
            found = inbox.page_of(conn, person, everywhere)
            assert [row.kind for row in found] == left


# --- reading -----------------------------------------------------------------------------------


def test_one_marks_what_is_ones_own_alone(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    mine, other = account(office, "holder"), account(office, "other-officer")
    with office.engine.begin() as conn:
        [row] = inbox.page_of(conn, mine, everywhere)
        assert inbox.find(conn, other, everywhere, row.notice_id) is None
        inbox.mark(conn, other, row.notice_id, read_at=office.clock())
        assert inbox.unread(conn, mine, everywhere) == 1
        inbox.mark(conn, mine, row.notice_id, read_at=office.clock())
        assert inbox.unread(conn, mine, everywhere) == 0
        assert inbox.unread(conn, other, everywhere) == 1
        inbox.mark(conn, mine, row.notice_id, read_at=None)
        assert inbox.unread(conn, mine, everywhere) == 1


def test_all_that_were_there_are_marked_and_exactly_these_are_taken_back(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    mine = account(office, "other-holder")
    seen = office.clock()
    office.later(hours=4, minutes=1)
    office.work()  # reminds
    with office.engine.begin() as conn:
        rows = list(inbox.page_of(conn, mine, everywhere))
        assert len(rows) == 3
        inbox.mark(conn, mine, rows[-1].notice_id, read_at=seen)
        at = office.clock() + timedelta(microseconds=7)
        assert inbox.mark_all(conn, mine, everywhere, until=seen, read_at=at) == 1
        assert inbox.unread(conn, mine, everywhere) == 1
        assert inbox.marked_at(conn, mine, at)
        inbox.mark_back(conn, mine, at)
        assert not inbox.marked_at(conn, mine, at)
        assert inbox.unread(conn, mine, everywhere) == 2


def test_what_is_not_shown_is_not_marked_with_all(office: Office) -> None:
    office.tell(*ASKED)
    office.work()
    become(office, "holder", Role.MANDATE_HOLDER, mandates={"wgad"})
    at = office.clock()
    with office.engine.begin() as conn:
        person = account_in(conn, "holder")
        assert inbox.mark_all(conn, person, everywhere, until=at, read_at=at) == 0
    become(office, "holder", Role.MANDATE_HOLDER, mandates={LEAD})
    assert [row.read_at for row in office.told()] == [None] * 4


def account_in(conn: Any, who: str) -> Account:
    found = accounts.by_id(conn, who)
    assert found is not None
    return found


# --- what it costs -----------------------------------------------------------------------------


def test_to_count_and_to_list_reads_no_table_whole(office: Office) -> None:
    office.tell(intake.received(), intake.triaged(), *upto("transmitted"), models=EVERY_MODEL)
    office.work()
    person = replace(
        account(office, "holder"), roles=frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SOURCE}
    )
    with plans.statements(office.engine) as asked, office.engine.connect() as conn:
        inbox.unread(conn, person, everywhere)
        inbox.page_of(conn, person, everywhere)
    assert len(asked) == 2
    assert plans.read_whole(plans.explained(office.engine, asked)) == set()
