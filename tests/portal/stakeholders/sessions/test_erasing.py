"""Erasing who a seat was for: on request, and when its time is over; numbers stay."""

from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import select, update

from portal.stakeholders.sessions import asking, queries, retention
from shared.contracts.stakeholders_session_commands import (
    AppealRefusal,
    CancelRegistration,
    EraseRegistration,
    RecordAttendance,
    RefuseSessionRegistration,
)
from shared.core.roles import Role
from shared.platform.vault import Forgotten, subject_keys
from shared.reference.sessions import seat_id
from tests.portal.stakeholders.sessions.test_own import ASK, form, main
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER, Hall, holder

DAY = timedelta(days=1)


def over(hall: Hall, *people: str, days: int = 2) -> tuple[str, list[str]]:
    """Return a session that is over, and the seats of these people, who all came."""
    begins = NOW - days * DAY
    session_id = hall.opened(begins=begins, at=begins - 9 * DAY, room=len(people) + 5)
    seats = [hall.asks(session_id, one, at=begins - 8 * DAY) for one in people]
    record = RecordAttendance(session_id=session_id, registration_ids=tuple(seats), came=True)
    hall.do(record, OFFICER)
    return session_id, seats


def gone(portal: Pages, hall: Hall, session_id: str, name: str) -> None:
    """This person's request, as the service and the page of it do it."""
    registration_id = seat_id(session_id, name)
    command = EraseRegistration(session_id=session_id, registration_id=registration_id)
    hall.do(command, holder(name))
    portal.vault.forget(asking.seat_subject(registration_id), at=NOW)


def test_a_person_erases_what_names_them_and_the_pages_say_so(
    portal: Pages, hall: Hall, member: Visitor, officer: Visitor
) -> None:
    session_id, [seat, *_] = over(hall, "member", "b", "c", "d", "e")
    assert "Erase what names the person" in main(member.get(f"/my-seats/{seat}").text)
    page = main(member.get(f"/my-seats/{seat}/erase").text)
    assert "nobody can read them again" in page
    sent = member.post(f"/my-seats/{seat}/erase", form())
    assert sent.status_code == 303, sent.text
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["registration_id"]) == ("erase-registration", seat)
    assert list(portal.vault.forgotten([f"seat-{seat}"])) == [f"seat-{seat}"]
    gone(portal, hall, session_id, "member")
    page = main(member.get(f"/my-seats/{seat}").text)
    assert "Who this seat was for was erased on 24 Nov 2026" in page
    assert "Name erased" in page
    assert "Erase what names" not in page
    again = member.post(f"/my-seats/{seat}/erase", form())
    assert again.headers["Location"] == f"/my-seats/{seat}", "a second click leads to the same page"
    desk = main(officer.get(f"/session-desk/{session_id}").text)
    assert "Name erased" in desk
    assert "Name of member" not in desk
    assert "Alpha Watch" not in desk, "an organisation with one person says who it was"
    assert "came 5" in desk
    found = main(officer.get(f"/session-desk/{session_id}/seats/{seat}").text)
    assert "Who this seat was for was erased on 24 Nov 2026" in found
    assert "Alpha Watch" not in found
    assert "5 people came." in main(portal.visitor().get(f"/sessions/{session_id}").text)


def test_a_focal_point_erases_what_they_asked_for_and_nobody_else_does(
    portal: Pages, hall: Hall, focal: Visitor, member: Visitor
) -> None:
    session_id = hall.opened(begins=NOW - 2 * DAY)
    seat = hall.asks(session_id, "member", by="focal")
    other = hall.asks(session_id, "focal")
    stranger = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, account_id="stranger")
    for visitor, whose in ((stranger, seat), (member, other)):
        assert visitor.get(f"/my-seats/{whose}/erase").status_code == 404
        assert visitor.post(f"/my-seats/{whose}/erase", form()).status_code == 404
    assert focal.get(f"/my-seats/{seat}/erase").status_code == 200
    assert focal.post(f"/my-seats/{seat}/erase", form()).status_code == 303


def test_a_seat_that_stands_and_an_appeal_that_waits_are_not_offered_for_erasing(
    hall: Hall, focal: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "focal", needs="A ramp")
    for address in (f"/my-seats/{seat}", "/my-seats"):
        assert "Erase" not in main(focal.get(address).text)
    assert focal.get(f"/my-seats/{seat}/erase").status_code == 404
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("focal"))
    assert focal.get(f"/my-seats/{seat}/erase").status_code == 200


def test_who_asks_again_after_an_erasure_is_sealed_under_another_key(
    portal: Pages, hall: Hall, member: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "member")
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("member"))
    command = EraseRegistration(session_id=session_id, registration_id=seat)
    hall.do(command, holder("member"))  # and the page stopped before it destroyed the key
    with portal.engine.connect() as conn:
        assert queries.seat(conn, session_id, seat)
    sent = member.post(f"/my-seats/ask/{session_id}", form(**{**ASK, "holder": "member"}))
    assert sent.status_code == 303, sent.text
    again = asked_for(portal.asked[-1])[1]["person"]["subject"]
    assert again != f"seat-{seat}"
    assert again.startswith("seat-")
    with pytest.raises(Forgotten):
        portal.vault.seal(f"seat-{seat}", "x")
    portal.vault.forget(again, at=NOW)  # by data protection, say
    sent = member.post(f"/my-seats/ask/{session_id}", form(**{**ASK, "holder": "member"}))
    assert sent.status_code == 303, sent.text
    assert asked_for(portal.asked[-1])[1]["person"]["subject"] not in (f"seat-{seat}", again)


def test_no_appeal_is_made_of_what_was_erased(portal: Pages, hall: Hall, focal: Visitor) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "focal")
    refuse = RefuseSessionRegistration(
        session_id=session_id, registration_id=seat, code="not_identified"
    )
    hall.do(refuse, OFFICER)
    assert "Appeal against it" in main(focal.get(f"/my-seats/{seat}").text)
    warned = "After that nobody can appeal against the refusal."
    assert warned in main(focal.get(f"/my-seats/{seat}/erase").text)
    gone(portal, hall, session_id, "focal")
    assert "Appeal against it" not in main(focal.get(f"/my-seats/{seat}").text)
    assert focal.get(f"/my-seats/{seat}/appeal").status_code == 404


def test_an_erased_name_is_not_among_those_who_show_theirs(portal: Pages, hall: Hall) -> None:
    session_id = hall.opened(begins=NOW - 2 * DAY, room=5)
    for name in ("a", "b"):
        hall.asks(session_id, name, shows_name=True)
    gone(portal, hall, session_id, "a")
    with portal.engine.connect() as conn:
        assert [one.holder_id for one in queries.shown(conn, session_id, "ngo")] == ["b"]


def test_keys_go_so_many_days_after_the_session_and_numbers_stay(
    portal: Pages, hall: Hall, officer: Visitor
) -> None:
    old, seats = over(hall, "a", "b", days=91)
    hall.opened("later", begins=NOW - 2 * DAY)
    hall.asks(hall.opened("recent", begins=NOW - 3 * DAY), "a")

    def discarded(days: int) -> int:
        return retention.discard(portal.engine, portal.vault, days=days, at=NOW)

    assert discarded(100) == 0
    assert [discarded(90), discarded(90)] == [2, 0]
    assert portal.vault.forgotten_of("seat") == {f"seat-{one}" for one in seats}
    desk = main(officer.get(f"/session-desk/{old}").text)
    assert "came 2" in desk
    assert "Name of a" not in desk


def test_what_a_page_left_half_done_is_finished(portal: Pages, hall: Hall) -> None:
    session_id, [seat] = over(hall, "a")
    hall.do(EraseRegistration(session_id=session_id, registration_id=seat), holder("a"))
    assert retention.discard(portal.engine, portal.vault, days=90, at=NOW) == 1
    assert portal.vault.forgotten([f"seat-{seat}"])


def test_a_key_from_a_backup_goes_again_also_of_who_asked_again(
    portal: Pages, hall: Hall, member: Visitor
) -> None:
    session_id = hall.opened()
    seat = hall.asks(session_id, "member")
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("member"))
    [first, second] = islice(retention.subjects(seat), 2)
    sealed = portal.vault.seal(first, "Name of member")
    with portal.vault.engine.begin() as conn:
        these = subject_keys.c.subject == first
        backup = conn.scalar(select(subject_keys.c.key).where(these))
    gone(portal, hall, session_id, "member")
    hall.asks(session_id, "member", subject=second)
    with portal.vault.engine.begin() as conn:
        conn.execute(update(subject_keys).where(these).values(key=backup, forgotten_at=None))
    assert portal.vault.reveal(sealed) == "Name of member"
    hall.do(CancelRegistration(session_id=session_id, registration_id=seat), holder("member"))
    sent = member.post(f"/my-seats/ask/{session_id}", form(**{**ASK, "holder": "member"}))
    assert sent.status_code == 303, sent.text
    assert asked_for(portal.asked[-1])[1]["person"]["subject"] == second, "never an old one"
    assert retention.discard(portal.engine, portal.vault, days=90, at=NOW) == 1
    assert portal.vault.reveal(sealed) is None
    assert second not in portal.vault.forgotten([second]), "and that of now stays"


def test_an_appeal_that_nobody_can_read_any_more_waits_for_nobody(
    portal: Pages, hall: Hall, focal: Visitor, officer: Visitor
) -> None:
    session_id = hall.opened(begins=NOW - 2 * DAY)
    seat, at = hall.asks(session_id, "focal"), NOW - 9 * DAY
    refuse = RefuseSessionRegistration(
        session_id=session_id, registration_id=seat, code="not_identified"
    )
    hall.do(refuse, OFFICER, at=at)
    reason = portal.vault.seal(asking.seat_subject(seat), "It is wrong")
    appeal = AppealRefusal(session_id=session_id, registration_id=seat, reason=reason)
    hall.do(appeal, holder("focal"), at=at)
    desk = f"/session-desk/{session_id}"
    assert "Appeal to decide" in main(officer.get(desk).text)
    assert "Decide the appeal" in main(officer.get(f"{desk}/seats/{seat}").text)
    assert "nobody can appeal" not in main(focal.get(f"/my-seats/{seat}/erase").text)
    gone(portal, hall, session_id, "focal")
    assert "Appeal to decide" not in main(officer.get(desk).text)
    assert "Decide the appeal" not in main(officer.get(f"{desk}/seats/{seat}").text)
    assert officer.get(f"{desk}/seats/{seat}/appeal").status_code == 404
    assert "Your appeal" not in main(focal.get(f"/my-seats/{seat}").text)
