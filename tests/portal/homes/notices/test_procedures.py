"""Notices of internal advisory procedures: to who leads, the holder, and who asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.committee.iap.read_model import IAP
from portal.committee.members.read_model import COMMITTEE
from portal.homes.notices import inbox
from portal.web.accounts import account as accounts
from portal.web.accounts.tables import accounts as table
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import iap as said
from tests.support.committee import designated, elected, member
from tests.support.letters import LEAD

MODELS = (IAP, COMMITTEE)


def heard(office: Office) -> set[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    rows = [row for row in office.told() if row.reason.startswith("iap")]
    assert len(rows) == len({(row.account_id, row.kind) for row in rows})
    return {(row.account_id, row.kind) for row in rows}


def tell(office: Office, fact: Any, **also: Any) -> None:
    at = next(name for name in fact.__dataclass_fields__ if name.endswith("_at"))
    office.tell(replace(fact, **{at: office.clock(), **also}), models=MODELS)


def received(office: Office, **also: Any) -> None:
    due_on = day_of(office.clock()) + timedelta(days=60)
    of = {"mandate": LEAD, "state": None, "due_on": due_on, **also}
    tell(office, said.RECEIVED, **of)


def invite(office: Office, *who: str) -> None:
    comment_by = day_of(office.clock()) + timedelta(days=14)
    tell(office, said.INVITED, holders=who or ("holder",), comment_by=comment_by)


def test_each_hears_what_they_must_act_on_and_what_they_are_told(office: Office) -> None:
    received(office)
    tell(office, said.CATEGORISED)
    invite(office)
    tell(office, said.COMMENTED, commented_by="holder")
    tell(office, said.TOLD)
    committee = {("committee", f"procedure-{one}") for one in ("received", "commented")}
    holder = {("holder", "procedure-invited"), ("holder", "procedure-told")}
    assert heard(office) == {*committee, *holder, ("kenya", "procedure-over")}


def test_a_member_concerned_hears_nothing(office: Office) -> None:
    seats = (member(LEAD, holder_id="committee"), member("sr-food", holder_id="nobody"))
    office.tell(elected(members=seats), designated(LEAD), models=MODELS)
    received(office)
    office.later(days=55)
    office.work()
    office.later(days=10)
    assert heard(office) == set()


def test_who_leads_next_is_told_and_who_is_concerned_by_now_keeps_no_notice(
    office: Office,
) -> None:
    """A member who comes to be a national of the State, mid-way."""
    received(office, mandate=None, state="KEN")
    office.work()
    with office.engine.begin() as conn:
        first = accounts.by_id(conn, "committee")
        assert first
        accounts.add(conn, replace(first, account_id="next", email="next@example.org"))
        assert inbox.unread(conn, first, lambda _: True) == 1
    seats = (member(LEAD, "KEN", holder_id="committee"), member("sr-food", holder_id="next"))
    office.tell(elected(members=seats), designated(LEAD), models=MODELS)
    office.later(days=2)
    told = {("committee", "procedure-received"), ("next", "procedure-received")}
    assert heard(office) == told
    with office.engine.begin() as conn:
        assert inbox.unread(conn, first, lambda _: True) == 0


def test_days_to_comment_that_are_over_and_the_end_are_told(office: Office) -> None:
    received(office)
    tell(office, said.CATEGORISED)
    invite(office, "holder", "candidate", "disabled-holder")
    office.work()
    office.later(days=15)
    assert ("candidate", "procedure-invited") not in heard(office)
    over = {(one, "procedure-comment-time-over") for one in ("committee", "holder")}
    assert over <= heard(office)
    tell(office, said.WITHDRAWN)
    assert ("holder", "procedure-over") in heard(office)
    assert ("kenya", "procedure-over") not in heard(office), "who took it back knows"


def test_what_is_due_and_overdue_is_told_and_who_is_gone_is_not(office: Office) -> None:
    received(office, received_from="nobody")
    tell(office, said.NOT_TAKEN_UP)
    assert heard(office) == {("committee", "procedure-received")}
    with office.engine.begin() as conn:
        conn.execute(table.update().values(disabled=True))
    assert len(heard(office)) == 1


def test_the_outcome_that_is_due_and_overdue_is_told(office: Office) -> None:
    received(office)
    office.later(days=55)
    office.work()
    office.later(days=10)
    kinds = ("procedure-received", "procedure-due", "procedure-late")
    assert heard(office) == {("committee", kind) for kind in kinds}
