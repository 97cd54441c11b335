"""Notices of the planning board: of a clash to both mandates, of comments, and never to a State."""

from dataclasses import replace
from typing import Any

import pytest

from portal.committee.members.read_model import COMMITTEE
from portal.committee.plans.read_model import PLANS
from portal.homes.notices import planning
from portal.homes.notices.words import words
from portal.web.accounts import account as account_rows
from portal.web.accounts.tables import accounts
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office, _person
from tests.stakeholders import plans as said
from tests.support.committee import elected, left, member
from tests.support.letters import LEAD, OTHER

MODELS = (PLANS, COMMITTEE)
FIRST, SECOND = said.ONE, said.OTHER


def planned(office: Office, plan_id: str, mandate: str, by: str, **also: Any) -> None:
    of = {"plan_id": plan_id, "mandate": mandate, "planned_by": by, **also}
    one = replace(said.PLANNED, planned_at=office.clock(), **of)
    office.tell(one, models=MODELS)


def clash(office: Office, by: str = "other-holder", **also: Any) -> None:
    """Tell of two plans, of which the second clashes."""
    planned(office, FIRST, LEAD, "holder")
    planned(office, SECOND, OTHER, by, **also)
    flagged = replace(
        said.CLASH,
        plan_id=SECOND,
        mandate=OTHER,
        other_id=FIRST,
        other_mandate=LEAD,
        flagged_at=office.clock(),
    )
    office.tell(flagged, models=MODELS)


def comment(office: Office, by: str) -> None:
    one = replace(said.COMMENTED, plan_id=FIRST, author=by, commented_at=office.clock())
    one = replace(one, comment_id=str(derive_id("comment", by)))
    office.tell(one, models=MODELS)


def heard(office: Office) -> list[tuple[str, str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told, and of which plan."""
    office.work()
    office.work()
    told = (row for row in office.told() if row.reason == "plan")
    return sorted((row.account_id, row.kind, row.item_id) for row in told)


def of(kind: str, **plan_by_person: str) -> list[tuple[str, str, str]]:
    return sorted((who.replace("_", "-"), kind, one) for who, one in plan_by_person.items())


def test_both_mandates_are_told_of_a_clash_each_of_the_own_plan(office: Office) -> None:
    """Not who planned the second: the page told them."""
    clash(office)
    both = of("plan-clashes", holder=FIRST, officer=FIRST, other_officer=SECOND)
    assert heard(office) == both


def test_who_planned_without_reading_with_what_it_clashes_is_told(office: Office) -> None:
    """An officer, whose check page shows the own mandate alone."""
    clash(office, "other-officer")
    both = of(
        "plan-clashes", holder=FIRST, officer=FIRST, other_holder=SECOND, other_officer=SECOND
    )
    assert heard(office) == both


def test_nobody_whom_r15_shuts_out_is_told(office: Office) -> None:
    """Who is also the desk of the State: of a clash with what rests on reprisals, of a comment."""
    for one, role in (
        ("officer", Role.HUMAN_RIGHTS_OFFICER),
        ("committee", Role.COORDINATION_COMMITTEE),
    ):
        rights = {"roles": [role, Role.DESK_OFFICER], "state_codes": ["KEN"]}
        with office.engine.begin() as conn:
            conn.execute(accounts.update().where(accounts.c.account_id == one).values(**rights))
    clash(office, reprisals=True)
    assert heard(office) == of("plan-clashes", holder=FIRST, other_officer=SECOND)
    comment(office, "committee")
    office.tell(said.KEPT, models=MODELS)
    comment(office, "holder")
    told = {(who, kind) for who, kind, _ in heard(office)}
    assert ("committee", "plan-commented") not in told
    assert ("officer", "plan-commented") in told


def test_partners_of_the_state_are_told_of_what_is_shared_with_them(office: Office) -> None:
    """Until that ends: also that it moved, and was dropped."""
    partners = {"partner": ["KEN"], "partner-elsewhere": ["NPL"], "partner-without": []}
    with office.engine.begin() as conn:
        for one, here in partners.items():
            account = _person(one, Role.UN_PARTNER, {"state_codes": frozenset(here)})
            account_rows.add(conn, account)
    planned(office, FIRST, LEAD, "holder")
    office.tell(replace(said.MOVED, moved_at=office.clock()), models=MODELS)

    def told() -> list[tuple[str, str]]:
        office.work()
        office.work()
        rows = (row for row in office.told() if row.reason == "shared")
        return sorted((row.account_id, row.kind) for row in rows)

    assert told() == []
    office.later(minutes=1)
    office.tell(replace(said.SHARED, shared_at=office.clock()), models=MODELS)
    assert told() == [("partner", "plan-shared")]
    office.later(minutes=1)
    office.tell(replace(said.MOVED, moved_at=office.clock()), models=MODELS)
    office.later(minutes=1)
    office.tell(replace(said.DROPPED, dropped_at=office.clock()), models=MODELS)
    assert told() == [("partner", "plan-shared")] * 3
    office.later(minutes=1)
    office.tell(replace(said.UNSHARED, ended_at=office.clock()), models=MODELS)
    planned(office, SECOND, OTHER, "other-holder")
    assert told() == [("partner", "plan-shared")] * 3


def test_nobody_is_looked_for_once_they_were_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    clash(office)
    comment(office, "committee")
    assert heard(office) != []

    def looked(*_: object) -> None:
        pytest.fail("nobody is to be told")

    monkeypatch.setattr(planning, "_of_mandate", looked)
    office.work()


def test_a_clash_that_is_over_is_not_told(office: Office) -> None:
    clash(office)
    office.tell(replace(said.DROPPED, plan_id=FIRST), models=MODELS)
    assert heard(office) == []


def test_a_clash_of_long_ago_is_no_news(office: Office) -> None:
    clash(office)
    office.later(days=1, minutes=1)
    assert heard(office) == []


def test_the_mandate_is_told_of_a_comment_and_nobody_of_the_own(office: Office) -> None:
    planned(office, FIRST, LEAD, "holder")
    comment(office, "committee")
    first = of("plan-commented", holder=FIRST, officer=FIRST)
    assert heard(office) == first
    comment(office, "officer")
    again = of("plan-commented", holder=FIRST, committee=FIRST)
    assert heard(office) == sorted([*first, *again])


def test_who_left_the_committee_is_told_of_no_answer(office: Office) -> None:
    seat: Any = member("sr-torture", holder_id="committee")
    office.tell(elected(members=(seat, member("sr-food"))), models=MODELS)
    planned(office, FIRST, LEAD, "holder")
    comment(office, "committee")
    gone = left("sr-torture", day_of(office.clock()))
    office.tell(gone, models=MODELS)
    office.later(days=1)
    comment(office, "officer")
    assert "committee" not in {who for who, _, _ in heard(office)}


def test_nobody_of_a_government_is_told_and_no_notice_says_which_state(office: Office) -> None:
    clash(office)
    comment(office, "committee")
    heard(office)
    assert {row.account_id for row in office.told()}.isdisjoint({"kenya", "jordan"})
    for kind in ("plan-clashes", "plan-commented"):
        assert "plan" in words("plan", kind)
        assert "Kenya" not in words("plan", kind)
