"""The register in figures: each entry once, as it stands today, and for its officers alone."""

from datetime import date

import pytest

from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.dialogues import Council
from tests.support.organisations import Register, named
from tests.support.portal import Pages
from tests.support.sessions import Hall

FIGURES = "/register-desk/figures"


@pytest.fixture
def page(portal: Pages) -> str:
    register = Register(portal.engine, portal.vault)
    register.public(named(1), "Zanthor Fund", country="KEN")
    register.confirmed(named(2), "Zanthor Twin", country="KEN")
    register.merged(named(2), named(1))
    register.confirmed(named(3), "Zanthor Commission", type="nhri", country="CHE")
    register.claimed(named(4), "Zanthor Claim", country="CHE")
    wrong = register.decided(named(1), "special", "ecosoc", decided=date(2020, 7, 1))
    register.tell(
        wrong,
        register.decided(
            named(1), "special", "ecosoc", decided=date(2021, 7, 1), corrects=wrong.record_id
        ),
        register.decided(named(1), "suspended", "ecosoc", decided=date(2025, 7, 1)),
        register.decided(named(3), "A"),
    )
    hall = Hall(portal.engine, portal.vault)
    session = hall.opened(room=1)
    for who in ("ann", "ben", "cid"):
        hall.asks(session, who)
    council = Council(portal.engine, portal.vault)
    council.asks(council.scheduled(), "ann", organisation_id=named(1))
    officer = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert f'href="{FIGURES}"' in officer.get("/register-desk").text
    for role in (Role.CHIEF, Role.NGO_MEMBER, Role.SELECTION_OFFICER):
        assert portal.signed_in(role).get(FIGURES).status_code == 403
    return main(officer.get(FIGURES).text)


def test_everything_is_counted_once_as_it_stands(page: str) -> None:
    for said in (
        "African States 1 0 Asia",  # the entry that was merged into it is not another one
        "Western European and other States 1 0 0",  # of institutions, by grade
        "2025 0 1 0 0",
        "2021 1 0 0 0",
        "Organisations without one 2",
        "Exchange with civil society 3 1 2 0",
        "Dialogue on torture 1 0 0",
    ):
        assert said in page, page
    assert "2020" not in page, "it was corrected"
