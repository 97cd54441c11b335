"""The commands of publication: those in the contract, and those this service asks itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts import followup_publication_commands

LETTER = "letter"
"""The document that is no reply and no translation of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEmbargo:
    """Only this service's own policy sends it, once the letter is transmitted."""

    communication_id: str
    reference: str
    type: str
    recipient: str
    mandates: tuple[str, ...]
    transmitted_at: datetime
    embargo_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReply:
    """Only this service's own policy sends it, once a reply is logged."""

    communication_id: str
    reply_id: str
    kind: str
    language: str
    confidential_by_state: bool
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTranslation:
    """Only this service's own policy sends it, once a translation of a reply arrived."""

    communication_id: str
    reply_id: str
    language: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGrade:
    """Only this service's own policy sends it, once a mandate graded a reply."""

    communication_id: str
    reply_id: str
    mandate: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEmbargo:
    """Only the clock sends it: the time of the command is the time that counts."""

    communication_id: str


Command: TypeAlias = (
    followup_publication_commands.Command
    | SetEmbargo
    | NoteReply
    | NoteTranslation
    | NoteGrade
    | EndEmbargo
)
