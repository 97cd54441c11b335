"""What intake tells of files: that one was kept, and how to be sure that it is the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAdded:
    """``object_name``: random, where the encrypted file lies; ``sha256`` is of its bytes there.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content
    and the key to read it.
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
