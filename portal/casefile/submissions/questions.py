"""Questions to a source, revealed for the page on which the source answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.casefile.submissions.forms import AnswerForm
from portal.casefile.submissions.texts import opened
from portal.casefile.submissions.written import called, spoken
from portal.web.i18n.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts: None once erased. ``form`` exists while it waits for an answer.

    ``language`` and ``answer_language``: None where nobody said. ``foreign``: the name of its
    language, where that is not the one in which the source is to be written to.
    """

    question_id: str
    question: str | None
    language: Language | None
    foreign: str
    asked_at: datetime
    answer: str | None
    answer_language: Language | None
    answered_at: datetime | None
    form: AnswerForm | None


def questions_of(
    rows: Sequence[Any], typed: tuple[str, AnswerForm] | None, wanted: str
) -> list[Question]:
    """``typed``: the question whose form is shown again, as it was filled in.

    ``wanted``: the code of the language in which the source is to be written to.
    """
    return [
        Question(
            question_id=row.question_id,
            question=question,
            language=spoken(language),
            foreign="" if language == wanted else called(language),
            asked_at=row.asked_at,
            answer=answer,
            answer_language=spoken(answer_language),
            answered_at=row.answered_at,
            form=None if row.answered_at else _form(row.question_id, typed),
        )
        for row, (question, language, answer, answer_language) in zip(rows, read(rows), strict=True)
    ]


def read(rows: Sequence[Any]) -> list[tuple[str | None, ...]]:
    """Return question, its language, answer, and its language, opened at once."""
    names = ("question", "question_language", "answer", "answer_language")
    texts = opened([getattr(row, name) for row in rows for name in names])
    return [tuple(texts[at : at + len(names)]) for at in range(0, len(texts), len(names))]


def _form(question_id: str, typed: tuple[str, AnswerForm] | None) -> AnswerForm:
    again = typed is not None and typed[0] == question_id
    form = typed[1] if typed is not None and again else AnswerForm(formdata=None)
    form.answer.id = f"answer-{question_id}"  # a page may hold several
    form.language.id = f"language-{question_id}"
    return form
