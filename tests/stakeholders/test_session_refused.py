"""What a session refuses, sentence by sentence."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.session.calendar import CALENDAR
from services.stakeholders.session.commands import NoteSession
from services.stakeholders.session.decide import SESSION
from services.stakeholders.session.state import Absent
from shared.contracts.stakeholders_session_commands import (
    CancelRegistration,
    CloseSession,
    DeclineOffer,
)
from shared.contracts.stakeholders_sessions import SessionChanged, SessionNoted
from shared.core.decider import Refused
from shared.core.testing import AT, given
from tests.stakeholders.sessions import (
    APPEAL,
    CHANGE,
    CLOCK,
    DETAILS,
    ENDS,
    GRANT,
    ID,
    LINK,
    OFFICER,
    OPEN,
    OPENED,
    REFUSE,
    SECOND,
    STARTS,
    Story,
    ask,
    of,
    person,
)

CALL_OFF = CloseSession(session_id=ID, called_off=True)


def test_a_session_begins_after_it_is_opened() -> None:
    given(SESSION).when(OPEN, by=OFFICER, at=STARTS).then_refused("begins after")


def test_what_is_over_is_neither_changed_nor_called_off() -> None:
    given(SESSION, OPENED).when(CHANGE, by=OFFICER, at=ENDS).then_refused("is over")
    given(SESSION, OPENED).when(CALL_OFF, by=OFFICER, at=ENDS).then_refused("is over")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"region": "MARS"}, "regional group"),
        ({"seats": 0}, "at most"),
    ],
)
def test_who_asks_for_a_seat_says_what_makes_sense(wrong: dict[str, Any], sentence: str) -> None:
    given(SESSION, OPENED).when(ask("ann", **wrong), by=person("ann"), at=AT).then_refused(sentence)


def test_a_seat_is_given_back_or_refused_once_and_while_there_is_one() -> None:
    cancel = CancelRegistration(session_id=ID, registration_id=of("ann"))
    story = Story()
    story.asks("ann")
    assert story.do(cancel, OFFICER)
    assert story.do(cancel, OFFICER) == []
    with pytest.raises(Refused, match="no seat to refuse"):
        story.do(REFUSE, OFFICER)
    story = Story()
    story.asks("ann")
    assert story.do(REFUSE, OFFICER)
    assert story.do(REFUSE, OFFICER) == []
    with pytest.raises(Refused, match="no seat to give back"):
        story.do(cancel, OFFICER, after=timedelta(seconds=1))


def test_what_was_not_offered_cannot_be_declined_nor_what_was_not_refused_appealed() -> None:
    story = Story()
    story.asks("ann")
    assert story.stage("ann") == "confirmed"
    with pytest.raises(Refused, match="No seat is offered"):
        story.do(DeclineOffer(session_id=ID, registration_id=of("ann")), person("ann"))
    with pytest.raises(Refused, match="Only against a refusal"):
        story.do(APPEAL, person("ann"))


def test_about_a_seat_that_nobody_asked_for_nothing_is_decided() -> None:
    with pytest.raises(Refused, match="Nobody asked"):
        Story().do(GRANT, SECOND)


def test_without_an_opening_there_is_no_session() -> None:
    changed = SessionChanged(
        session_id=ID,
        details=replace(DETAILS, room="Room XXI"),
        link=LINK,
        changed_by="officer-1",
        changed_at=AT,
    )
    assert SESSION.fold([changed]) == Absent()
    given(SESSION).when(CALL_OFF, by=OFFICER).then_refused("no such session")


def test_the_calendar_notes_a_day_once() -> None:
    note = NoteSession(session_id=ID, ends_at=ENDS)
    noted = SessionNoted(session_id=ID, ends_at=ENDS)
    given(CALENDAR).when(note, by=CLOCK).then(noted)
    given(CALENDAR, noted).when(note, by=CLOCK).then_nothing()
