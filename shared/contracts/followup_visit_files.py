"""Files of letters about a visit, such as a scan: E.2 of visits-recommendations-knowledge.md.

The fact records a file, and never contains it. It is no step of the visit file.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDocumentFileAdded:
    """``object_name``: of the encrypted file; ``sha256``: of its encrypted bytes.

    ``size``: bytes of the plain file. ``details``: JSON of its name, the SHA-256 of its content and
    the key to read it, sealed as the reference of the letter is.
    """

    visit_file_id: str
    mandate: str
    state: str
    document_id: str
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
class AddVisitDocumentFile:
    """Whoever logs; a Government, to what it answered here. See ``VisitDocumentFileAdded``."""

    mandate: str
    state: str
    document_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


TYPES: dict[str, type] = {"visit-document-file-added": VisitDocumentFileAdded}
