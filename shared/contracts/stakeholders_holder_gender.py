"""Facts of stakeholders: a holder's gender, as the Secretariat publishes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderGenderRecorded:
    """``gender``: one of shared.reference.GENDERS; "undisclosed" takes back what was recorded.

    ``source``: where it is published, the symbol of a document or an address.
    """

    term_id: str
    mandate: str
    gender: str
    source: str
    recorded_by: str
    recorded_at: datetime


Fact: TypeAlias = HolderGenderRecorded

TYPES: dict[str, type] = {"holder-gender-recorded": HolderGenderRecorded}
