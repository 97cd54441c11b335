"""Registrations of a session that ended long ago: rows and keys go, and the numbers stay."""

from datetime import timedelta
from typing import Any

from portal.stakeholders.sessions import keeping, queries
from portal.stakeholders.sessions.asking import seat_subject
from portal.web.delivery import outbox
from shared.contracts.stakeholders_session_commands import EraseRegistrations, RecordAttendance
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import REGISTER_CLOCK
from tests.portal.stakeholders.sessions.test_desk import main
from tests.support.portal import Pages
from tests.support.sessions import NOW, OFFICER, Hall

YEAR = timedelta(days=365)


def test_a_year_after_a_session_nobody_can_say_who_asked_and_the_numbers_are_the_same(
    portal: Pages, hall: Hall
) -> None:
    begins = NOW - YEAR - timedelta(days=1)
    asked: dict[str, Any] = {"at": begins - timedelta(days=20)}
    session_id = hall.opened(begins=begins, at=begins - timedelta(days=30), room=5)
    people = [hall.asks(session_id, f"holder-{n}", needs="Quib", **asked) for n in range(7)]
    came = RecordAttendance(session_id=session_id, registration_ids=tuple(people[:5]), came=True)
    hall.do(came, OFFICER, at=begins + timedelta(hours=1))
    recent = hall.opened(2, begins=NOW - timedelta(days=300), at=NOW - timedelta(days=330))
    kept = hall.asks(recent, "holder-0", at=NOW - timedelta(days=320))

    def erased() -> int:
        return keeping.erase(portal.engine, portal.vault, 365, at=NOW)

    assert keeping.erase(portal.engine, portal.vault, 400, at=NOW) == 0
    public, officer = portal.visitor(), portal.signed_in(Role.STAKEHOLDER_OFFICER)
    with portal.engine.connect() as conn:
        before = queries.figures(conn, [session_id])
    pages = [main(public.get(f"/sessions/{session_id}").text)]
    assert [erased(), erased()] == [1, 1]  # until the service has said so
    subjects = [seat_subject(one) for one in people]
    assert portal.vault.forgotten(subjects).keys() == set(subjects)
    assert not portal.vault.forgotten([seat_subject(kept)])
    with portal.engine.connect() as conn:
        waits = outbox.find(conn, derive_id("registrations erased", session_id))
    assert waits is not None
    hall.do(EraseRegistrations(session_id=session_id), REGISTER_CLOCK, at=NOW)
    assert erased() == 0
    with portal.engine.connect() as conn:
        assert queries.figures(conn, [session_id, recent])[session_id] == before[session_id]
        assert not queries.kept_since(conn, NOW - timedelta(days=301))
    pages.append(main(public.get(f"/sessions/{session_id}").text))
    assert pages[0] == pages[1]
    page = main(officer.get(f"/session-desk/{session_id}").text)
    assert "The numbers stay." in page
    assert "In the room 5 of 5" in page
    assert "came 5" in page
    assert "Record who came" not in page
    gone = officer.get(f"/session-desk/{session_id}/seats/{people[0]}")
    assert gone.status_code == 404
