"""Gaps and overlaps: signals, co-signing, renewals that are due, and notes on mandates (C.6).

A page says "signal": only the Council creates or ends a mandate (SC1).
"""

import re
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.committee.gaps import queries
from portal.committee.gaps.bands import RULE, Signal
from portal.committee.gaps.queries import ALL, READERS, Comment
from portal.stakeholders import registry
from portal.stakeholders.queries import WRITERS
from portal.stakeholders.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_rationalisation_commands import (
    CommentRationalisation,
    NoteRationalisation,
)
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.reference import mandate_acronym

bp = Blueprint("gaps", __name__, url_prefix="/gaps")

OPTIONS: Final = {
    "create": lazy("A mandate may be missing"),
    "continue": lazy("Continue as it is"),
    "support": lazy("Support it better"),
    "merge": lazy("Look at merging"),
    "cluster": lazy("Look at grouping the dialogues"),
    "end": lazy("Look at whether its work is done"),
}
_LONGEST: Final = 4_000  # characters
_VERDICT: Final = re.compile(
    r"\b(should|must|ought to)\s+(be\s+)?(end|ended|terminated?|discontinued)\b", re.IGNORECASE
)


class NoteForm(CommandForm):
    option = RadioField(
        lazy("What is the signal?"),
        choices=said(OPTIONS),
        validators=[InputRequired(lazy("Choose the signal"))],
    )
    mandates = SelectMultipleField(lazy("Which mandates is it about?"))
    reasons = TextAreaField(
        lazy("Reasons"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the reasons")),
            Length(max=_LONGEST, message=lazy("Shorten the reasons to 4,000 characters")),
        ],
    )

    def validate_reasons(self, field: TextAreaField) -> None:
        if _VERDICT.search(field.data or ""):
            raise ValidationError(
                _("Only the Council ends a mandate. Say what signals it, and not what should be")
            )


class CommentForm(CommandForm):
    text = TextAreaField(
        lazy("Comment"),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the comment")),
            Length(max=_LONGEST, message=lazy("Shorten the comment to 4,000 characters")),
        ],
    )


@bp.get("")
@require(*READERS)
def index() -> str:
    actor = current_actor()
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        signals = queries.gaps(conn, actor, today())
        overlap = queries.cosigned(conn, actor)
        due = _due(registry.records(conn), actor)
        notes = paging.part(queries.notes(conn, actor), "notes", paging.asked, size=10)
        comments = queries.comments_on(conn, notes)
    reasons, texts = _opened(notes, comments)
    return htmx.render(
        "gaps/index.html",
        block="content",
        late=late,
        signals=paging.part(signals, "signals", paging.asked),
        rule=RULE,
        band=band_said,
        overlap=overlap,
        pairs=paging.part(overlap.listed, "pairs", paging.asked),
        due=due,
        notes=notes,
        comments={one.note_id: [c for c in comments if c.note_id == one.note_id] for one in notes},
        reasons=reasons,
        texts=texts,
        options=OPTIONS,
        all=actor.has(*ALL),
        writes=actor.has(*WRITERS),
        acronym=mandate_acronym,
        mandate_name=names.mandate,
        state_name=names.recipient,
    )


@bp.route("/notes/new", methods=["GET", "POST"])
@require(*WRITERS)
def write() -> Answer:
    form = NoteForm()
    form.mandates.choices = names.mandates()
    note_id = str(derive_id("rationalisation", form.id))
    page = Page(
        heading=_("Write a note on mandates"),
        button=_("Keep the note"),
        lead=_("The Committee reads the note and comments on it. It decides nothing."),
    )
    return act(
        _about(note_id),
        form,
        page,
        lambda: NoteRationalisation(
            note_id=note_id,
            option=form.option.data,
            mandates=tuple(form.mandates.data or ()),
            reasons=vault().seal(f"rationalisation-{note_id}", form.reasons.data or ""),
        ),
        said=_("The note is kept."),
    )


@bp.route("/notes/<uuid:note_id>/comment", methods=["GET", "POST"])
@require(*ALL)
def comment(note_id: UUID) -> Answer:
    form = CommentForm()
    with engine().connect() as conn:
        found = queries.find(conn, current_actor(), str(note_id))
    if found is None:
        raise NotFound

    def page() -> Page:
        return Page(
            heading=_("Comment on a note"),
            button=_("Keep the comment"),
            texts=[(str(OPTIONS[found.option]), vault().reveal(found.reasons))],
        )

    return act(
        _about(found.note_id),
        form,
        page,
        lambda: CommentRationalisation(
            note_id=found.note_id,
            comment_id=str(derive_id("comment", form.id)),
            text=vault().seal(f"rationalisation-{found.note_id}", form.text.data or ""),
        ),
        said=_("The comment is kept."),
    )


def band_said(signal: Signal) -> str:
    if signal.most is None:
        return _("%(least)s or more", least=signal.least)
    return _("%(least)s to %(most)s", least=signal.least, most=signal.most)


def _due(records: dict[str, registry.Record], actor: Actor) -> list[registry.Record]:
    """Return the renewals that are due, of all mandates or of the person's own."""
    return [
        one
        for one in records.values()
        if one.due(today()) and (actor.has(*ALL) or actor.serves(one.mandate))
    ]


def _opened(
    notes: paging.Page[queries.Note], comments: list[Comment]
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """Return the texts of notes and of comments, each by its id."""
    if not notes:
        return {}, {}
    sealed = [one.reasons for one in notes], [one.text for one in comments]
    texts = vault().reveal_all([*sealed[0], *sealed[1]])
    ids = [*(one.note_id for one in notes), *(one.comment_id for one in comments)]
    by_id = dict(zip(ids, texts, strict=True))
    return (
        {one.note_id: by_id[one.note_id] for one in notes},
        {one.comment_id: by_id[one.comment_id] for one in comments},
    )


def _about(note_id: str) -> About:
    return About(
        address=url_for("gaps.index"),
        case=derive_id("rationalisation", note_id),
        back=_("Gaps and overlaps"),
    )
