"""Files beside information on how a recommendation is implemented: Q7 of section F.2.

The text of section F is visits-recommendations-knowledge.md. The fact records a file, and never
contains it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationFileAdded:
    """``object_name``: of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it, sealed as the information is.
    """

    recommendation_id: str
    info_id: str
    mandate: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AddImplementationFile:
    """A stored, encrypted file; see ``ImplementationFileAdded``."""

    recommendation_id: str
    info_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


TYPES: dict[str, type] = {"implementation-file-added": ImplementationFileAdded}
