"""Notices of partners of missions: news without a word of what, and a holder's decision."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners.read_model import PARTNERS
from portal.homes.notices.words import NEWS, words
from portal.web.accounts import account as accounts
from shared.contracts import followup_partners as facts
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup.missions import OPENED
from tests.followup.partners import ADMITTED, AGENCY, PROPOSED, TASK, UNDERTAKEN, fact, of_agency
from tests.portal.homes.notices.conftest import Office, _person

WHOLE = tuple(map(of_agency, (PROPOSED, ADMITTED, UNDERTAKEN, TASK)))


def tell(office: Office, *some: Any) -> None:
    at, told = office.clock(), []
    for one in some:
        days = {"first": day_of(at), "until": day_of(at) + timedelta(days=9)}
        also = days if isinstance(one, facts.PartnerProposed) else {}
        told.append(replace(one, done_at=at, **also))
    office.tell(*told, models=(MISSIONS, PARTNERS))


def agency(office: Office) -> None:
    with office.engine.begin() as conn:
        accounts.add(conn, _person(AGENCY.actor_id, Role.UN_PARTNER, {}))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [
        (one.account_id, one.kind) for one in office.told() if one.page in {"myvisit", "partners"}
    ]


def test_a_holder_hears_of_a_proposal_and_the_partner_of_news(office: Office) -> None:
    agency(office)
    tell(office, OPENED, WHOLE[0])
    proposed = ("holder", "partner-proposed")
    assert heard(office) == [proposed]
    tell(office, WHOLE[1])
    partner = (AGENCY.actor_id, "partner-news")
    assert heard(office) == [proposed, partner]
    tell(office, *WHOLE[2:])
    assert heard(office) == [proposed, partner, partner]
    assert words("partner", "partner-news") == NEWS
    assert words("mission", "partner-proposed")
    tell(office, of_agency(fact(facts.PartnerEnded, 5)), replace(WHOLE[3], task_id="x", step=6))
    assert len(heard(office)) == 3


def test_nobody_is_told_where_nobody_has_the_role(office: Office) -> None:
    tell(office, OPENED, *WHOLE)
    assert heard(office) == []


def test_who_is_admitted_to_days_to_come_hears_of_it_on_the_first(office: Office) -> None:
    agency(office)
    tell(office, OPENED)
    at = office.clock()
    first = {"first": day_of(at) + timedelta(days=2), "until": day_of(at) + timedelta(days=9)}
    later = [replace(one, done_at=at) for one in WHOLE[:2]]
    office.tell(replace(later[0], **first), later[1], models=(MISSIONS, PARTNERS))
    assert heard(office) == []
    office.later(days=2)
    assert heard(office) == [(AGENCY.actor_id, "partner-news")]
    office.later(days=1)
    assert len(heard(office)) == 1
