"""What a leaving focal point holds is handed on: F5, by the organisation or an officer."""

from datetime import timedelta
from typing import Any

import pytest

from portal.homes.notices import speaking as notices
from portal.web.accounts import account as accounts
from portal.web.accounts import focal as access
from shared.contracts.stakeholders_focal_points import (
    FocalPointDesignated,
    FocalPointProposed,
    FocalPointWorkReassigned,
)
from shared.contracts.stakeholders_session_commands import HandOnSeat
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.portal.stakeholders.organisations.test_speaking import told_of
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.sessions import OFFICER, Hall

ID = named(1)
OURS, DESK = "/our-organisation/focal-points", f"/register-desk/{ID}/people"


@pytest.fixture
def hall(portal: Pages, register: Register) -> Hall:
    return Hall(portal.engine, portal.vault)


def speaks(portal: Pages, register: Register, name: str) -> Visitor:
    """Return a focal point who was designated in the register."""
    visitor = portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, account_id=name, name=name, organisation_id=ID
    )
    key: dict[str, Any] = {"organisation_id": ID, "focal_point_id": named(name)}
    last = day_of(portal.clock()) + timedelta(days=300)
    register.tell(
        FocalPointProposed(
            **key,
            account_id=name,
            about=portal.vault.seal(f"organisation-{ID}", "{}"),
            by_letter=False,
            last_day=last,
            proposed_by="x",
            proposed_at=LONG_AGO,
        ),
        FocalPointDesignated(
            **key, account_id=name, last_day=last, designated_by="o", designated_at=LONG_AGO
        ),
    )
    return visitor


@pytest.fixture
def stays(portal: Pages, register: Register) -> Visitor:
    register.confirmed(ID, "Alpha Watch")
    return speaks(portal, register, "Stays")


@pytest.fixture
def seat(portal: Pages, register: Register, hall: Hall, stays: Visitor) -> str:
    """A seat that the one who leaves asked for a member."""
    speaks(portal, register, "Leaves")
    return hall.asks(hall.opened(), "member", by="Leaves", name="Mira Member")


def test_the_organisation_hands_on_what_is_open(
    portal: Pages, hall: Hall, stays: Visitor, seat: str
) -> None:
    here = f"{OURS}/Leaves/hand-on"
    assert here in stays.get("/our-organisation").text
    page = main(stays.get(here).text)
    assert "Mira Member: Exchange with civil society" in page
    assert "No program of this person files." in page
    assert stays.post(here, form()).status_code == 422
    assert stays.post(here, form(to="Stays")).status_code == 303
    (first, told, _), (second, handed, _) = (asked_for(one) for one in portal.asked)
    assert (first, second) == ("hand-on-seat", "reassign-focal-point-work")
    assert (told["registration_id"], told["to_account"]) == (seat, "Stays")
    assert handed == {
        "organisation_id": ID,
        "focal_point_id": named("Leaves"),
        "to_account": "Stays",
    }


def test_whoever_took_over_finds_the_seat_and_is_told(
    portal: Pages, register: Register, hall: Hall, stays: Visitor, seat: str
) -> None:
    portal.person(Role.NGO_MEMBER, account_id="member", organisation_id=ID)
    assert stays.get(f"/my-seats/{seat}").status_code == 404
    (session_id,) = hall.states
    hall.do(
        HandOnSeat(
            session_id=session_id, registration_id=seat, organisation=None, to_account="Stays"
        ),
        OFFICER,
    )
    register.tell(
        FocalPointWorkReassigned(
            organisation_id=ID,
            focal_point_id=named("Leaves"),
            to_account="Stays",
            reassigned_by="o",
            reassigned_at=portal.clock(),
        )
    )
    assert stays.get(f"/my-seats/{seat}").status_code == 200
    for _ in range(2):
        notices.due(portal.engine, portal.settings, at=portal.clock())
    assert told_of(portal, stays) == ["focal-handed"]


def test_an_officer_hands_on_after_the_person_has_left(
    portal: Pages, officer: Visitor, seat: str
) -> None:
    with portal.engine.begin() as conn:
        leaves = accounts.by_id(conn, "Leaves")
        assert leaves
        access.end(conn, leaves)
    here = f"{DESK}/Leaves/hand-on"
    assert here in officer.get(f"/register-desk/{ID}").text
    assert officer.post(here, form(to="Stays")).status_code == 303
    assert asked_for(portal.asked[0])[1]["registration_id"] == seat


def test_where_nobody_else_speaks_the_page_says_what_comes_first(
    portal: Pages, register: Register, hall: Hall, stays: Visitor, officer: Visitor
) -> None:
    for page in (f"{OURS}/Stays/hand-on", f"{DESK}/Stays/hand-on"):
        visitor = stays if page.startswith(OURS) else officer
        text = main(visitor.get(page).text)
        assert "Nobody else speaks for the organisation" in text
        visitor.post(page, form(to="Stays"))
    assert not portal.asked


def test_nobody_hands_on_for_another_organisation(
    portal: Pages, register: Register, hall: Hall, seat: str, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(named(2), "Alfa Watch")
    assert focal.get(f"{OURS}/Leaves/hand-on").status_code == 404
    assert officer.get(f"/register-desk/{named(2)}/people/Leaves/hand-on").status_code == 404
    assert officer.get(f"{DESK}/nobody/hand-on").status_code == 404


def test_a_seat_that_was_asked_for_before_a_merger_is_handed_on_after_it(
    portal: Pages, register: Register, hall: Hall, stays: Visitor
) -> None:
    speaks(portal, register, "Leaves")
    session = hall.opened()
    before = portal.vault.pseudonym("seats", f"{session}/{ID}")
    hall.asks(session, "member", by="Leaves", organisation=before)
    register.confirmed(named(2), "Beta League")
    register.merged(ID, named(2))
    real = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2))
    real.post(f"{OURS}/Leaves/hand-on", form(to="Stays"))
    kind, told, _ = asked_for(portal.asked[0])
    assert (kind, told["organisation"]) == ("hand-on-seat", before)
    assert stays.account
