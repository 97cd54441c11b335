"""Notices of internal advisory procedures: to who leads, the holder, and who asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.committee.iap.read_model import IAP
from portal.committee.members.read_model import COMMITTEE
from portal.web.accounts.tables import accounts
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


def test_each_hears_what_they_must_act_on_and_what_they_are_told(office: Office) -> None:
    received(office)
    tell(office, said.CATEGORISED)
    tell(office, said.INVITED)
    tell(office, said.COMMENTED)
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


def test_what_is_due_and_overdue_is_told_and_who_is_gone_is_not(office: Office) -> None:
    received(office, received_from="nobody")
    tell(office, said.NOT_TAKEN_UP)
    assert heard(office) == {("committee", "procedure-received")}
    with office.engine.begin() as conn:
        conn.execute(accounts.update().values(disabled=True))
    assert len(heard(office)) == 1


def test_the_outcome_that_is_due_and_overdue_is_told(office: Office) -> None:
    received(office)
    office.later(days=55)
    office.work()
    office.later(days=10)
    assert heard(office) == {("committee", "procedure-due"), ("committee", "procedure-late")}
