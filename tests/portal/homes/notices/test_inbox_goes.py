"""Notices that leave an inbox, since their person may not see them any more."""

import pytest

from portal.homes.notices import deriving, inbox
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.accounts import account as accounts
from portal.web.accounts import filers
from portal.web.accounts.rights import Rights
from shared.contracts.followup import ReplyOverdue
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.approvals.statements import DRAFTED, REQUESTED
from tests.portal.homes.notices.conftest import EVERY_MODEL, REPLY, Office
from tests.portal.homes.notices.inboxes import (
    ASKED,
    INFORMED,
    become,
    case,
    erased,
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
    T0,
    declined,
)


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
    communications = COMMUNICATIONS
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
