"""Commands of the desk and of the officers of a submission's mandates, besides triage itself."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_triage import LinkKind
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignSubmission:
    """``assignee`` is an account; the portal offers those who may work on it."""

    submission_id: str
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnassignSubmission:
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSubmission:
    """``tags``: all that it shall carry from now on."""

    submission_id: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    submission_id: str
    note_id: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferSubmission:
    submission_id: str
    to: str
    mandate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenSubmission:
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAdmissibility:
    """``answers``: one to each point of the standard list and of the mandates it is shared with."""

    submission_id: str
    answers: tuple[PointAnswered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSubmissions:
    """Say how two submissions belong together. It stands in the stream of the first in order."""

    submission_id: str
    other_id: str
    kind: LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkSubmissions:
    submission_id: str
    other_id: str


Work: TypeAlias = (
    AssignSubmission
    | UnassignSubmission
    | TagSubmission
    | AddNote
    | LinkSubmissions
    | UnlinkSubmissions
)
"""Of the desk and of the officers."""


Decision: TypeAlias = ReferSubmission | ReopenSubmission
"""Of the desk alone."""
