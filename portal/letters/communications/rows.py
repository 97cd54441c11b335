"""Rows shared by several facts about a letter: of its timeline, its mandates, its versions."""

from datetime import datetime
from typing import Any

from portal.letters.communications.tables import letters, signatures, steps, versions
from shared.core.message import Sealed
from shared.read_models.model import Change, Put


def happened(
    position: int, communication_id: str, step: dict[str, Any], **letter: Any
) -> list[Change]:
    """A row of the timeline, and what it means for the letter."""
    return [
        Put(steps, (communication_id, position), step),
        Put(letters, (communication_id,), {**letter, "changed": position}),
    ]


def signed(
    position: int, communication_id: str, step: dict[str, Any], **signature: Any
) -> list[Change]:
    """The same, and what it means for the step's mandate."""
    return [
        Put(signatures, (communication_id, step["mandate"]), signature),
        *happened(position, communication_id, step),
    ]


def invited(position: int, *, lead: bool) -> dict[str, Any]:
    return {"lead": lead, "position": position}


def version_of(
    communication_id: str, version: int, text: Sealed, content_hash: str, by: str, at: datetime
) -> Put:
    values = {"text": text, "content_hash": content_hash, "written_by": by, "written_at": at}
    return Put(versions, (communication_id, version), values)
