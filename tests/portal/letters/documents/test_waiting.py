"""Texts that wait for a holder, with the time that they have waited."""

from datetime import timedelta

from tests.portal.letters.communications.conftest import Desk


def test_a_text_says_for_how_many_hours_it_waits(desk: Desk) -> None:
    desk.awaiting(text="Excellency")
    assert "Waits less than an hour" in desk["holder"].get("/waiting").text
    desk.people.clear()  # their sessions will be over
    desk.portal.clock.forward(timedelta(hours=5))
    assert 'status--late">Waits 5 hours' in desk["holder"].get("/waiting").text
