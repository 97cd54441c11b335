"""Facts of followup about erasure: a text was erased; its content is not in the fact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal[
    "replycase",
    "reply",
    "recommendation",
    "recommendationcluster",
    "visitfile",
    "visitletter",
    "reference",
    "mission",
    "incident",
    "debrief",
    "dossier",
    "visitdialogue",
    "inputcall",
    "contribution",
    "visitreport",
    "followupround",
    "followupaction",
    "reprisal",
    "publishedcase",
]
"""What was noted about a case; a reply; a recommendation; the name of a group of them; what came
with a letter about a visit; the text of such a letter; a sheet of other mechanisms'
recommendations; an item of the programme of a mission, what was noted with a step of it, or a task
of its partner; an incident of one; a version of its debrief, or what the country team wrote for
that; an entry of its country assessment; a message in a thread about it, or the title of one; the
texts of a call for input; a contribution to one; the text of the report on a visit, or a comment of
the State on it; what was said in a follow-up round, or of an action on recommendations; a reprisal
case; the words of a published one.

Each has a key of its own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTextErased:
    """The key was destroyed (R12 of procedure.md section 6.2). ``erased_by``: an account's id.

    ``item_id``: the letter, the reply, the recommendation, the group, the document of a visit file,
    the letter about a visit, the sheet, the item, the task or the note of a mission, the incident,
    the version of a debrief or the part of the country team, the entry of an assessment, the
    message or the thread, the mission or the comment of a report, the call, the contribution, the
    reprisal case, what is published of one, or what was said in a round or of an action.
    ``basis`` and ``asked_by`` are codes for the ground and the requester.
    """

    what: What
    item_id: str
    erasure_id: str
    basis: str
    asked_by: str
    erased_by: str
    erased_at: datetime


Fact: TypeAlias = CaseTextErased

TYPES: dict[str, type] = {"case-text-erased": CaseTextErased}
