"""Papers of a meeting: who works on it adds them, before it and after."""

from collections.abc import Sequence
from typing import Final

from services.stakeholders.committee.meetings.state import Meeting, Stage, State
from services.stakeholders.committee.sitting import works
from shared.contracts.stakeholders_meeting_commands import AddMeetingPaper, WithdrawMeetingPaper
from shared.contracts.stakeholders_meetings import (
    MeetingFact,
    MeetingPaperAdded,
    MeetingPaperWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.said import Number
from shared.reference.committee_meetings import MOST_PAPERS, READERS

_NONE: Final = "This meeting has no such paper."


def add(command: AddMeetingPaper, asked: Asked, meeting: Meeting) -> Sequence[MeetingFact]:
    """What was withdrawn does not come back."""
    if command.paper_id in meeting.papers:
        raise Refused(
            "This form was sent before, with another file. Open it again to add one more paper."
        )
    if meeting.stage is Stage.CANCELLED:
        raise Refused("This meeting was cancelled.")
    if sum(one.stands for one in meeting.papers.values()) >= MOST_PAPERS:
        raise Refused("A meeting has at most {most} papers.", most=Number(MOST_PAPERS))
    if command.readers not in READERS:
        raise Refused("Choose who reads the paper.")
    return [
        MeetingPaperAdded(
            meeting_id=command.meeting_id,
            paper_id=command.paper_id,
            title=command.title,
            readers=command.readers,
            file=command.file,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def withdraw(
    command: WithdrawMeetingPaper, asked: Asked, state: State, meeting: Meeting
) -> Sequence[MeetingFact]:
    """Take it back, for the Committee; a desk officer takes back what they added themselves."""
    paper = meeting.papers.get(command.paper_id)
    if paper is None:
        raise Refused(_NONE)
    if not works(asked, state.committee) and paper.added_by != asked.by.actor_id:
        raise Forbidden("Only the Committee and who added the paper may withdraw it.")
    if not paper.stands:
        return []
    return [
        MeetingPaperWithdrawn(
            meeting_id=command.meeting_id,
            paper_id=command.paper_id,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]
