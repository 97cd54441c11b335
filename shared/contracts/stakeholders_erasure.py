"""Facts of stakeholders about erasure: a file or name was erased, which is not in the fact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal[
    "action",
    "advice",
    "alertrule",
    "briefing",
    "candidate",
    "committeeadvice",
    "contact",
    "contactlaw",
    "engagement",
    "iap",
    "library",
    "listed",
    "forummessage",
    "meeting",
    "meetingpaper",
    "needsview",
    "organisation",
    "plan",
    "proposal",
    "rationalisation",
    "removal",
    "rosterperson",
    "seat",
    "sessionpaper",
    "situation",
    "slot",
    "sop",
    "statecontact",
    "term",
    "training",
]
"""An action item of the Committee; a request for advice, with its answers; why a version of a rule
of early warning was adopted; what an editor wrote in an issue of the briefing or the bulletin; a
candidate's file: name, motivation, scores and notes; a question of OHCHR to the Committee, with its
advice and dissents; a person in the contact log, with the notes of all contacts; which law of a
State punishes contact with the United Nations, with a note; the text of a report on engagement; a
message of the forum; all that was written in an internal advisory procedure; the titles, summaries
and files of a document of the library; what is public of a candidate whose file ended: the name,
and why a report recommends them; the agenda and the minutes of a meeting of the Committee; a paper
of one, its title and its file; a view on what a mandate needs; the entry of an organisation;
comments on a plan of the planning board; a proposal in a consultation, with its answer; a note on
how mandates fit together, with its comments; what a Government wrote when it asked to remove an
entry; who is on the roster, with all details; who asked for a seat in a session, and what they
need; a paper of a session, its title and its file; why a situation is on the watch-list, with its
reviews; who was to speak in a dialogue, and the statements; the title and the text of a standard
operating procedure, with its comments; who met whom, what about and what was agreed in a contact
with a State; the name of a holder in a term; where a training event is,
who trains, what was said of it, what was found and what follows.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateErased:
    """The key was destroyed (R12 of procedure.md section 6.2). ``erased_by``: an account's id.

    ``item_id``: the candidate or the term. ``basis`` and ``asked_by`` are codes for the ground
    and the requester.
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
