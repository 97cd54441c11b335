"""Two submissions side by side: first what is known without opening a text, then their texts."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.casefile.queue.sight import WORKERS
from portal.casefile.submissions.texts import Texts, texts_of
from portal.desk.triage import candidates, queries, words
from portal.desk.triage.asking import on, workable
from portal.desk.triage.forms import BareForm, LinkForm
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.intake_triage_commands import LinkSubmissions, UnlinkSubmissions

bp = Blueprint("duplicates", __name__)


@bp.get("/<uuid:submission_id>/with/<uuid:other_id>")
@require(*WORKERS)
def compare(submission_id: UUID, other_id: UUID) -> str:
    """The two without a text."""
    return _page(submission_id, other_id)


@bp.get("/<uuid:submission_id>/with/<uuid:other_id>/texts")
@require(*WORKERS)
def texts(submission_id: UUID, other_id: UUID) -> str:
    """The two with what happened: that they were read is on record."""
    return _page(submission_id, other_id, reveal=True)


@bp.post("/<uuid:submission_id>/with/<uuid:other_id>")
@require(*WORKERS)
def link(submission_id: UUID, other_id: UUID) -> Answer:
    form = LinkForm()
    _both(submission_id, other_id)
    return act(
        on(submission_id),
        form,
        partial(_page, submission_id, other_id, form),
        lambda: LinkSubmissions(
            submission_id=str(submission_id), other_id=str(other_id), kind=form.kind.data
        ),
        said=lambda: str(words.RECORDED[form.kind.data]),
    )


@bp.post("/<uuid:submission_id>/with/<uuid:other_id>/undo")
@require(*WORKERS)
def unlink(submission_id: UUID, other_id: UUID) -> Answer:
    form = BareForm()
    _both(submission_id, other_id)
    return act(
        on(submission_id),
        form,
        partial(_page, submission_id, other_id, form),
        lambda: UnlinkSubmissions(submission_id=str(submission_id), other_id=str(other_id)),
        said=gettext("The link is undone"),
    )


def _both(submission_id: UUID, other_id: UUID) -> None:
    """404 unless both exist for who asks, and are two."""
    if submission_id == other_id:
        raise NotFound
    workable(submission_id)
    workable(other_id)


def _page(
    submission_id: UUID,
    other_id: UUID,
    wrong: CommandForm | None = None,
    *,
    reveal: bool = False,
) -> str:
    _both(submission_id, other_id)
    one, other = str(submission_id), str(other_id)
    with engine().connect() as conn:
        lines = queries.some(conn, current_actor(), [one, other])
        near = candidates.nearness(conn, one, other)
        kind = queries.link_between(conn, one, other)
        filed = [queries.filed(conn, this) for this in (one, other)] if reveal else []
    form = wrong if isinstance(wrong, LinkForm) else LinkForm(formdata=None)
    if kind and form is not wrong:
        form.kind.data = kind
    return htmx.render(
        "triage/compare.html",
        block="content",
        pair=[lines[one], lines[other]],
        kind=kind,
        texts=[_texts(row) for row in filed],
        form=form,
        undo=BareForm(formdata=None),
        wrong=wrong,
        **words.of_page(),
        **words.of_two(near, kind),
    )


def _texts(row: Any) -> Texts | None:
    return texts_of(row) if row else None
