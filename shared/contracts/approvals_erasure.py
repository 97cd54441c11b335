"""Facts of approvals about erasure: a text was erased; its content is not in the fact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal["communication", "statement", "historysheet", "pastletter"]
"""A letter in every version; a statement; a sheet of letters from before the platform; the files
beside such a letter.

Each has a key of its own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTextErased:
    """The key was destroyed (R12 of procedure.md section 6.2). ``erased_by``: an account's id.

    ``item_id``: the letter, the statement, the sheet or the letter from before. ``basis`` and
    ``asked_by`` are codes for the ground and the requester.
    """

    what: What
    item_id: str
    erasure_id: str
    basis: str
    asked_by: str
    erased_by: str
    erased_at: datetime


Fact: TypeAlias = LetterTextErased

TYPES: dict[str, type] = {"letter-text-erased": LetterTextErased}
