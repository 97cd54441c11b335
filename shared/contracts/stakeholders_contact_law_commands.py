"""The commands about a law or list of a State that punishes contact with the United Nations."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordContactLaw:
    """A stakeholder officer. ``text``: which law or list it is, and a note."""

    state: str
    since: date
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftContactLaw:
    """A stakeholder officer, and then another one."""

    state: str


Command: TypeAlias = RecordContactLaw | LiftContactLaw

TYPES: dict[str, type] = {
    "record-contact-law": RecordContactLaw,
    "lift-contact-law": LiftContactLaw,
}
