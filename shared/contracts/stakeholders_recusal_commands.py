"""The commands by which a member of a panel discloses. Each is sent by the member."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareNoConflict:
    """``candidate_ids``: whom the member looked at. ``nationalities``: all of the member's."""

    vacancy_id: str
    candidate_ids: tuple[str, ...]
    nationalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseLobbying:
    """``disclosure_id``: the member's form has it, so that sending it twice is one disclosure."""

    vacancy_id: str
    disclosure_id: str
    text: Sealed


Command: TypeAlias = DeclareNoConflict | DiscloseLobbying

TYPES: dict[str, type] = {
    "declare-no-conflict": DeclareNoConflict,
    "disclose-lobbying": DiscloseLobbying,
}
