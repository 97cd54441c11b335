"""Facts of intake about files: a file was stored, with the hash that identifies it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded:
    """``object_name``: the random name of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it.
    """

    submission_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed
    added_by: str
    added_at: datetime
