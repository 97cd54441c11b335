"""Questions to a source, revealed for the page on which the source answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.casefile.submissions.forms import AnswerForm
from portal.casefile.submissions.texts import opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts: None once erased. ``form`` exists while it waits for an answer."""

    question_id: str
    question: str | None
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    form: AnswerForm | None


def questions_of(rows: Sequence[Any], typed: tuple[str, AnswerForm] | None) -> list[Question]:
    """``typed``: the question whose form is shown again, as it was filled in."""
    texts = opened([sealed for row in rows for sealed in (row.question, row.answer)])
    return [
        Question(
            question_id=row.question_id,
            question=texts[2 * n],
            asked_at=row.asked_at,
            answer=texts[2 * n + 1],
            answered_at=row.answered_at,
            form=None if row.answered_at else _form(row.question_id, typed),
        )
        for n, row in enumerate(rows)
    ]


def _form(question_id: str, typed: tuple[str, AnswerForm] | None) -> AnswerForm:
    again = typed is not None and typed[0] == question_id
    form = typed[1] if typed is not None and again else AnswerForm(formdata=None)
    form.answer.id = f"answer-{question_id}"  # a page may hold several
    return form
