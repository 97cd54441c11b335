"""The commands of rationalisation: the Chief writes a note, the Committee comments on it."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_rationalisation import Option
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRationalisation:
    note_id: str
    option: Option
    mandates: tuple[str, ...]
    reasons: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRationalisation:
    note_id: str
    comment_id: str
    text: Sealed


Command: TypeAlias = NoteRationalisation | CommentRationalisation

TYPES: dict[str, type] = {
    "note-rationalisation": NoteRationalisation,
    "comment-rationalisation": CommentRationalisation,
}
