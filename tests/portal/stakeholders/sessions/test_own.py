"""My seats: asking, the place on the list, offers, the link, and nobody else's."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    CancelRegistration,
    ChangeCapacity,
    RefuseSessionRegistration,
)
from shared.contracts.stakeholders_sessions import Capacity
from shared.core.roles import Role
from shared.reference.sessions import seat_id
from tests.support.organisations import Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import LINK, NOW, OFFICER, Hall, holder, named


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


ASK = {"kind": "room", "zone": "Africa/Nairobi", "companion": "", "needs": ""}


def test_a_focal_point_asks_for_a_member_and_nothing_that_names_anybody_is_in_the_clear(
    portal: Pages, hall: Hall, register: Register, focal: Visitor, member: Visitor
) -> None:
    register.confirmed(organisation(1), "Alpha Watch", country="KEN")
    session_id = hall.opened()
    page = main(focal.get(f"/my-seats/ask/{session_id}").text)
    assert "Mira Member" in page
    assert "What names the person is erased 90 days after the session." in page
    sent = focal.post(
        f"/my-seats/ask/{session_id}",
        form(**{**ASK, "holder": "member", "companion": "Ina Interpreter", "needs": "A ramp"}),
    )
    assert sent.status_code == 303, sent.text
    assert sent.location.startswith(f"/my-seats/{seat_id(session_id, 'member')}")
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "request-seat"
    assert (data["holder_id"], data["category"], data["region"]) == ("member", "ngo", "AFR")
    assert (data["seats"], data["shows_name"]) == (2, False)
    written = portal.asked[-1].read().decode()
    for secret in ("Mira", "Interpreter", "ramp", "Alpha", organisation(1)):
        assert secret not in written
    person = data["person"]
    assert person["subject"] == f"seat-{seat_id(session_id, 'member')}"


def test_one_pseudonym_is_of_one_organisation_in_one_session(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    other = portal.signed_in(Role.NGO_MEMBER, organisation_id=organisation(2))
    sessions = [hall.opened(number) for number in (1, 2)]

    def pseudonym(visitor: Visitor, session_id: str) -> str:
        assert visitor.account is not None
        data = form(**{**ASK, "holder": visitor.account.account_id})
        assert visitor.post(f"/my-seats/ask/{session_id}", data).status_code == 303
        found: str = asked_for(portal.asked[-1])[1]["organisation"]
        return found

    first = pseudonym(focal, sessions[0])
    assert pseudonym(member, sessions[0]) == first
    assert pseudonym(other, sessions[0]) != first
    assert pseudonym(focal, sessions[1]) != first


def test_a_member_asks_for_nobody_else(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened()
    assert "Flora Focal" not in member.get(f"/my-seats/ask/{session_id}").text
    member.post(f"/my-seats/ask/{session_id}", form(**{**ASK, "holder": "focal"}))
    assert asked_for(portal.asked[-1])[1]["holder_id"] == "member"


def test_nobody_asks_in_a_session_for_others_or_one_that_is_closed(
    portal: Pages, hall: Hall, member: Visitor
) -> None:
    others = hall.opened(1, audience=("nhri",), access="closed", title="Zanthor")
    begun = hall.opened(2, begins=NOW - timedelta(hours=1))
    for session_id in (others, begun, named("none")):
        assert member.get(f"/my-seats/ask/{session_id}").status_code == 404
    assert "Zanthor" not in member.get("/my-seats").text


def test_a_closed_session_is_listed_for_those_whom_it_is_for(hall: Hall, member: Visitor) -> None:
    hall.opened(access="closed", title="Round table")
    assert "Round table" in main(member.get("/my-seats").text)


def test_the_place_on_the_waiting_list_is_known_to_that_person_alone(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened(room=1)
    for name in ("first", "second", "focal"):
        seat = hall.asks(session_id, name)
    assert "Place 2 on the waiting list" in main(focal.get(f"/my-seats/{seat}").text)
    assert member.get(f"/my-seats/{seat}").status_code == 404, "of the same organisation"
    for act in ("accept", "decline", "cancel", "appeal"):
        assert member.get(f"/my-seats/{seat}/{act}").status_code == 404


def test_whom_a_seat_is_for_and_who_asked_both_see_it(
    hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "member", by="focal", needs="A ramp")
    for visitor in (focal, member):
        assert "Name of member" in main(visitor.get("/my-seats").text)
        assert "A ramp" in main(visitor.get(f"/my-seats/{seat}").text)


def test_the_link_is_shown_to_confirmed_persons_only(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened(room=1)
    confirmed = hall.asks(session_id, "focal")
    waits = hall.asks(session_id, "member")
    assert LINK in focal.get(f"/my-seats/{confirmed}").text
    assert LINK not in member.get(f"/my-seats/{waits}").text
    hall.do(CancelRegistration(session_id=session_id, registration_id=confirmed), holder("focal"))
    assert LINK not in member.get(f"/my-seats/{waits}").text, "an offer is no seat yet"
    assert LINK not in focal.get(f"/my-seats/{confirmed}").text
    hall.do(AcceptOffer(session_id=session_id, registration_id=waits), holder("member"))
    assert LINK in member.get(f"/my-seats/{waits}").text


def test_an_offer_says_until_when_and_is_answered(
    portal: Pages, hall: Hall, focal: Visitor
) -> None:
    session_id = hall.opened(room=1)
    first = hall.asks(session_id, "first")
    seat = hall.asks(session_id, "focal")
    hall.do(CancelRegistration(session_id=session_id, registration_id=first), holder("first"))
    page = main(focal.get(f"/my-seats/{seat}").text)
    assert "A seat came free." in page
    assert "26 Nov 2026" in page, "24 hours between 8 and 20"
    assert focal.post(f"/my-seats/{seat}/accept", form()).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "accept-offer"
    assert focal.post(f"/my-seats/{seat}/decline", form()).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "decline-offer"


def test_first_asks_two_seats_while_one_is_free_is_asked_one(hall: Hall, focal: Visitor) -> None:
    session_id = hall.opened(room=2)
    first = hall.asks(session_id, "first")
    hall.asks(session_id, "second")
    seat = hall.asks(session_id, "focal", companion="Ina Interpreter")
    hall.do(CancelRegistration(session_id=session_id, registration_id=first), holder("first"))
    page = main(focal.get(f"/my-seats/{seat}").text)
    assert "Two seats were asked for, and one is free. Do you take one?" in page
    no = main(focal.get(f"/my-seats/{seat}/decline").text)
    assert "The place on the waiting list stays." in no


def test_session_over_capacity_offers_a_seat_online_first(hall: Hall, focal: Visitor) -> None:
    session_id = hall.opened(room=1)
    hall.asks(session_id, "first")
    seat = hall.asks(session_id, "focal")
    online = Capacity(room=1, remote=1, reserved={}, per_organisation=None)
    hall.do(ChangeCapacity(session_id=session_id, capacity=online), OFFICER)
    page = main(focal.get(f"/my-seats/{seat}").text)
    assert "A seat online is free. The place for the room stays if you say no." in page


def test_a_refusal_says_why_and_can_be_appealed(portal: Pages, hall: Hall, focal: Visitor) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "focal")
    refuse = RefuseSessionRegistration(
        session_id=session_id, registration_id=seat, code="not_identified"
    )
    hall.do(refuse, OFFICER)
    assert "We could not find out who asked." in main(focal.get(f"/my-seats/{seat}").text)
    sent = focal.post(f"/my-seats/{seat}/appeal", form(reason="You know me"))
    assert sent.status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "appeal-refusal"
    assert data["reason"]["subject"] == f"seat-{seat}"
    assert "You know me" not in portal.asked[-1].read().decode()


def test_who_gave_a_seat_back_asks_again_and_goes_to_the_end(
    hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened(room=1)
    hall.asks(session_id, "first")
    seat = hall.asks(session_id, "focal")
    hall.asks(session_id, "member")
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("focal"))
    assert "Ask for a seat again" in main(focal.get(f"/my-seats/{seat}").text)
    hall.asks(session_id, "focal", at=NOW)
    assert "Place 2 on the waiting list" in main(focal.get(f"/my-seats/{seat}").text)


def test_what_was_erased_is_said_to_be(portal: Pages, hall: Hall, focal: Visitor) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "focal")
    portal.vault.forget(f"seat-{seat}", at=portal.clock())
    for path in ("/my-seats", f"/my-seats/{seat}"):
        page = focal.get(path)
        assert page.status_code == 200
        assert "Name of focal" not in page.text
    assert "Name erased" in main(focal.get("/my-seats").text)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pages_work_in_other_languages(hall: Hall, focal: Visitor, language: str) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "focal")
    for path in ("/my-seats", f"/my-seats/{seat}"):
        page = focal.get(path, Accept_Language=language)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text


def test_the_page_names_whom_the_seat_is_for_and_not_who_reads_it(
    hall: Hall, focal: Visitor, member: Visitor, officer: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "member", by="focal", companion="Ina Interpreter")
    for page in (
        main(focal.get(f"/my-seats/{seat}").text),
        main(officer.get(f"/session-desk/{session_id}/seats/{seat}").text),
    ):
        assert "Name of member" in page
        assert "Ina Interpreter" in page
        assert "Flora Focal" not in page
