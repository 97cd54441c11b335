"""What a view of a letter about a visit finds: the letter as this person sees it, its text."""

from typing import TypedDict
from uuid import UUID

from flask import request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.visits import letter_queries, letter_ready, letter_words
from portal.followup.visits.letter_forms import ExactForm
from portal.followup.visits.letter_queries import VisitLetter
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.commands import CommandRefused
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_letters import Asking, fingerprint
from shared.contracts.followup_visits import Letter
from shared.core.message import Sealed, derive_id


def found(letter_id: UUID) -> VisitLetter:
    with engine().connect() as conn:
        actor = current_actor()
        one = letter_queries.find(conn, actor, str(letter_id))
        if one is None:
            raise NotFound
        return letter_ready.looked_at(conn, actor, [one], today())[0]


def open_to_own(letter_id: UUID) -> VisitLetter:
    """Return a letter that is not over, for who works for a mandate that asks."""
    one = found(letter_id)
    if not (one.open and one.own):
        raise NotFound
    return one


def of_holder(letter_id: UUID, mandate: str) -> VisitLetter:
    """Return it for who decides for a mandate that asks; once approval was asked for."""
    one = open_to_own(letter_id)
    if mandate not in one.mandates:
        raise NotFound
    if not letter_queries.decides(current_actor(), [mandate]) or one.stage == "drafting":
        raise NotFound
    return one


def about(one: VisitLetter) -> About:
    return About(
        address=url_for("visittexts.show", letter_id=one.letter_id),
        case=case_of(one.letter_id),
        back=gettext("The letter"),
        caption=names.recipient(one.state),
        title=letter_words.title(one),
    )


def case_of(letter_id: str) -> UUID:
    return derive_id("visit letter case", letter_id)


def sealed(letter_id: str, text: str) -> Sealed:
    """Seal a text of a letter: all of one letter have its key."""
    return vault().seal(f"visitletter-{letter_id}", text)


def content_hash(letter_id: str, letter: Letter, state: str, asking: Asking, text: str) -> str:
    """Return the fingerprint of the letter, with which nobody can confirm a guess of its words."""
    salt = vault().pseudonym("visitletter", letter_id)
    return fingerprint(letter, state, asking, text, salt)


def showing(form: ExactForm, one: VisitLetter) -> None:
    """Let the form name the wording that its page shows."""
    if request.method == "GET":
        form.version.data, form.content_hash.data = str(one.version), one.content_hash


def opened(one: VisitLetter) -> str | None:
    """Return the text; None once it was erased."""
    return vault().reveal(one.text)


def words_of(one: VisitLetter) -> str:
    """Return the text. Refused where it was erased, or is not what its fingerprint says."""
    text = opened(one)
    made = content_hash(one.letter_id, one.letter, one.state, one.asking, text or "")
    if text is None or made != one.content_hash:
        raise CommandRefused(409, "The text of this letter was erased: there is nothing to decide.")
    return text


class Exact(TypedDict):
    """What a decision on the very wording names."""

    visit_letter_id: str
    version: int
    content_hash: str


def exact(one: VisitLetter, form: ExactForm) -> Exact:
    """Return the wording that the page showed. Refused once its text is there no more."""
    words_of(one)
    return shown_in(one, form)


def shown_in(one: VisitLetter, form: ExactForm) -> Exact:
    """Return the wording that the page showed, also if its text is there no more."""
    return Exact(visit_letter_id=one.letter_id, version=form.number, content_hash=form.shown_hash)
