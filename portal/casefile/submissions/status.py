"""The status of a submission: one wording for the desk, a plain one for its source."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, and_, case, exists, literal, or_

from portal.casefile.outcomes import outcomes, replies
from portal.casefile.submissions.read_model import communications, questions, submissions
from portal.web.i18n.texts import lazy


class Status(StrEnum):
    """As the desk sees it. A question to the source precedes every status except the end."""

    NEW = "new"
    ANSWERED = "answered"
    WAITING = "waiting"
    TRIAGED = "triaged"
    REFERRED = "referred"
    NOT_ACTIONED = "not-actioned"


@dataclass(frozen=True, slots=True)
class Words:
    """``tone`` as in the macro ``status``."""

    word: str
    tone: str
    sentence: str


_KEPT = Words(
    lazy("Received"),
    "active",
    lazy(
        "It is kept, and will reach the Quick Response Desk as soon as every part of the system "
        "answers. You need not do anything."
    ),
)
FOR_THE_SOURCE = MappingProxyType(
    {
        "kept": _KEPT,
        Status.NEW: Words(
            lazy("Received"),
            "active",
            lazy("It is in the queue of the Quick Response Desk, to be read."),
        ),
        Status.WAITING: Words(
            lazy("Question for you"),
            "waiting",
            lazy("There is a question for you. Work goes on meanwhile."),
        ),
        Status.ANSWERED: Words(
            lazy("Answered"),
            "active",
            lazy("Your answer has arrived, and will be read with the rest."),
        ),
        Status.TRIAGED: Words(
            lazy("With the mandates"),
            "active",
            lazy(
                "It was passed to the mandates that it concerns. They decide whether to write to "
                "the Government."
            ),
        ),
        "sent": Words(
            lazy("A communication was sent"),
            "done",
            lazy(
                "The mandates wrote about what you reported. The letter stays confidential until "
                "the time for a reply is over."
            ),
        ),
        "published": Words(
            lazy("Published"),
            "done",
            lazy("The letter about what you reported is public."),
        ),
        "replied": Words(
            lazy("A reply was received"),
            "done",
            lazy("A reply to the letter came. What you may read of it stands on this page."),
        ),
        "ended": Words(
            lazy("Case closed"),
            "done",
            lazy(
                "The case about what you reported was closed. It can be opened again if "
                "something new comes to light."
            ),
        ),
        Status.REFERRED: Words(
            lazy("Passed on"),
            "active",
            lazy(
                "It was passed on to another procedure of the United Nations that can help better."
            ),
        ),
        Status.NOT_ACTIONED: Words(
            lazy("Not taken further"),
            "stopped",
            lazy(
                "The Special Procedures will not take this submission further. This says nothing "
                "about whether what you reported happened, and you may submit again with more "
                "information."
            ),
        ),
        "refused": Words(
            lazy("Could not be passed on"),
            "late",
            lazy("It is kept, but could not be passed on as it is. Please submit it once more."),
        ),
    }
)

open_question = exists().where(
    questions.c.submission_id == submissions.c.submission_id,
    questions.c.asked_at.is_not(None),
    questions.c.answered_at.is_(None),
)
_told_of_letter = exists().where(
    communications.c.submission_id == submissions.c.submission_id,
    communications.c.informed_at.is_not(None),
)
_outcome = outcomes.c.communication_id == communications.c.communication_id
_ended = exists().where(
    communications.c.submission_id == submissions.c.submission_id,
    _outcome,
    outcomes.c.ended_at.is_not(None),
)
_goes_on = exists().where(
    communications.c.submission_id == submissions.c.submission_id,
    communications.c.informed_at.is_not(None),
    ~exists().where(_outcome, outcomes.c.ended_at.is_not(None)),
)
_published = exists().where(
    communications.c.submission_id == submissions.c.submission_id,
    _outcome,
    outcomes.c.published_at.is_not(None),
)
_replied = exists().where(
    communications.c.submission_id == submissions.c.submission_id,
    replies.c.communication_id == communications.c.communication_id,
    or_(replies.c.forwarded_at.is_not(None), replies.c.published_at.is_not(None)),
)

status: ColumnElement[str] = case(
    (submissions.c.not_actioned.is_not(None), literal(Status.NOT_ACTIONED.value)),
    (open_question, literal(Status.WAITING.value)),
    (submissions.c.triaged_at.is_not(None), literal(Status.TRIAGED.value)),
    (submissions.c.referred.is_not(None), literal(Status.REFERRED.value)),
    (submissions.c.answered_at.is_not(None), literal(Status.ANSWERED.value)),
    else_=literal(Status.NEW.value),
)
status_for_source: ColumnElement[str] = case(
    (submissions.c.not_actioned.is_not(None), literal(Status.NOT_ACTIONED.value)),
    (open_question, literal(Status.WAITING.value)),
    (and_(_ended, ~_goes_on), literal("ended")),
    (_replied, literal("replied")),
    (_published, literal("published")),
    (_told_of_letter, literal("sent")),
    else_=status,
)
