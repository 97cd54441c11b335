"""Facts of approvals after a letter is sent: the proof of delivery, and notices to its sources.

Six States have said of letters that they never received them (procedure.md section 0, fact 9).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionProofRecorded:
    """The document that was sent, and how. ``channel``: shared.reference.transmission.

    ``pdf_sha256``: of the PDF's bytes, in hex; ``content_hash``: of the approved text.
    """

    communication_id: str
    reference: str
    version: int
    content_hash: str
    pdf_sha256: str
    channel: str
    sent_at: datetime
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInformed:
    """The source of a submission behind the letter may know that the letter was sent."""

    communication_id: str
    submission_id: str
    informed_by: str
    informed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSharedWithSource:
    """The holder of the lead mandate lets that source read the letter itself."""

    communication_id: str
    submission_id: str
    mandate: str
    shared_by: str
    shared_at: datetime
