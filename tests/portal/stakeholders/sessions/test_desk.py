"""The officers' desk of a session: its line, capacity, attendance, and a State that asks."""

import re
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from portal.web.audit.chain import audit
from shared.contracts.stakeholders_session_commands import (
    AppealRefusal,
    RecordAttendance,
    RefuseSessionRegistration,
)
from shared.core.roles import Role
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.sessions import LINK, NOW, OFFICER, Hall, holder

HERE = "/session-desk"
OPEN = {
    "title": "Exchange",
    "place": "Room XX",
    "zone": "America/New_York",
    "starts": "2026-12-10T09:00",
    "ends": "2026-12-10T12:00",
    "access": "open",
    "audience": ["ngo", "nhri"],
    "languages": ["en"],
    "accessibility": "",
    "input_call": "",
    "input_until": "2026-12-01",
    "link": LINK,
    "room": "20",
    "remote": "5",
    "per_organisation": "2",
    "reserved_AFR": "3",
}


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def test_the_zone_of_this_house_is_found_by_geneva_and_by_zurich(officer: Visitor) -> None:
    page = officer.get(f"{HERE}/open").text
    assert ">Geneva, Zurich</option>" in page
    assert ">New York</option>" in page


def test_an_officer_opens_a_session_by_the_clock_of_its_place_and_the_link_is_sealed(
    portal: Pages, officer: Visitor
) -> None:
    sent = officer.post(f"{HERE}/open", form(**OPEN))
    assert sent.status_code == 303, main(sent.text)
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "open-session"
    assert data["details"]["starts_at"] in {"2026-12-10T14:00:00Z", "2026-12-10T09:00:00-05:00"}
    assert data["capacity"] == {
        "room": 20,
        "remote": 5,
        "reserved": {"AFR": 3},
        "per_organisation": 2,
    }
    assert LINK not in portal.asked[-1].read().decode()
    assert portal.vault.knows(f"session-{data['session_id']}")


def test_a_session_that_makes_no_sense_is_not_opened(portal: Pages, officer: Visitor) -> None:
    wrongs: tuple[dict[str, object], ...] = (
        {"ends": "2026-12-10T08:00"},
        {"reserved_AFR": "21"},
        {"audience": []},
        {"room": "many"},
        {"title": ""},
        {"starts": "soon"},
        {"link": "javascript:alert(1)"},
    )
    for wrong in wrongs:
        assert officer.post(f"{HERE}/open", form(**{**OPEN, **wrong})).status_code == 422
    assert portal.asked == []


def test_the_desk_shows_the_waiting_list_in_the_order_of_asking(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened(room=1)
    portal.person(Role.NGO_MEMBER, account_id="ann", organisation="Alpha Watch")
    for name in ("cem", "ann", "ben"):
        hall.asks(session_id, name)
    assert "1 / 1" in main(officer.get(HERE).text)
    page = main(officer.get(f"{HERE}/{session_id}").text)
    assert "In the room 1 of 1, online 0 of 0, waiting 2, came 0." in page
    line = page[page.index("Waiting list") : page.index("Confirmed seats")]
    assert line.index("Name of ann Alpha Watch") < line.index("Name of ben")
    assert "Name of cem" not in line


def test_an_officer_reads_what_a_person_needs_and_that_is_on_record(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "ann", needs="A ramp", companion="Ina")
    hall.opened(2)
    page = main(officer.get(f"{HERE}/{session_id}/seats/{seat}").text)
    assert "A ramp" in page
    with portal.engine.connect() as conn:
        read = {row.subject for row in conn.execute(select(audit))}
    assert f"seat-{seat}" in read


def test_the_officer_refuses_gives_back_and_another_decides_an_appeal(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "ann")
    here = f"{HERE}/{session_id}/seats/{seat}"
    assert officer.post(f"{here}/refuse", form()).status_code == 422
    assert officer.post(f"{here}/refuse", form(code="safety")).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "refuse-session-registration"
    assert officer.post(f"{here}/cancel", form()).status_code == 303
    assert officer.get(f"{here}/appeal").status_code == 404
    refuse = RefuseSessionRegistration(session_id=session_id, registration_id=seat, code="safety")
    hall.do(refuse, OFFICER)
    reason = portal.vault.seal(f"seat-{seat}", "You know me")
    hall.do(
        AppealRefusal(session_id=session_id, registration_id=seat, reason=reason), holder("ann")
    )
    assert "You know me" in main(officer.get(here).text)
    assert "Appeal to decide" in main(officer.get(f"{HERE}/{session_id}").text)
    assert officer.post(f"{here}/appeal", form(granted="yes")).status_code == 303
    assert asked_for(portal.asked[-1])[1]["granted"] is True


def test_capacity_changes_and_the_session_closes(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened(room=1, reserved={"AFR": 1})
    shown = officer.get(f"{HERE}/{session_id}/capacity").text
    assert 'name="reserved_AFR" type="text" value="1"' in shown
    sent = officer.post(f"{HERE}/{session_id}/capacity", form(room="4", remote=""))
    assert sent.status_code == 303
    assert asked_for(portal.asked[-1])[1]["capacity"] == {
        "room": 4,
        "remote": 0,
        "reserved": {},
        "per_organisation": None,
    }
    assert officer.post(f"{HERE}/{session_id}/close", form(called_off="yes")).status_code == 303
    assert asked_for(portal.asked[-1])[1]["called_off"] is True


def test_a_session_is_changed_as_it_is(portal: Pages, hall: Hall, officer: Visitor) -> None:
    session_id = hall.opened()
    page = officer.get(f"{HERE}/{session_id}/change").text
    assert 'value="2026-12-14T10:00"' in page
    assert LINK in page
    details = {name: value for name, value in OPEN.items() if name not in {"room", "remote"}}
    assert officer.post(f"{HERE}/{session_id}/change", form(**details)).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "change-session"


def test_attendance_is_recorded_once_the_session_began(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    coming = hall.opened(1)
    assert officer.get(f"{HERE}/{coming}/attendance").status_code == 404
    session_id = hall.opened(2, begins=NOW - timedelta(hours=1), room=1)
    seat, waits = hall.asks(session_id, "ann"), hall.asks(session_id, "ben")
    page = officer.get(f"{HERE}/{session_id}/attendance").text
    assert "Name of ann" in page
    assert waits not in page, "who waits cannot be recorded"
    assert "Name of ben" not in page
    data = form(people=[seat], came="yes")
    assert officer.post(f"{HERE}/{session_id}/attendance", data).status_code == 303
    assert asked_for(portal.asked[-1])[1] == {
        "session_id": session_id,
        "registration_ids": [seat],
        "came": True,
    }


def test_state_asks_who_came_is_told_the_total_only_and_that_is_logged(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    session_id = hall.opened(begins=NOW - timedelta(days=2), room=30)
    seats = tuple(hall.asks(session_id, f"holder-{n}") for n in range(6))
    record = RecordAttendance(session_id=session_id, registration_ids=seats, came=True)
    hall.do(record, OFFICER)
    here = f"{HERE}/{session_id}/asked-by-a-state"
    assert 'value="GRL"' not in officer.get(here).text, "which is no State"
    for wrong in ("", "GRL"):
        assert officer.post(here, form(state=wrong)).status_code == 422
    answer = officer.post(here, form(state="KEN"))
    assert main(answer.text).endswith("6 people came.")
    assert "Name of holder" not in answer.text
    with portal.engine.connect() as conn:
        entries = [(row.what, row.purpose) for row in conn.execute(select(audit))]
    assert ("total-told", "KEN") in entries
    few = hall.opened(2, begins=NOW - timedelta(days=2), room=3)
    one = (hall.asks(few, "ann"),)
    hall.do(RecordAttendance(session_id=few, registration_ids=one, came=True), OFFICER)
    told = officer.post(f"{HERE}/{few}/asked-by-a-state", form(state="KEN"))
    assert "Fewer than five people came." in main(told.text)


def test_a_government_has_no_door(portal: Pages, hall: Hall) -> None:
    session_id = hall.opened()
    government = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    for path in (HERE, f"{HERE}/{session_id}", "/my-seats"):
        assert government.get(path).status_code == 403
