"""Policies: commands that intake issues in response to events elsewhere."""

from collections.abc import Sequence
from typing import TypeAlias

from services.intake.admissibility import NotePoints
from services.intake.contact_point import ResumeContactPoint, StopContactPoint
from services.intake.submission.commands import LinkToCommunication, ShareWithSuccessor
from shared.contracts.approvals import CommunicationDrafted
from shared.contracts.stakeholders_contact_points import (
    ContactPointReinstated,
    ContactPointSuspended,
)
from shared.contracts.stakeholders_custody import CustodyDecided
from shared.contracts.stakeholders_mandates import MandateSettingsChanged

Asked: TypeAlias = (
    LinkToCommunication | StopContactPoint | ResumeContactPoint | NotePoints | ShareWithSuccessor
)


def react(fact: object) -> Sequence[Asked]:
    """Link a communication to the submissions behind it; stop a suspended contact point (R16).

    Note a mandate's own points of admissibility. Let files move where the Chief decided so.
    """
    match fact:
        case CommunicationDrafted(submission_ids=submissions, communication_id=communication_id):
            return [
                LinkToCommunication(submission_id=submission, communication_id=communication_id)
                for submission in submissions
            ]
        case ContactPointSuspended(organisation_id=institution, suspended_at=at):
            return [StopContactPoint(organisation_id=institution, stopped_at=at)]
        case ContactPointReinstated(organisation_id=institution, reinstated_at=at):
            return [ResumeContactPoint(organisation_id=institution, resumed_at=at)]
        case MandateSettingsChanged():
            return [NotePoints(of=fact)]
        case CustodyDecided(to=str(to), mandate=mandate, submission_ids=submissions):
            return [
                ShareWithSuccessor(submission_id=submission, mandate=mandate, to=to)
                for submission in submissions
            ]
        case _:
            return []
