"""The invented meetings of a demonstration: one to come, and one that was held."""

from datetime import datetime, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import library_file
from portal.casefile.attachments.taking import Refused, take
from portal.committee.meetings import found, papers
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration import asking
from portal.web.demonstration.asking import ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_meeting_commands import (
    AddMeetingPaper,
    CallMeeting,
    InviteGuest,
    OpenActionItem,
    RecordMeetingHeld,
    WriteMinutes,
)
from shared.contracts.stakeholders_meetings import PaperReaders
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.reference.committee_meetings import recorded

_BY = "committee"


def tell() -> None:
    day, me = timedelta(days=1), asking.invented(_BY).actor_id
    coming, over = now() + 6 * day, now() - 4 * day
    ahead = _called(
        "to come",
        "office",
        "What the office plans for the year. (invented)",
        coming,
        ago=2,
        place="Room of the tests, and by a link that is no link (invented)",
    )
    _paper(ahead, "Figures of the last year (invented)")
    guest = InviteGuest(meeting_id=ahead, guest_id=asking.invented("partner").actor_id)
    _ask(guest, ahead, "guest", ago=1)
    _paper(ahead, "Note for guests (invented)", readers="guests")
    held = _called("held", "committee", "The list of situations. (invented)", over, ago=12)
    on = day_of(over)
    record = RecordMeetingHeld(
        meeting_id=held,
        seen=recorded(over, None, ()),
        held_on=on,
        participants=(me,),
    )
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


def _called(
    step: str, kind: str, agenda: str, starts_at: datetime, *, ago: int, place: str = ""
) -> str:
    meeting_id = str(derive_id("demo meeting", step))
    command = CallMeeting(
        meeting_id=meeting_id,
        kind=kind,
        starts_at=starts_at,
        states=(),
        invited=(),
        named_only=False,
        agenda=seal(found.subject_of(meeting_id), agenda),
        place=seal(found.subject_of(meeting_id), place) if place else None,
    )
    _ask(command, meeting_id, "called", ago=ago)
    return meeting_id


def _paper(meeting_id: str, title: str, readers: PaperReaders = "readers") -> None:
    """Add a paper, unless it is there, or no file can be kept."""
    paper_id = str(derive_id("demo meeting paper", meeting_id, title))
    subject = papers.subject_of(paper_id)
    if papers.knows(meeting_id, paper_id):
        return
    text = f"{title}. An invented paper.".encode()
    try:
        kept = take(FileStorage(BytesIO(text), filename="Paper.txt"), subject=subject)
    except Refused:
        return
    add = AddMeetingPaper(
        meeting_id=meeting_id,
        paper_id=paper_id,
        title=seal(subject, title),
        readers=readers,
        file=library_file(kept, derive_id("demo meeting file", paper_id)),
    )
    _ask(add, meeting_id, f"paper {readers}" if readers != "readers" else "paper", ago=1)
    with engine().begin() as conn:
        unclaimed.strike(conn, [kept.object_name])


def _ask(command: Command, meeting_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, _BY, str(found.case_of(meeting_id)), f"meeting {meeting_id}", step, at=at)
