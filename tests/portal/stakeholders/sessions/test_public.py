"""What everybody reads of sessions: seats left, and numbers that tell of nobody."""

import re
from datetime import timedelta

import pytest

from portal.stakeholders.organisations.tables import veil
from shared.contracts.stakeholders_session_commands import (
    CancelRegistration,
    ChangeCapacity,
    CloseSession,
    RecordAttendance,
)
from shared.contracts.stakeholders_sessions import Capacity
from shared.core.roles import Role
from tests.support.organisations import LONG_AGO, Register
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import LINK, NOW, OFFICER, Hall, holder, named

AGO = timedelta(days=10)


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def over(hall: Hall, came: int, number: int = 1) -> str:
    """A session of which so many came."""
    session_id = hall.opened(number, begins=NOW - AGO, room=30)
    ids = [hall.asks(session_id, f"holder-{n}", name=f"Zora{n} Quib") for n in range(came + 1)]
    record = RecordAttendance(session_id=session_id, registration_ids=tuple(ids[:came]), came=True)
    hall.do(record, OFFICER, at=NOW - AGO)
    return session_id


def test_everybody_reads_what_a_session_is_and_how_many_seats_are_left(
    portal: Pages, hall: Hall
) -> None:
    session_id = hall.opened(room=3, remote=1)
    hall.asks(session_id, "ann")
    visitor = portal.visitor()
    listed = main(visitor.get("/sessions").text)
    assert "Exchange with civil society" in listed
    assert "Seats left: 2 in the room, 1 online" in listed
    page = main(visitor.get(f"/sessions/{session_id}").text)
    assert "14 Dec 2026, 10:00 (Geneva)" in page, "by the clock of the place"
    for words in ("Room XX", "International Sign", "Step-free", "What should be asked?"):
        assert words in page


def test_a_full_session_says_that_there_is_a_waiting_list(portal: Pages, hall: Hall) -> None:
    session_id = hall.opened(room=1)
    for name in ("ann", "ben"):
        hall.asks(session_id, name)
    assert "There is a waiting list" in main(portal.visitor().get("/sessions").text)


def test_a_capacity_below_what_is_taken_leaves_no_seats_and_not_fewer(
    portal: Pages, hall: Hall
) -> None:
    session_id = hall.opened(room=3)
    for name in ("ann", "ben"):
        hall.asks(session_id, name)
    fewer = Capacity(room=1, remote=0, reserved={}, per_organisation=None)
    hall.do(ChangeCapacity(session_id=session_id, capacity=fewer), OFFICER)
    page = main(portal.visitor().get(f"/sessions/{session_id}").text)
    assert "No seat is left" in page


@pytest.mark.parametrize("how", ["closed", "called off"])
def test_a_closed_session_gives_no_seats(portal: Pages, hall: Hall, how: str) -> None:
    session_id = hall.opened()
    hall.do(CloseSession(session_id=session_id, called_off=how == "called off"), OFFICER)
    page = main(portal.visitor().get(f"/sessions/{session_id}").text)
    assert ("Called off" if how == "called off" else "No more seats are given") in page
    assert "ask for a seat" not in page


def test_a_session_for_its_audience_alone_is_not_there_for_others(
    portal: Pages, hall: Hall
) -> None:
    session_id = hall.opened(access="closed", title="Zanthor round table")
    visitor = portal.visitor()
    assert "Zanthor" not in visitor.get("/sessions").text
    assert visitor.get(f"/sessions/{session_id}").status_code == 404
    closed, missing = (visitor.get(f"/en/sessions/{one}") for one in (session_id, named("none")))
    assert main(closed.text) == main(missing.text)


def test_who_came_is_a_number_from_five_on_and_waiting_people_are_not_in_it(
    portal: Pages, hall: Hall
) -> None:
    few, many = over(hall, 4, 1), over(hall, 5, 2)
    visitor = portal.visitor()
    assert "Fewer than five people came." in main(visitor.get(f"/sessions/{few}").text)
    page = visitor.get(f"/sessions/{many}").text
    assert "5 people came." in main(page), "and the one who did not come is not in it"


def test_no_public_byte_has_a_person_an_organisation_or_the_link(
    portal: Pages, hall: Hall, register: Register
) -> None:
    register.public(organisation(1), "Zanthor Watch")
    portal.person(Role.NGO_MEMBER, account_id="holder-0", organisation="Zanthor Watch")
    session_id = over(hall, 5)
    visitor = portal.visitor()
    for path in ("/sessions", f"/sessions/{session_id}", "/"):
        text = visitor.get(path).text
        for secret in ("Zora", "Quib", "Zanthor", "holder-0", LINK):
            assert secret not in text


def test_an_organisation_that_hides_changes_no_number(
    portal: Pages, hall: Hall, register: Register
) -> None:
    """Else the number of before and the number of after would say that it was there."""
    register.public(organisation(1), "Alpha Watch")
    portal.person(Role.NGO_MEMBER, account_id="holder-0", organisation_id=organisation(1))
    session_id = over(hall, 5)
    visitor = portal.visitor()
    before = main(visitor.get(f"/sessions/{session_id}").text)
    with portal.engine.begin() as conn:
        veil(conn, organisation(1), LONG_AGO + timedelta(days=900))
    assert main(visitor.get(f"/sessions/{session_id}").text) == before


def attendees(visitor: Visitor, registration_id: str) -> str:
    page = main(visitor.get(f"/my-seats/{registration_id}").text)
    return page.partition("Others who take part")[2]


def test_attendees_of_categories_do_not_see_each_other_and_names_are_shown_by_choice_alone(
    portal: Pages, hall: Hall, register: Register, focal: Visitor
) -> None:
    register.public(organisation(2), "Beta Watch")
    session_id = hall.opened(room=10)
    mine = hall.asks(session_id, "focal")
    for account_id, role, category, shows in (
        ("shows", Role.NGO_MEMBER, "ngo", True),
        ("silent", Role.NGO_MEMBER, "ngo", False),
        ("other", Role.CONTACT_POINT, "nhri", True),
    ):
        portal.person(
            role,
            account_id=account_id,
            organisation_id=organisation(2),
            organisation="Beta Watch",
        )
        hall.asks(session_id, account_id, category=category, shows_name=shows)
    shown = attendees(focal, mine)
    assert "Name of shows , Beta Watch" in shown
    assert "silent" not in shown
    assert "other" not in shown


def test_a_hidden_organisation_is_in_no_attendee_line(
    portal: Pages, hall: Hall, register: Register, focal: Visitor
) -> None:
    session_id = hall.opened(room=10)
    mine = hall.asks(session_id, "focal")
    portal.person(
        Role.NGO_MEMBER,
        account_id="hides",
        organisation_id=organisation(3),
        organisation="Zanthor Watch",
    )
    hall.asks(session_id, "hides", shows_name=True)
    portal.person(Role.NGO_MEMBER, account_id="alone")
    hall.asks(session_id, "alone", shows_name=True)
    register.public(organisation(3), "Zanthor Watch")
    assert "Zanthor" in attendees(focal, mine)
    with portal.engine.begin() as conn:
        veil(conn, organisation(3), LONG_AGO + timedelta(days=900))
    shown = attendees(focal, mine)
    assert "Nobody else shows their name." in shown


def test_a_waiting_person_is_never_listed_as_attending(
    portal: Pages, hall: Hall, register: Register, focal: Visitor
) -> None:
    register.public(organisation(2), "Beta Watch")
    session_id = hall.opened(room=1)
    mine = hall.asks(session_id, "focal")
    portal.person(Role.NGO_MEMBER, account_id="waits", organisation_id=organisation(2))
    hall.asks(session_id, "waits", shows_name=True)
    assert "Name of waits" not in attendees(focal, mine)
    hall.do(CancelRegistration(session_id=session_id, registration_id=mine), holder("focal"))
    again = hall.asks(session_id, "focal")
    assert "Name of waits" not in attendees(focal, again), "an offer is no seat yet"
