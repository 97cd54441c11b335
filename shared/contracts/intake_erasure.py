"""Facts of intake about erasure: something was erased; its content is not in the fact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal["submission", "source"]
"""Everything restricted in a submission; who its source is. Each has a key of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    """The key was destroyed (R12 of procedure.md section 6.2). ``erased_by``: an account's id.

    ``basis`` and ``asked_by`` are codes for the ground and the requester.
    """

    submission_id: str
    erasure_id: str
    what: What
    basis: str
    asked_by: str
    erased_by: str
    erased_at: datetime


Fact: TypeAlias = PersonErased

TYPES: dict[str, type] = {"person-erased": PersonErased}
