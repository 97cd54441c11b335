"""Notices of requests for advice: to the institution, to who answers and to who assigns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.contracts.stakeholders_advice import AdviceRequested
from shared.core.roles import Role
from shared.reference.organisations import register_id
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.test_of_sessions import tell
from tests.stakeholders.advice import (
    ADVISER,
    ASSIGN,
    CLOSE,
    COLLEAGUE,
    FURTHER,
    GIVE,
    NADIA,
    REMIND,
    REOPEN,
    WITHDRAW,
    Story,
)

BOTH = ("colleague", "nadia")


@pytest.fixture
def story(office: Office) -> Story:
    """A request of an institution of which two people speak, in an office with its officers."""
    role, officer = Role.CONTACT_POINT, Role.STAKEHOLDER_OFFICER
    with office.engine.begin() as conn:
        for name, held, organisation in (
            ("nadia", role, "nhri-1"),
            ("colleague", role, "nhri-1"),
            ("stranger", role, "nhri-2"),
            ("nobody", role, None),
            ("officer-1", officer, None),
            ("officer-2", officer, None),
            ("adviser-1", Role.HUMAN_RIGHTS_OFFICER, None),
        ):
            accounts.add(
                conn,
                Account(
                    account_id=name,
                    email=f"{name}@example.org",
                    name=name,
                    password_hash="x",
                    roles=frozenset({held}),
                    organisation_id=organisation,
                ),
            )
    ours = office.vault.pseudonym("advice", register_id("nhri-1"))
    return Story(organisation=ours)


def test_each_side_is_told_what_the_other_does(office: Office, story: Story) -> None:
    ours = story.advice.organisation
    further, withdraw = replace(FURTHER, organisation=ours), replace(WITHDRAW, organisation=ours)
    asks = "A national institution asks for advice"
    assert tell(office, story.facts) == {"officer-1": [asks], "officer-2": [asks]}
    works = "An officer works on what your institution asked"
    assert tell(office, story.do(ASSIGN)) == {
        **{name: [works] for name in BOTH},
        "adviser-1": ["A request for advice was assigned to you"],
    }
    assert tell(office, story.do(REMIND)) == {
        "adviser-1": ["A request for advice still waits for your answer"]
    }
    got = "Your institution got advice"
    assert tell(office, story.do(GIVE, ADVISER)) == {name: [got] for name in BOTH}
    assert set(tell(office, story.do(further, COLLEAGUE))) == {
        *("adviser-1", "officer-1", "officer-2")
    }
    story.do(replace(GIVE, answer=FURTHER.question), ADVISER)
    closed = tell(office, story.do(CLOSE))
    assert set(closed) == {*BOTH, "adviser-1"}
    assert set(tell(office, story.do(REOPEN))) == {*BOTH, "adviser-1"}
    assert set(tell(office, story.do(withdraw, NADIA))) == {
        *("adviser-1", "officer-1", "officer-2")
    }


def test_who_left_is_told_nothing_and_an_officer_without_the_role_neither(
    office: Office, story: Story
) -> None:
    tell(office, story.facts)
    assert set(tell(office, story.do(replace(ASSIGN, officer_id="chief")))) == set(BOTH)
    assert set(tell(office, story.do(replace(ASSIGN, officer_id="nobody-here")))) == set(BOTH)


def test_an_answer_is_called_for_three_days_before_and_when_it_is_late(
    office: Office, story: Story
) -> None:
    due = office.clock().date() + timedelta(days=30)
    [asked] = story.facts
    assert isinstance(asked, AdviceRequested)
    tell(office, [replace(asked, due_on=due)])

    def told(kind: str) -> list[str]:
        return sorted(one.account_id for one in office.told() if one.kind == kind)

    def on(days: int) -> None:
        at = due + timedelta(days=days)
        office.later(days=(at - office.clock().date()).days)
        office.work()
        office.work()

    on(-4)
    assert told("advice-due") == []
    on(-3)
    assert told("advice-due") == ["officer-1", "officer-2"], "nobody has it"
    office.tell(*story.do(ASSIGN), models=EVERY_MODEL)
    on(-1)
    assert told("advice-due") == ["adviser-1", "officer-1", "officer-2"]
    on(0)
    assert told("advice-late") == []
    on(1)
    assert told("advice-late") == ["adviser-1", "officer-1", "officer-2"]
    on(2)
    assert len(told("advice-late")) == 3


def test_what_is_answered_is_not_called_for(office: Office, story: Story) -> None:
    story.answered()
    tell(office, story.facts)
    office.later(days=60)
    office.work()
    assert [one.kind for one in office.told() if one.kind in {"advice-due", "advice-late"}] == []
