"""The command of a holder's gender. The Chief asks for it."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHolderGender:
    """``gender``: one of shared.reference.GENDERS. ``source``: where the Secretariat says it."""

    mandate: str
    term_id: str
    gender: str
    source: str


Command: TypeAlias = RecordHolderGender

TYPES: dict[str, type] = {"record-holder-gender": RecordHolderGender}
