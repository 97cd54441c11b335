"""A submission's page: its content, its status, and the actions open to this person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.filing.mandate_groups import mandate_groups
from portal.casefile.identity import queries as hidden
from portal.casefile.queue import sight
from portal.casefile.submissions import wanted
from portal.casefile.submissions.questions import read
from portal.casefile.submissions.read_model import CONSUMER as SUBMISSIONS
from portal.casefile.submissions.status import Status
from portal.casefile.submissions.texts import opened, texts_of
from portal.casefile.submissions.written import called, spoken
from portal.desk.triage import candidates, people, points, queries, words
from portal.desk.triage.forms import (
    AdmissibilityForm,
    AssignForm,
    BareForm,
    NoteForm,
    QuestionForm,
    ShareForm,
    TagsForm,
    admissibility_form,
)
from portal.desk.triage.read_model import CONSUMER as TRIAGE
from portal.source.channel import queries as told
from portal.source.channel.read_model import CONSUMER as CHANNEL
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_account, current_actor
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.languages import Language
from portal.web.polling import version
from shared import reference
from shared.core.actor import by_return_channel
from shared.core.roles import Role

CONSUMERS = (SUBMISSIONS, TRIAGE, CHANNEL)
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts: None once erased. Their languages: none where nobody said."""

    question: str | None
    language: Language | None
    asked_in: str
    asked_at: datetime
    answer: str | None
    answer_language: Language | None
    answered_in: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``note``: None once erased. ``by``: who wrote it."""

    note: str | None
    by: str | None
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms that this person can send; a refused one is shown again with its entries.

    ``admissibility``: None unless the submission waits for that.
    """

    share: ShareForm
    admissibility: AdmissibilityForm | None
    question: QuestionForm
    assign: AssignForm
    tags: TagsForm
    note: NoteForm
    bare: BareForm


def seen_now(conn: Connection) -> str:
    """Return a value that changes with the submissions, and once a minute: ages are shown."""
    return f"{version(conn, *CONSUMERS)}-{int(now().timestamp()) // _MINUTE}"


def page(submission_id: UUID, wrong: CommandForm | None = None, *, late: bool = False) -> str:
    """The whole page, or its live part. ``wrong``: the refused form."""
    case, actor = str(submission_id), current_actor()
    with engine().connect() as conn:
        seen = seen_now(conn)  # before what it is the version of
        row = sight.find(conn, actor, case)
        filed = queries.filed(conn, case) if row else None
        if row is None or filed is None:
            raise NotFound
        line = queries.some(conn, actor, [case])[case]
        asked = queries.questions_of(conn, case)
        added = told.developments_of(conn, case)
        may_open = hidden.one(conn, actor, case) is not None
        answered = points.answers_of(conn, case)
        noted = queries.notes_of(conn, case)
        near = candidates.possible(conn, actor, [case], campaigns=True)[case]
        happened = queries.timeline_of(conn, actor, case)
        linked = queries.links_of(conn, actor, case)
        beside = queries.some(conn, actor, [one.submission_id for one in near.best])
        rests = queries.behind_a_communication(conn, case)
        language = wanted.of(conn, case)
        people_named = accounts.names(
            conn,
            {
                one
                for one in (line.assignee, filed["entered_by"], *(n.added_by for n in noted))
                if one
            },
        )
    known = reference.mandates()
    return htmx.render(
        "triage/show.html",
        block="standing",
        submission={**filed, "status": line.status, "urgent": line.urgent},
        line=line,
        texts=texts_of(filed),
        questions=_questions(asked),
        wanted=called(language),
        developments=told.read(added),
        learning=_learning(case)
        if filed["entered_by"] and row["may_work"] and actor.has(Role.QUICK_RESPONSE_DESK)
        else None,
        may_open=may_open,
        answers=points.read(answered),
        notes=_notes(noted, people_named),
        happened=happened,
        near=near,
        nearness=words.nearness,
        beside=beside,
        linked=linked,
        rests=rests,
        late=late,
        seen=seen,
        closed=line.status == Status.NOT_ACTIONED,
        may_work=bool(row["may_work"]),
        may_decide=bool(row["may_work"]) and actor.has(Role.QUICK_RESPONSE_DESK),
        mine=line.assignee == current_account().account_id,
        assignee=people_named.get(line.assignee or ""),
        entered_by=people_named.get(filed["entered_by"] or ""),
        without_account=not filed["entered_by"]
        and filed["submitter_id"] == by_return_channel(case).actor_id,
        forms=_forms(row, line, filed, wrong),
        wrong=wrong,
        consent=QUESTIONS,
        groups=mandate_groups(),
        written_in=names.word(reference.LANGUAGES.get(filed["language"], filed["language"])),
        mandates=[names.mandate(m) for m in filed["mandates_asked"] if m in known],
        **words.of_page(),
    )


def _learning(submission_id: str) -> Callable[[str], str]:
    return lambda what: url_for("triage.learning.add", submission_id=submission_id, what=what)


def assign_form(row: Mapping[str, Any], *, posted: bool = False) -> AssignForm:
    """The form with those who may work on it. ``posted``: as it was sent."""
    shared = row["mandates"] if row["triaged_at"] else []
    with engine().connect() as conn:
        known = people.workers(conn, shared, demo=settings().demo)
    if posted:
        return AssignForm(known)
    form = AssignForm(known, formdata=None)
    form.assignee.data = row["assignee"] or ""
    return form


def posted_admissibility(row: Mapping[str, Any]) -> AdmissibilityForm:
    """Return the form over the points that are asked now, as it was sent."""
    return _admissibility(row)()


def _admissibility(row: Mapping[str, Any]) -> type[AdmissibilityForm]:
    with engine().connect() as conn:
        asked = points.points_for(conn, row["mandates"] if row["triaged_at"] else [])
    return admissibility_form(asked)


def _forms(
    row: Mapping[str, Any],
    line: queries.Line,
    filed: Mapping[str, Any],
    wrong: CommandForm | None,
) -> Forms:
    return Forms(
        share=wrong if isinstance(wrong, ShareForm) else _share_form(line),
        admissibility=_admissibility_form(row, line, filed, wrong),
        question=wrong if isinstance(wrong, QuestionForm) else QuestionForm(formdata=None),
        assign=wrong if isinstance(wrong, AssignForm) else assign_form(row),
        tags=wrong if isinstance(wrong, TagsForm) else _tags_form(line),
        note=wrong if isinstance(wrong, NoteForm) else NoteForm(formdata=None),
        bare=BareForm(formdata=None),
    )


def _admissibility_form(
    row: Mapping[str, Any],
    line: queries.Line,
    filed: Mapping[str, Any],
    wrong: CommandForm | None,
) -> AdmissibilityForm | None:
    if isinstance(wrong, AdmissibilityForm):
        return wrong
    waits = row["may_work"] and row["triaged_at"] and line.status != Status.NOT_ACTIONED
    if not waits or filed["admissible_at"]:
        return None
    return _admissibility(row)(formdata=None)


def _share_form(line: queries.Line) -> ShareForm:
    """The form with the last decision, or else the source's request."""
    form = ShareForm(formdata=None)
    form.mandates.data = list(line.mandates)
    urgent = line.urgent or request.args.get("urgency") == "urgent"
    form.urgency.data = "urgent" if urgent else "ordinary"
    return form


def _tags_form(line: queries.Line) -> TagsForm:
    form = TagsForm(formdata=None)
    form.tags.data = list(line.tags)
    return form


def _questions(rows: Sequence[Any]) -> list[Question]:
    return [
        Question(
            question=question,
            language=spoken(language),
            asked_in=called(language),
            asked_at=row.asked_at,
            answer=answer,
            answer_language=spoken(answer_language),
            answered_in=called(answer_language),
            answered_at=row.answered_at,
        )
        for row, (question, language, answer, answer_language) in zip(rows, read(rows), strict=True)
    ]


def _notes(rows: Sequence[Any], people_named: Mapping[str, str]) -> list[Note]:
    texts = opened([row.note for row in rows])
    return [
        Note(note=text, by=people_named.get(row.added_by), added_at=row.added_at)
        for row, text in zip(rows, texts, strict=True)
    ]
