"""Erasure: data protection chooses, gives the ground and the requester, and destroys the key."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.casefile.submissions.queries import of_number
from portal.oversight.forgetting import erasing
from portal.oversight.forgetting.erasing import RECORDS, Erasure
from portal.oversight.forgetting.words import (
    ASKED_BY,
    BASES,
    BY_HAND,
    OPERATOR,
    erasable,
    kind_of,
)
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import acts
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.audit import entries
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import PageForm, said, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.core.case_numbers import read_case_number
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint("forgetting", __name__, url_prefix="/forgetting")

LONGEST_NOTE = 2000

Answer = str | Response | tuple[str, int]


class FindForm(PageForm):
    of = StringField(lazy("Which case"), filters=[tidy], validators=[Length(max=120)])

    def validate_of(self, field: Field) -> None:
        if field.data and not (
            item_in(field.data) or read_case_number(field.data) or _named(field.data)
        ):
            raise ValidationError(
                gettext(
                    "Enter what the audit log names, such as submission- and its number, or the "
                    "number of a case"
                )
            )


class EraseForm(PageForm):
    basis = RadioField(
        lazy("On which ground"),
        choices=said({code: words for code, words in BASES.items() if code != BY_HAND}),
        validators=[InputRequired(lazy("Choose the ground"))],
    )
    asked_by = RadioField(
        lazy("Who asked"),
        choices=said({code: words for code, words in ASKED_BY.items() if code != OPERATOR}),
        validators=[InputRequired(lazy("Choose who asked"))],
    )
    note = TextAreaField(
        lazy("Reference or note"),
        filters=[tidy],
        validators=[Length(max=LONGEST_NOTE)],
    )
    sure = BooleanField(
        lazy("I have checked that it is this one, and that it must be erased"),
        [InputRequired(lazy("Tick the box if you have checked it"))],
    )


@bp.get("")
@require(Role.DATA_PROTECTION)
def index() -> Answer:
    page, form = paging.asked(), FindForm(request.args, meta={"csrf": False})
    valid = form.validate()
    with engine().connect() as conn:
        subjects = _subjects(conn, form.of.data or "") if valid else []
        done, more = erasing.page_of(conn, page)
        names = _names(conn, done)
    shown = htmx.render(
        "forgetting/index.html",
        block="content",
        form=form,
        asked=valid and bool(form.of.data),
        found=_choices(subjects),
        done=done,
        names=names,
        page=page,
        more=more,
        bases=BASES,
        asked_by=ASKED_BY,
    )
    return shown if valid else (shown, 422)


@bp.get("/<subject>")
@require(Role.DATA_PROTECTION)
def show(subject: str) -> str:
    return _page(_existing(subject), EraseForm())


@bp.post("/<subject>")
@require(Role.DATA_PROTECTION)
@fresh(lazy("erase personal data for good"))
def erase(subject: str) -> Answer:
    form = EraseForm()
    if vault().vault.forgotten([_existing(subject)]):
        return redirect(url_for(".show", subject=subject), 303)
    if not form.validate():
        return _page(subject, form), 422
    erasure_id, note = str(uuid4()), form.note.data
    erasing.erase(
        engine(),
        vault().vault,
        Erasure(
            erasure_id=erasure_id,
            subject=subject,
            erased_at=now(),
            by=current_account().account_id,
            basis=form.basis.data,
            asked_by=form.asked_by.data,
            note=_sealed(erasure_id, note) if note else None,
        ),
        also=lambda conn: acts.record(conn, entries.ERASURE, subject),
    )
    flash(gettext("It is erased. No copy, backup or log can show it any more."), "success")
    return redirect(url_for(".show", subject=subject), 303)


def item_in(text: str) -> UUID | None:
    """Return the id in "submission-<id>", or in an id alone."""
    head, _, rest = text.strip().lower().partition("-")
    for candidate in (rest if head in RECORDS else text, text):
        try:
            return UUID(candidate.strip())
        except ValueError:
            continue
    return None


def _named(text: str) -> list[str]:
    """Return what is named by a word and not by a number: "alertrule-submissions"."""
    name = text.strip().lower()
    return [name] if kind_of(name) in RECORDS and vault().vault.knows(name) else []


def _subjects(conn: Connection, text: str) -> list[str]:
    """Return what is kept of what the log names so, or of the cases with this number."""
    item, number = item_in(text), read_case_number(text)
    if item is None and number is None:
        return _named(text)
    items = [item] if item else [UUID(one) for one in of_number(conn, number or "")]
    every = (one for found in items for one in vault().vault.about(found))
    return [one for one in every if kind_of(one) in RECORDS]


def _existing(subject: str) -> str:
    if kind_of(subject) not in RECORDS or not vault().vault.knows(subject):
        abort(404)
    return subject


def _choices(subjects: list[str]) -> list[tuple[str, str, datetime | None]]:
    """Subject, what is gone with it, and when it was erased, of each."""
    gone = vault().vault.forgotten(subjects)
    words = erasable()
    return [(one, words[kind_of(one)], gone.get(one)) for one in subjects]


def _sealed(erasure_id: str, note: str) -> Sealed:
    return vault().seal(f"erasure-{erasure_id}", note)


def _names(conn: Connection, done: list[Erasure]) -> dict[str, str]:
    """Return who erased, by account; an operator has none."""
    return {OPERATOR: gettext("operator"), **accounts.names(conn, [one.by for one in done])}


def _page(subject: str, form: EraseForm) -> str:
    with engine().connect() as conn:
        done = erasing.of_subject(conn, subject)
        names = _names(conn, done)
    notes = [one.note for one in done if one.note]
    texts = dict(zip((one.cipher for one in notes), vault().reveal_all(notes), strict=True))
    return htmx.render(
        "forgetting/show.html",
        block="content",
        form=form,
        subject=subject,
        gone_with_it=erasable()[kind_of(subject)],
        erased_at=vault().vault.forgotten([subject]).get(subject),
        done=done,
        texts=texts,
        names=names,
        bases=BASES,
        asked_by=ASKED_BY,
        longest=LONGEST_NOTE,
    )
