"""Notices of the Committee: to its members, to who is invited, to who has an action item."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.approvals.test_holding import NOTED
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.portal.homes.notices.outside import VACANCY
from tests.portal.homes.notices.test_of_sessions import tell
from tests.stakeholders import alerts, ending
from tests.stakeholders import meetings as told
from tests.support import committee as members
from tests.support.letters import LEAD

DAY = timedelta(days=1)
OURS = ("committee", "holder-a", "holder-b")
"""``committee``: works for it, and no election says anything of them."""


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    committee, desk = Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER
    with office.engine.begin() as conn:
        for name, held in (
            ("holder-a", committee),
            ("holder-b", committee),
            ("desk-1", desk),
            ("desk-2", desk),
            ("desk-3", Role.NGO_MEMBER),
        ):
            accounts.add(
                conn,
                Account(
                    account_id=name,
                    email=f"{name}@example.org",
                    name=name,
                    password_hash="x",
                    roles=frozenset({held}),
                ),
            )


def a(mandate: str, holder_id: str) -> Any:
    return members.member(mandate, holder_id=holder_id)


ELECTED = members.elected(members=(a("sr-torture", "holder-a"), a("sr-food", "holder-b")))
CHAIR = members.designated("sr-food")


def test_the_committee_and_who_is_invited_are_told_of_a_meeting(office: Office) -> None:
    called = "A meeting of the Committee was called"
    assert tell(office, [told.CALLED]) == {one: [called] for one in (*OURS, "desk-1")}
    invites = replace(told.CHANGED, invited=("desk-2", "desk-3"))
    assert set(tell(office, [invites])) == {*OURS, "desk-2"}
    off = "A meeting of the Committee was cancelled"
    assert tell(office, [told.CANCELLED]) == {one: [off] for one in (*OURS, "desk-2")}
    assert tell(office, [told.HELD]) == {}
    agreed = "The minutes of a meeting of the Committee were agreed"
    assert tell(office, [told.WRITTEN, told.AGREED])["holder-a"] == [agreed]


def test_a_guest_is_told_that_they_are_invited_of_changes_and_of_the_end(office: Office) -> None:
    guest, away = (replace(told.GUEST, guest_id=one) for one in ("desk-3", "desk-2"))
    tell(office, [told.CALLED])
    assert tell(office, [guest, away]) == {}, "neither holds a role of a guest"
    with office.engine.begin() as conn:
        account = accounts.by_id(conn, "desk-3")
        assert account
        roles, email = frozenset({Role.GOVERNMENT}), "guest-1@example.org"
        accounts.add(conn, replace(account, account_id="guest-1", roles=roles, email=email))
    assert tell(office, [told.GUEST]) == {
        "guest-1": ["You are invited to a meeting of the Committee"]
    }
    changed = "A meeting of the Committee was changed"
    assert tell(office, [told.CHANGED])["guest-1"] == [changed]
    over = "You are not invited to a meeting of the Committee any more"
    assert tell(office, [told.GUEST_GONE]) == {"guest-1": [over]}
    assert "guest-1" not in tell(office, [told.CANCELLED, told.AGREED])


def test_a_member_is_told_of_the_election_and_of_the_end_and_of_nothing_more(
    office: Office,
) -> None:
    on = "You are on the Coordination Committee"
    assert tell(office, [ELECTED]) == {one: [on] for one in ("holder-a", "holder-b")}
    gone = members.left("sr-torture", day_of(office.clock()) - DAY)
    assert tell(office, [gone]) == {"holder-a": ["Your time on the Coordination Committee ends"]}
    assert set(tell(office, [told.CALLED])) == {"committee", "holder-b", "desk-1"}


def test_whose_term_as_a_holder_is_over_is_told_nothing_but_that_they_left(office: Office) -> None:
    with office.engine.begin() as conn:
        account = accounts.by_id(conn, "holder")
        assert account
        roles = frozenset({Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE})
        new = replace(account, account_id="past", email="past@example.org", roles=roles)
        accounts.add(conn, new)
    today = office.clock().date()
    term = replace(NOTED, mandate=LEAD, holder_id="past", last=today)
    elected = members.elected(members=(a(LEAD, "past"), a("sr-food", "holder-b")))
    assert "past" in tell(office, [term, told.CALLED])
    office.tell(replace(term, last=today - DAY, noted_at=office.clock()), models=EVERY_MODEL)
    alert = replace(alerts.RAISED, alert_id="alert", raised_at=office.clock())
    happened = [told.CHANGED, told.HELD, replace(told.OPENED, owner_id="past"), elected]
    said = tell(office, [*happened, alert, *VACANCY, ending.submitted("c-1"), ending.PUBLISHED])
    assert "The report of a panel was published" in said["committee"]
    assert {"committee", "holder-b"} <= said.keys()
    assert "past" not in said
    gone = members.left(LEAD, today - DAY)
    assert tell(office, [gone]) == {"past": ["Your time on the Coordination Committee ends"]}


def test_who_left_between_the_fact_and_the_telling_is_told_nothing(office: Office) -> None:
    """The facts of a day are told when the tables have them all, maybe on the next day."""
    office.tell(ELECTED, told.CALLED, told.HELD, told.OPENED, models=EVERY_MODEL)
    office.tell(members.left("sr-torture", day_of(office.clock())), models=EVERY_MODEL)
    office.later(hours=23)
    office.work()
    heard = {row.account_id for row in office.told() if row.reason in {"meeting", "owner"}}
    assert heard == {"committee", "holder-b", "desk-1"}


def test_who_has_an_action_item_is_told(office: Office) -> None:
    tell(office, [told.CALLED, told.HELD])
    assert tell(office, [told.OPENED]) == {"holder-a": ["You have an action item of the Committee"]}
    moved = "An action item that you have was changed"
    assert tell(office, [told.MOVED]) == {"desk-1": [moved]}
    overdue = "An action item that you have is overdue"
    assert tell(office, [told.OVERDUE]) == {"desk-1": [overdue]}
    assert set(tell(office, [told.DROPPED])) == {"desk-1"}
    for owner in (None, "desk-3", "nobody-here"):
        assert tell(office, [replace(told.MOVED, owner_id=owner)]) == {}


def test_minutes_are_called_for_three_days_before_and_once_they_are_late(office: Office) -> None:
    due = office.clock().date() + 30 * DAY
    tell(office, [ELECTED, CHAIR, told.CALLED])
    tell(office, [replace(told.HELD, minutes_due_on=due)])
    assert on(office, due, -4, "minutes-due") == []
    assert on(office, due, -3, "minutes-due") == ["holder-b"]
    assert on(office, due, 0, "minutes-late") == []
    assert on(office, due, 1, "minutes-late") == ["holder-b"]
    assert on(office, due, 2, "minutes-late") == ["holder-b"]
    assert on(office, due, 0, "minutes-due") == ["holder-b"]


def test_an_action_item_is_called_for_three_days_before(office: Office) -> None:
    due = office.clock().date() + 30 * DAY
    tell(office, [told.CALLED, told.HELD, replace(told.OPENED, due_on=due)])
    assert on(office, due, -4, "action-due") == []
    assert on(office, due, -3, "action-due") == ["holder-a"]
    office.tell(replace(told.MOVED, due_on=due), models=EVERY_MODEL)
    assert on(office, due, -1, "action-due") == ["desk-1", "holder-a"]
    office.tell(told.DONE, models=EVERY_MODEL)
    assert on(office, due, 0, "action-due") == ["desk-1", "holder-a"]


def on(office: Office, due: Any, days: int, kind: str) -> list[str]:
    at = due + days * DAY
    ahead = (at - office.clock().date()).days
    if ahead > 0:
        office.later(days=ahead)
    office.work()
    office.work()
    return sorted(one.account_id for one in office.told() if one.kind == kind)
