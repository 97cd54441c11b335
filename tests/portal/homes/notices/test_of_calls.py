"""A call is made known to its audience: one message each, and nobody twice in one round."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.words import words
from portal.selection.read_model import SELECTION
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.contracts.stakeholders_dissemination import CallAudience, CallDisseminated
from shared.contracts.stakeholders_dormancy import OrganisationDormant
from shared.contracts.stakeholders_onward import CallReissued
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.test_rosters import joined
from tests.stakeholders.selection import CALLED, DECLARED, MANDATE, VACANCY_ID
from tests.stakeholders.test_dissemination import SENT
from tests.support.organisations import Register, named

MODELS = (SELECTION, NOTICES)
ALL = CallAudience(whom="register", kinds=(), regions=(), languages=())
ROSTER = CallAudience(whom="roster", kinds=(), regions=(), languages=())


@pytest.fixture
def call(office: Office) -> Office:
    """An open call; Ann and Ben speak for organisations, Ben's is hidden, and Eve's is asleep."""
    register = Register(office.engine, office.vault, told=7_000)
    register.public(named(1), "Africa first", country="KEN")
    register.confirmed(named(2), "Hidden", country="FRA", type="nhri")
    register.confirmed(named(3), "Asleep", country="KEN")
    register.tell(OrganisationDormant(organisation_id=named(3), dormant_at=office.clock()))
    with office.engine.begin() as conn:
        for number, name in enumerate(("ann", "ben", "eve"), 1):
            accounts.add(conn, _speaker(name, named(number)))
    closes = office.clock() + timedelta(days=50)
    office.tell(DECLARED, replace(CALLED, closes_at=closes), models=MODELS)
    return office


def _speaker(name: str, organisation_id: str) -> Account:
    return Account(
        account_id=name,
        email=f"{name}@example.org",
        name=name,
        password_hash="x",
        roles=frozenset({Role.FOCAL_POINT, Role.NGO_MEMBER}),
        organisation_id=organisation_id,
    )


def send(office: Office, audience: CallAudience, number: int = 1, **also: Any) -> CallDisseminated:
    fact = replace(SENT, audience=audience, number=number, disseminated_at=office.clock(), **also)
    office.tell(fact, models=MODELS)
    for _ in range(2):
        office.work()
    return fact


def told(office: Office) -> list[str]:
    return sorted(row.account_id for row in office.told() if row.kind == "call-disseminated")


def test_the_register_is_told_once_hidden_ones_too_and_those_asleep_not(call: Office) -> None:
    send(call, ALL)
    assert told(call) == ["ann", "ben"]
    call.later(hours=1)
    send(call, ALL, 2)
    assert told(call) == ["ann", "ben"]
    [row, *_] = [row for row in call.told() if row.kind == "call-disseminated"]
    assert (row.item_id, row.page) == (VACANCY_ID, "vacancy")
    assert "A call for candidatures is open" in words(row.reason, row.kind)


def test_a_rule_narrows_by_kind_and_region_and_a_wider_one_adds_the_rest(call: Office) -> None:
    send(call, replace(ALL, regions=("AFR",)))
    assert told(call) == ["ann"]
    send(call, replace(ALL, kinds=("academic",)), 2)
    assert told(call) == ["ann"]
    send(call, replace(ALL, kinds=("nhri", "ngo")), 3)
    assert told(call) == ["ann", "ben"]


def test_the_roster_is_told_where_it_fits(call: Office) -> None:
    joined(call, 300)
    joined(call, 300, "other-candidate")
    joined(call, 300, "holder")
    send(call, replace(ROSTER, languages=("fr",)))
    assert told(call) == []
    send(call, replace(ROSTER, languages=("en",), regions=("AFR",)), 2)
    assert told(call) == ["candidate", "other-candidate"]
    send(call, ROSTER, 3)
    assert told(call) == ["candidate", "other-candidate"]


def test_nobody_is_told_whose_consent_has_ended(call: Office) -> None:
    joined(call, 1)
    call.later(days=2)
    send(call, ROSTER)
    assert told(call) == []


def test_a_new_round_is_told_to_the_same_people_again(call: Office) -> None:
    send(call, ALL)
    call.later(days=60)
    again = CallReissued(
        vacancy_id=VACANCY_ID,
        mandate=MANDATE,
        round=2,
        closes_at=call.clock() + timedelta(days=50),
        reason_code="few-eligible",
        reissued_by="officer",
        reissued_at=call.clock(),
    )
    call.tell(again, models=MODELS)
    call.later(minutes=1)
    send(call, ALL, 2, round=2)
    assert told(call) == ["ann", "ann", "ben", "ben"]


def test_nobody_is_told_of_a_call_that_is_over_or_not_known(call: Office) -> None:
    call.tell(replace(SENT, audience=ALL, number=9), models=(NOTICES,))
    call.work()
    assert told(call) == []
    call.later(days=51)
    send(call, ALL)
    assert told(call) == []
