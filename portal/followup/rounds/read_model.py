"""The read model of follow-up rounds: what fills their tables."""

from collections.abc import Iterable
from typing import Any

from portal.casefile.attachments import rows as of_files
from portal.casefile.rounds.tables import (
    answers,
    before,
    cells,
    comments,
    drafts,
    files,
    gone,
    names,
    providers,
    rounds,
    rows,
    situations,
    steps,
    tables,
    texts,
)
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_rounds import (
    FollowUpAnswerKept,
    FollowUpAnswersSubmitted,
    FollowUpAnswersWithdrawn,
    FollowUpAsked,
    FollowUpAskTakenBack,
    FollowUpDeclined,
    FollowUpDraftDiscarded,
    FollowUpDueMoved,
    FollowUpFileAdded,
    FollowUpFileRemoved,
    FollowUpRemindersChosen,
    FollowUpRoundClosed,
    FollowUpRoundOpened,
    FollowUpRoundPassedOn,
    FollowUpRoundReopened,
    FollowUpSituationDescribed,
    FollowUpTableCompiled,
    FollowUpTablePublished,
    FollowUpTableSent,
    FollowUpTableTakenBack,
    Provided,
    StateCommentedOnTable,
    Tabled,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel

__all__ = [
    "CONSUMER",
    "ROUNDS",
    "answers",
    "before",
    "cells",
    "comments",
    "drafts",
    "files",
    "gone",
    "names",
    "project",
    "providers",
    "rounds",
    "rows",
    "situations",
    "steps",
    "tables",
    "texts",
]

CONSUMER = "portal.rounds"


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case FollowUpRoundOpened() as f:
            head = {"mandate": f.mandate, "state": f.state, "scope": f.scope, "year": f.year}
            return [
                Put(rounds, (f.round_id,), {**head, "due_on": f.due_on, "opened_at": f.done_at}),
                *(Put(rows, (f.round_id, row), {"place": at}) for at, row in enumerate(f.rows)),
            ]
        case FollowUpRoundPassedOn() as f:
            now = {"closed_at": f.done_at} if f.to is None else {"mandate": f.to}
            had = Put(before, (f.round_id, f.mandate), {"passed_at": f.done_at})
            return [_round(f.round_id, **now), had]
        case FollowUpDueMoved() as f:
            return [_round(f.round_id, due_on=f.due_on, moved_at=f.done_at)]
        case FollowUpAsked() as f:
            asked = {"round_id": f.round_id, "kind": f.kind, "organisation_id": f.organisation_id}
            own = {"remind": f.remind, "asked_at": f.done_at, "declined": False, "steps": 0}
            return [Put(providers, (f.provider_id,), {**asked, **own})]
        case FollowUpAskTakenBack() as f:
            of = (providers, names, texts, drafts, answers, files, cells)
            deleted = (Delete(table, (f.provider_id,)) for table in of)
            return [*deleted, *_gone(f, *f.answers, *f.files)]
        case FollowUpSituationDescribed() as f:
            text = {"situation_id": f.situation_id, "situation": f.text}
            return [Put(rows, (f.round_id, f.recommendation_id), text)]
        case (
            FollowUpAnswerKept()
            | FollowUpAnswersSubmitted()
            | FollowUpDeclined()
            | FollowUpAnswersWithdrawn()
            | FollowUpDraftDiscarded()
            | FollowUpRemindersChosen()
            | FollowUpFileAdded()
            | FollowUpFileRemoved()
        ) as f:
            return _provided(f)
        case FollowUpTablePublished() as f:
            return [_round(f.round_id, number=published.position), *_tabled(f)]
        case (
            FollowUpTableCompiled()
            | FollowUpTableSent()
            | StateCommentedOnTable()
            | FollowUpTableTakenBack()
            | FollowUpRoundClosed()
            | FollowUpRoundReopened()
        ) as f:
            return _tabled(f)
        case _:
            return []


def _provided(f: Provided) -> list[Change]:
    this, step = (f.provider_id,), {"steps": f.step}
    match f:
        case FollowUpAnswerKept():
            own = Put(providers, this, {**step, "declined": False})
            row = (f.provider_id, f.recommendation_id)
            if f.text is None:
                return [own, Delete(drafts, row)]
            return [
                own,
                Put(texts, (f.provider_id, f.answer_id), {"text": f.text}),
                Put(drafts, row, {"answer_id": f.answer_id, "wish": f.wish}),
            ]
        case FollowUpAnswersSubmitted():
            sent = {"submission_id": f.submission_id, "submitted_at": f.done_at, "name": f.name}
            return [
                Put(providers, this, {**step, **sent, "declined": False, "sent_step": f.step}),
                Put(names, (*this, f.submission_id), {"name": f.name}),
                Delete(answers, this),
                *(
                    Put(
                        answers,
                        (f.provider_id, one.recommendation_id),
                        {"answer_id": one.answer_id, "wish": one.wish},
                    )
                    for one in f.answers
                ),
            ]
        case FollowUpDeclined():
            return [Put(providers, this, {**step, "declined": True})]
        case FollowUpAnswersWithdrawn():
            none = dict.fromkeys(("submission_id", "submitted_at", "name", "sent_step"))
            away = (Delete(answers, this), Delete(names, this))
            return [Put(providers, this, {**step, **none}), *away]
        case FollowUpDraftDiscarded():
            words = (Delete(texts, (*this, each)) for each in f.answers)
            back = (
                Put(
                    drafts,
                    (f.provider_id, one.recommendation_id),
                    {"answer_id": one.answer_id, "wish": one.wish},
                )
                for one in f.kept
            )
            counted = Put(providers, this, step)
            return [counted, Delete(drafts, this), *back, *words, *_gone(f, *f.answers)]
        case FollowUpRemindersChosen():
            return [Put(providers, this, {**step, "remind": f.wanted})]
        case FollowUpFileAdded():
            return [Put(providers, this, step), _file(f)]
        case FollowUpFileRemoved():
            file = (*this, f.attachment_id)
            return [Put(providers, this, step), Delete(files, file), *_gone(f, f.attachment_id)]


def _gone(
    f: FollowUpAskTakenBack | FollowUpDraftDiscarded | FollowUpFileRemoved, *ids: str
) -> list[Change]:
    return [Put(gone, (one,), {"gone_at": f.done_at}) for one in ids]


def _file(f: FollowUpFileAdded) -> Put:
    values = {
        "recommendation_id": f.recommendation_id,
        "step": f.step,
        **of_files.values(f, at=f.done_at),
    }
    return Put(files, (f.provider_id, f.attachment_id), values)


def _tabled(f: Tabled) -> list[Change]:
    match f:
        case FollowUpTableCompiled():
            head = _round(f.round_id, version=f.version, compiled_at=f.done_at)
            return [head, *(_cell(f, at) for at in range(len(f.cells)))]
        case FollowUpTableSent():
            dated = {"sent_at": f.done_at, "comments_due": f.due_on}
            return [_round(f.round_id, sent=f.version, **dated)]
        case StateCommentedOnTable():
            said = {"version": f.version, "text": f.text}
            by = {"round_id": f.round_id, "done_by": f.done_by, "done_at": f.done_at}
            return [Put(comments, (f.comment_id,), {**said, **by})]
        case FollowUpTablePublished():
            public = {"published_at": f.done_at, "symbol": f.symbol}
            return [_round(f.round_id, published=f.version, **public), *_published(f)]
        case FollowUpTableTakenBack():
            away = [Delete(table, (f.round_id,)) for table in (steps, situations)]
            none = dict.fromkeys(("published", "published_at", "number", "symbol"))
            return [_round(f.round_id, **none), *away]
        case FollowUpRoundClosed():
            return [_round(f.round_id, closed_at=f.done_at)]
        case FollowUpRoundReopened():
            return [_round(f.round_id, closed_at=None, due_on=f.due_on, reopened_at=f.done_at)]


def _round(round_id: str, **also: Any) -> Put:
    return Put(rounds, (round_id,), also)


def _cell(f: FollowUpTableCompiled, at: int) -> Put:
    cell = f.cells[at]
    shown = {"answer_id": cell.answer_id, "kind": cell.kind, "named": cell.named}
    came = {"round_id": f.round_id, "submission_id": cell.submission_id}
    key = (cell.provider_id, f.version, cell.recommendation_id)
    return Put(cells, key, {**came, **shown})


def _published(f: FollowUpTablePublished) -> list[Change]:
    return [
        *(
            Put(
                steps,
                (f.round_id, one.recommendation_id, one.answer_id),
                {"place": at, "kind": one.kind, "name": one.name, "text": one.text},
            )
            for at, one in enumerate(f.steps)
        ),
        *(
            Put(situations, (f.round_id, one.recommendation_id), {"text": one.text})
            for one in f.situations
        ),
    ]


ROUNDS = ReadModel(consumer=CONSUMER, contracts=(FOLLOWUP,), tables=tables, project=project)
