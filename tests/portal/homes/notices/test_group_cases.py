"""Notices of reprisal cases: the group of each is told, and nothing says what it is (XR2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.followup.reprisals.read_model import CASES
from portal.homes.notices import inbox
from portal.homes.notices.words import OUTSIDE
from portal.web.accounts import account as accounts
from portal.web.accounts.tables import accounts as table
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.homes.notices.conftest import Office
from tests.support.letters import LEAD, OTHER

DAY = timedelta(days=1)


@pytest.fixture
def group(office: Office) -> Office:
    """With two focal points, one of whom is a desk officer of the State."""
    with office.engine.begin() as conn:
        officer = accounts.by_id(conn, "officer")
        assert officer
        focal = frozenset({Role.REPRISALS_FOCAL_POINT})
        for name, roles in (("focal", focal), ("kept", focal | {Role.DESK_OFFICER})):
            one = replace(officer, account_id=name, email=f"{name}@example.org", roles=roles)
            states = frozenset({"KEN"}) if name == "kept" else frozenset[str]()
            accounts.add(conn, replace(one, mandates=frozenset(), state_codes=states))
    return office


def tell(office: Office, fact: Any, **also: Any) -> None:
    office.tell(replace(fact, done_at=office.clock(), **also), models=(CASES,))


def reported(office: Office) -> None:
    at = office.clock()
    by = {"done_by": "officer", "as_officer": "officer", "mandate": LEAD}
    tell(office, said.REPORTED, **by, contact_by=at + DAY, screen_by=at + 2 * DAY)


def heard(office: Office) -> set[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    rows = [row for row in office.told() if row.reason == "group"]
    assert len(rows) == len({(row.account_id, row.kind) for row in rows})
    return {(row.account_id, row.kind) for row in rows}


def test_xr2_the_group_alone_is_told_and_no_word_says_of_what(group: Office) -> None:
    reported(group)
    assert heard(group) == {("focal", "group-new")}, "not who reported it, nor the desk officer"
    assert group.mailed() == ["focal"]
    tell(group, said.NAMED, done_by="focal", holders=("holder",), officers=("officer",))
    named = {(one, "group-new") for one in ("holder", "officer")}
    assert heard(group) == {("focal", "group-new"), *named}
    group.box.mails.clear()
    tell(group, said.NAMED, done_by="focal", holders=("holder",), officers=())
    heard(group)
    tell(group, said.PASSED, done_by="focal", mandate=OTHER)
    assert len(heard(group)) == 3, "who passed it on knows, and for the others it is gone"
    assert group.mailed() == []
    words = " ".join(map(str, OUTSIDE["group"].values())).lower()
    assert not [one for one in ("repris", "victim", "state", "consent") if one in words]


def test_a_mail_of_a_case_says_what_every_mail_says(group: Office) -> None:
    reported(group)
    group.work()
    [mail] = group.box.mails
    text = f"{mail['Subject']} {mail.get_payload()}".lower()
    assert not [one for one in ("repris", "kenya", "case", "group", said.ID) if one in text]


def test_next_looks_are_told_when_due_and_overdue_and_the_end_of_a_consent(group: Office) -> None:
    reported(group)
    heard(group)
    group.later(days=2)
    assert heard(group) >= {("focal", "group-late"), ("officer", "group-late")}
    tell(group, said.SCREENED, next_look_on=day_of(group.clock()) + 5 * DAY)
    group.later(days=3)
    assert {("focal", "group-due"), ("officer", "group-due")} <= heard(group)
    tell(group, said.CONSENTED, done_by="officer")
    assert ("focal", "group-withdrawn") not in heard(group)
    tell(group, said.CONSENTED, done_by="officer", answer="withdrawn")
    assert ("focal", "group-withdrawn") in heard(group)
    assert ("officer", "group-withdrawn") not in heard(group)
    tell(group, said.PASSED, done_by="nobody", mandate=OTHER)
    assert ("focal", "group-handed-over") in heard(group)


def test_what_was_refused_with_the_report_itself_is_told_with_it(group: Office) -> None:
    reported(group)
    for one in ("letter", "statement"):
        tell(group, said.CONSENTED, done_by="source", consent=one, answer="no")
    assert heard(group) == {("focal", "group-new")}


def test_who_is_of_the_group_no_more_has_no_notice_of_it(group: Office) -> None:
    reported(group)
    tell(group, said.NAMED, done_by="focal", holders=("holder",), officers=())
    heard(group)
    with group.engine.begin() as conn:
        holder = accounts.by_id(conn, "holder")
        assert holder
        assert inbox.unread(conn, holder, lambda _: True) == 1
    tell(group, said.PASSED, done_by="focal", mandate=OTHER)
    with group.engine.begin() as conn:
        assert inbox.unread(conn, holder, lambda _: True) == 0
        conn.execute(table.update().values(disabled=True))
    tell(group, said.NAMED, done_by="nobody", holders=("other-holder",), officers=())
    assert ("other-holder", "group-new") not in heard(group)


def test_who_comes_into_a_vacant_office_is_told_of_what_is_open(group: Office) -> None:
    """Nobody was there to be told: it is not lost with the day on which it happened."""
    vacant = table.update().where(table.c.account_id == "focal")
    with group.engine.begin() as conn:
        conn.execute(vacant.values(disabled=True))
    reported(group)
    assert heard(group) == set()
    group.later(days=40)
    assert heard(group) == {("officer", "group-late")}
    with group.engine.begin() as conn:
        conn.execute(vacant.values(disabled=False))
    assert {("focal", "group-new"), ("focal", "group-late")} <= heard(group)
