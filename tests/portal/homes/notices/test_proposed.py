"""Notices of proposed rights: the mandate's people and data protection get them at once."""

from datetime import timedelta
from typing import Any

import pytest

from portal.homes.notices.choosing import DAILY, NONE
from portal.web.accounts import proposals
from portal.web.accounts.proposal import Kind, Proposal, State
from portal.web.accounts.rights import Rights
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office, want
from tests.support.letters import LEAD, drafted, requested


def proposed(office: Office, **fields: Any) -> Proposal:
    """Let an administrator propose to make a candidate a holder."""
    at = office.clock()
    one = Proposal(
        **{
            "proposal_id": "p-1",
            "account_id": "candidate",
            "kind": Kind.RIGHTS,
            "rights": Rights(roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({LEAD})),
            "organisation": None,
            "reason": "A secret reason",
            "urgent": None,
            "proposed_by": "admin",
            "proposed_at": at,
            "expires_at": at + timedelta(days=14),
            **fields,
        }
    )
    with office.engine.begin() as conn:
        proposals.add(conn, one)
    return one


def confirmed(office: Office, one: Proposal, **delay: float) -> None:
    at = office.clock()
    with office.engine.begin() as conn:
        assert proposals.confirm(
            conn, one, by="other-admin", at=at, effective_at=at + timedelta(**delay)
        )


def test_the_mandates_people_data_protection_and_the_second_person_are_told_once(
    office: Office,
) -> None:
    proposed(office)
    office.work()
    assert office.mailed() == ["candidate", "holder", "officer", "other-admin", "protection"]
    office.work()
    assert office.mailed() == []


def test_they_are_told_again_when_it_is_confirmed(office: Office) -> None:
    one = proposed(office)
    office.work()
    office.mailed()
    confirmed(office, one, hours=24)
    office.work()
    assert office.mailed() == ["admin", "candidate", "holder", "officer", "protection"]


def test_of_what_is_about_no_mandate_the_chief_is_told(office: Office) -> None:
    proposed(office, rights=Rights(roles=frozenset({Role.AUDITOR})))
    office.work()
    assert office.mailed() == ["candidate", "chief", "other-admin", "protection"]


def test_a_holder_whose_second_steps_are_to_go_is_told_with_the_mandate(office: Office) -> None:
    proposed(office, account_id="other-holder", kind=Kind.RESET, rights=Rights())
    office.work()
    assert office.mailed() == ["other-admin", "other-holder", "other-officer", "protection"]


def test_the_mail_says_nothing_of_it(office: Office) -> None:
    proposed(office)
    office.work()
    for mail in office.box.mails:
        assert "There is news for you" in mail["Subject"]
        text = mail.get_content()
        assert not any(word in text for word in ("secret", "candidate", "right", "mandate"))


@pytest.mark.parametrize(("choice", "told"), [(DAILY, True), (NONE, False)])
def test_whoever_is_told_once_a_day_is_told_of_this_at_once(
    office: Office, choice: str, *, told: bool
) -> None:
    want(office, "holder", choice)
    proposed(office)
    office.work()
    assert ("holder" in office.mailed()) == told


def test_what_comes_to_nothing_before_anybody_looked_is_told_all_the_same(office: Office) -> None:
    one = proposed(office)
    with office.engine.begin() as conn:
        proposals.end(conn, one, State.WITHDRAWN, by="admin", at=office.clock())
    office.work()
    assert "protection" in office.mailed()


def test_a_new_holder_is_told_of_letters_from_when_the_right_is_in_effect(office: Office) -> None:
    confirmed(office, proposed(office), hours=1)
    office.work()
    office.mailed()
    office.later(hours=1)
    office.tell(*drafted(), requested())
    office.work()
    assert "candidate" in office.mailed()
