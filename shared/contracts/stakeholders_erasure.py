"""What stakeholders tells of forgetting: that a file was erased, and nothing of what it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal["candidate"]
"""A candidate's file: name, motivation, scores and notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateErased:
    """The key was destroyed (R12 of procedure.md section 6.2). ``erased_by``: an account's id.

    ``item_id``: of the candidate. ``basis`` and ``asked_by`` are codes: on which ground, and at
    whose request.
    """

    what: What
    item_id: str
    erasure_id: str
    basis: str
    asked_by: str
    erased_by: str
    erased_at: datetime


Fact: TypeAlias = CandidateErased

TYPES: dict[str, type] = {"candidate-erased": CandidateErased}
