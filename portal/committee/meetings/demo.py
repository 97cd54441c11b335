"""The invented meetings of a demonstration: one to come, and one that was held."""

from datetime import timedelta

from portal.committee.meetings import found
from portal.web.context import now
from portal.web.demonstration import asking
from portal.web.demonstration.asking import ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_meeting_commands import (
    CallMeeting,
    OpenActionItem,
    RecordMeetingHeld,
    WriteMinutes,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id

_BY = "committee"


def tell() -> None:
    _called("to come", "office", "What the office plans for the year. (invented)", starts=6, ago=2)
    held = _called("held", "committee", "The list of situations. (invented)", starts=-4, ago=12)
    day, me = timedelta(days=1), asking.invented(_BY).actor_id
    on = day_of(now()) - 4 * day
    record = RecordMeetingHeld(meeting_id=held, held_on=on, participants=(me,))
    _ask(record, held, "held", ago=3)
    text = "The Committee agreed to speak with two desks. (invented)"
    minutes = WriteMinutes(meeting_id=held, version=0, minutes=seal(found.subject_of(held), text))
    _ask(minutes, held, "minutes", ago=3)
    action_id = str(derive_id("demo action item"))
    todo = "Invite the two desks to the next meeting. (invented)"
    item = OpenActionItem(
        action_id=action_id,
        meeting_id=held,
        text=seal(found.subject_of_item(action_id), todo),
        owner_id=me,
        due_on=on + 14 * day,
    )
    _ask(item, held, "item", ago=3)


def _called(step: str, kind: str, agenda: str, *, starts: int, ago: int) -> str:
    meeting_id = str(derive_id("demo meeting", step))
    command = CallMeeting(
        meeting_id=meeting_id,
        kind=kind,
        starts_at=now() + timedelta(days=starts),
        states=(),
        invited=(),
        named_only=False,
        agenda=seal(found.subject_of(meeting_id), agenda),
    )
    _ask(command, meeting_id, "called", ago=ago)
    return meeting_id


def _ask(command: Command, meeting_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, _BY, str(found.case_of(meeting_id)), f"meeting {meeting_id}", step, at=at)
