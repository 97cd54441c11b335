"""The check of a letter's text (R6), and a holder's decision to keep a name all the same."""

from functools import partial
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from portal.casefile.lint import passages
from portal.casefile.lint.checking import Checked, checked
from portal.casefile.submissions.victims import by_submission
from portal.letters.approval.checking import page
from portal.letters.approval.forms import LONGEST_NOTE
from portal.letters.communications import contents, words
from portal.letters.communications.asking import find, on, sealed
from portal.letters.communications.forms import NamingForm
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.tables import allowed, victims
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, act
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from portal.web.refused_text import refusal
from shared.contracts.approvals_letter_commands import AllowNaming
from shared.core.roles import Role
from shared.core.said import Text

bp = Blueprint("checking", __name__, url_prefix="/communications/<uuid:communication_id>")

STOPS = "Approval was not requested. The text has to be looked at or changed first: see below."
_HIDDEN = (
    "{why}. An officer changes the text, which takes them out, and asks for approval of what it "
    "then says."
)
_ERASED = "The text of this letter was erased on request: there is nothing to approve."


@bp.get("/check")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
def check(communication_id: UUID) -> str:
    letter, sight = _open(communication_id)
    return check_page(letter, result_of(letter, sight))


@bp.post("/passages")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh(lazy("see where the text of a letter may tell who the source is"))
def look(communication_id: UUID) -> Answer:
    """Show once where the source may be told, to who may know: an opening of the identity."""
    return passages.shown(_checking(communication_id))


@bp.post("/clear")
@require(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)
@fresh(lazy("confirm that passages of a letter do not tell who the source is"))
def clear(communication_id: UUID) -> Answer:
    return passages.stayed(_checking(communication_id))


@bp.post("/allow-naming")
@require(Role.MANDATE_HOLDER)
@fresh(lazy("allow that a letter names people to the authorities"))
def allow_naming(communication_id: UUID) -> Answer:
    letter, sight = find(communication_id)
    form = NamingForm()
    if not letter.open or form.mandate.data not in current_actor().mandates:
        raise NotFound
    result = result_of(letter, sight)
    return act(
        on(letter),
        form,
        partial(check_page, letter, result, form),
        lambda: AllowNaming(
            communication_id=letter.communication_id,
            mandate=form.mandate.data or "",
            victim_ids=tuple(result.overridable),
            reason=sealed(letter.communication_id, form.reason.data or ""),
        ),
        said=gettext("Your decision and its reason are recorded."),
    )


def result_of(letter: Letter, sight: Sight) -> Checked:
    """Check the present wording. Refused where it was erased, or too many were compared."""
    refuse_hidden(letter, sight)
    text = _text(letter, sight)
    with engine().connect() as conn:
        return checked(
            conn,
            text,
            by_submission(conn, victims, letter.submission_ids),
            allowed=_allowed(conn, letter),
            cleared=contents.cleared_passages(conn, letter.submission_ids),
        )


def _open(communication_id: UUID) -> tuple[Letter, Sight]:
    letter, sight = find(communication_id)
    if not (letter.open and sight.work):
        raise NotFound
    return letter, sight


def _text(letter: Letter, sight: Sight) -> str:
    with engine().connect() as conn:
        present = contents.versions_of(conn, letter, sight)[0]
    text = vault().reveal(present.text)
    if text is None:
        raise CommandRefused(409, _ERASED)
    return text


def refuse_hidden(letter: Letter, sight: Sight) -> None:
    """Refuse a text, saved before such were refused, that reads differently from what it says."""
    hidden = refusal(_text(letter, sight))
    if hidden:
        raise CommandRefused(422, _HIDDEN, why=Text(hidden))


def _checking(communication_id: UUID) -> passages.Checking:
    letter, sight = _open(communication_id)
    result = result_of(letter, sight)
    return passages.Checking(
        text=_text(letter, sight),
        result=result,
        again=partial(check_page, letter, result),
        back=url_for("communications.detail", communication_id=communication_id),
        title=words.title(letter),
        address=url_for("communications.checking.clear", communication_id=communication_id),
        change=url_for("communications.drafting.revise", communication_id=communication_id)
        if current_actor().has(Role.HUMAN_RIGHTS_OFFICER)
        else "",
    )


def _allowed(conn: Connection, letter: Letter) -> frozenset[str]:
    """Return the victims whom a holder decided to name in this letter."""
    c = allowed.c
    this = c.communication_id == letter.communication_id
    return frozenset(conn.scalars(select(c.victim_id).where(this)))


def check_page(
    letter: Letter,
    result: Checked,
    form: NamingForm | None = None,
    refusal: str | None = None,
    *,
    look: passages.LookForm | None = None,
) -> str:
    """Show the places. A holder of a signing mandate may decide about names, not about sources.

    Where the source may be told, who may know is asked for a reason first; nobody else sees where.
    """
    actor = current_actor()
    mine = [one for one in letter.mandates if one in actor.mandates]
    decides = actor.has(Role.MANDATE_HOLDER) and mine and result.overridable
    if decides and form is None:
        form = NamingForm(formdata=None, mandate=mine[0])
    id_ = letter.communication_id
    drafts = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    return page(
        on(letter),
        letter,
        result,
        look=look,
        look_at=url_for("communications.checking.look", communication_id=id_),
        refusal=refusal,
        change=url_for("communications.drafting.revise", communication_id=id_) if drafts else "",
        template="communications/check.html",
        letter=letter,
        form=form if decides else None,
        words=words,
        longest_note=LONGEST_NOTE,
    )
