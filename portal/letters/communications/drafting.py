"""Drafting a letter on a submission, and changing its text: work of officers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.filing.consent import QUESTIONS
from portal.casefile.mandatesettings.times import times_of
from portal.casefile.replies.cases import Case
from portal.casefile.replies.cases import find as find_case
from portal.casefile.submissions.victims import nobody_consents
from portal.letters.approval.deciding import Stopped
from portal.letters.approval.text import Compared
from portal.letters.communications import (
    additions,
    awaited,
    contents,
    languages,
    queries,
    words,
)
from portal.letters.communications.additions import News
from portal.letters.communications.asking import find, newer, on, sealed
from portal.letters.communications.detail import addressees, changed_by, compared_with, opened
from portal.letters.communications.forms import LONGEST_TEXT, DraftForm, ReviseForm, labels
from portal.letters.communications.inviting import join_by
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.opening import is_unwritten, opening
from portal.letters.communications.requests import requests_for
from portal.letters.communications.wording import content_hash
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, act, ask
from portal.web.commands import Accepted, CommandRefused
from portal.web.context import settings
from portal.web.db import engine
from portal.web.i18n import names as named
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.languages import LANGUAGES as SPOKEN
from portal.web.i18n.texts import gettext
from shared.contracts.approvals_letter_commands import DraftCommunication, ReviseDraft
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import COMMUNICATION_TYPES, LANGUAGES, recipients

bp = Blueprint("drafting", __name__)

_LETTER = "communications.detail"
_NEWS = (
    "Something came from the source while you wrote. It stands below: bring in what belongs in the "
    "letter, and save again."
)


@bp.route("/communications/new", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def new() -> Answer:
    """A letter on a submission that is shared with one of the officer's mandates."""
    submission_id = request.values.get("submission", "")
    with engine().connect() as conn:
        submission = awaited.submission_of_mandates(conn, current_actor(), submission_id)
        if submission is None or submission["admissible_at"] is None:
            raise NotFound
        form = _draft_form(submission)
        earlier = _followed(conn, request.values.get("follows_up", ""))
        if request.method == "GET":
            _fill_in(conn, form, submission, earlier)
        case = UUID(submission_id)

        def first() -> DraftCommunication:
            if _forbids_a_letter(submission):
                raise NotFound
            return _draft_to(form.letters[0], submission_id, form, form.id, earlier)

        def others() -> Accepted | None:
            accepted = None
            for number, addressee in enumerate(form.letters[1:], 1):
                id_ = derive_id(form.id, number)
                accepted = ask(_draft_to(addressee, submission_id, form, id_, earlier), id_, case)
            return accepted

        communication_id = str(derive_id("communication", form.command_id.data or ""))
        address = url_for(_LETTER, communication_id=communication_id)
        return act(
            About(address=address, case=case),
            form,
            lambda: _draft_page(conn, form, submission, earlier),
            first,
            then=others,
        )


@bp.route("/communications/<uuid:communication_id>/revise", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def revise(communication_id: UUID) -> Answer:
    letter, sight = find(communication_id)
    if not letter.open:
        return redirect(url_for(_LETTER, communication_id=communication_id), 303)
    form = ReviseForm()
    shared = _shared_text(letter)
    form.offer(shared, letter.language)
    if request.method == "GET":
        form.also.data = list(shared)
        form.version.data, form.content_hash.data = str(letter.version), letter.content_hash
        form.text.data, _ = _text_and_changes(letter, sight, since=letter.version)
        form.language.data = letter.language or ""
        _begin_anew(letter, form)

    def command() -> ReviseDraft:
        if form.came.data != _came(letter, sight):
            raise Stopped(409, _NEWS)
        return _revised(letter, form.number, form)

    return act(
        on(letter),
        form,
        partial(_revise_page, letter, sight, form),
        command,
        then=partial(_revise_others, letter, form),
        refused=partial(_not_revised, (letter, sight), form),
    )


def _begin_anew(letter: Letter, form: ReviseForm) -> None:
    """Start from the template of the language that was asked for, while nothing is written."""
    wanted = request.args.get("language", "")
    if wanted in LANGUAGES and is_unwritten(form.text.data, letter.type):
        with engine().connect() as conn:
            form.text.data = _opening(conn, letter.type, letter.mandates, wanted)
        form.language.data = wanted


def _revise_others(letter: Letter, form: ReviseForm) -> Accepted | None:
    accepted = None
    for other in _ticked(letter, form):
        id_ = derive_id(form.id, other.communication_id)
        try:
            accepted = ask(_revised(other, other.version, form), id_, other.case)
        except CommandRefused as no:
            said = Markup(gettext("%(letter)s was not changed: %(why)s"))  # noqa: S704  # ours
            flash(said % {"letter": words.title(other), "why": no.sentence}, "error")
    return accepted


def _revised(letter: Letter, version: int, form: ReviseForm) -> ReviseDraft:
    text = form.text.data or ""
    return ReviseDraft(
        communication_id=letter.communication_id,
        version=version,
        text=sealed(letter.communication_id, text),
        content_hash=content_hash(text, present=letter.content_hash),
        language=form.language.data or None,
    )


def _ticked(letter: Letter, form: ReviseForm) -> list[Letter]:
    """Return the other letters that the officer wants changed, as far as they share the text."""
    with engine().connect() as conn:
        together = queries.sharing_text(conn, current_actor(), letter)
    return [one for one in together if one.communication_id in form.together]


def _shared_text(letter: Letter) -> dict[str, str]:
    with engine().connect() as conn:
        together = queries.sharing_text(conn, current_actor(), letter)
        names = addressees(together)
    return {
        one.communication_id: words.title(one, names.get(one.communication_id)) for one in together
    }


def _followed(conn: Connection, communication_id: str) -> Case | None:
    """Return the case that the letter follows up; 404 where no mandate of this officer signed."""
    if not communication_id:
        return None
    try:
        case = find_case(conn, current_actor(), str(UUID(communication_id)))
    except ValueError:
        raise NotFound from None
    if case is None or current_actor().mandates.isdisjoint(case.mandates):
        raise NotFound
    return case


def _draft_to(
    to: tuple[str, str], submission_id: str, form: DraftForm, command_id: UUID, earlier: Case | None
) -> DraftCommunication:
    """Draft a letter to one addressee. Sent again, each is still drafted once.

    ``earlier``: what the letter to the same recipient follows up; the others begin something new.
    """
    communication_id = str(derive_id("communication", command_id))
    recipient, addressee = to
    text = form.text.data or ""
    return DraftCommunication(
        communication_id=communication_id,
        submission_ids=(submission_id,),
        type=form.kind,
        recipient=recipient,
        addressee=sealed(communication_id, addressee) if addressee else None,
        group_id=str(derive_id("letters", form.id)) if len(form.letters) > 1 else None,
        follows_up=_follows_up(earlier, recipient),
        lead_mandate=form.lead_mandate.data,
        mandates=tuple(form.invited),
        join_by=form.join_by.moment if form.invited else None,
        text=sealed(communication_id, text),
        content_hash=content_hash(text),
        language=form.language.data,
    )


def _follows_up(earlier: Case | None, recipient: str) -> str | None:
    return earlier.communication_id if earlier and earlier.recipient == recipient else None


def _draft_form(submission: Mapping[str, Any]) -> DraftForm:
    shared = submission["mandates"]
    leads = [one for one in shared if one in current_actor().mandates]
    beside = [one for one in shared if one not in leads or len(leads) > 1]
    return DraftForm(leads=labels(leads), beside=labels(beside))


def _fill_in(
    conn: Connection, form: DraftForm, submission: Mapping[str, Any], earlier: Case | None
) -> None:
    wanted = request.args.get("type", "")
    usual = "UA" if submission["urgency"] == "urgent" else "AL"
    form.type.data = wanted if wanted in COMMUNICATION_TYPES else usual
    form.submission.data = submission["submission_id"]
    form.recipient.data = submission["state"] if submission["state"] in recipients() else ""
    if earlier:
        form.follows_up.data = earlier.communication_id
        form.recipient.data = earlier.recipient
    form.language.data = _language(conn, form.recipient.data, earlier)
    form.lead_mandate.data = next(iter(form.leads))
    form.mandates.data = [one for one in form.beside if one != form.lead_mandate.data]
    signing = [form.lead_mandate.data, *form.mandates.data]
    form.text.data = _opening(conn, form.type.data, signing, form.language.data)
    form.join_by.suggest(join_by(form.type.data, form.lead_mandate.data))


def _language(conn: Connection, recipient: str, earlier: Case | None) -> str:
    """Return the language that was asked for, or else the one in which the recipient has letters.

    A letter that follows up another one is in the language of that.
    """
    wanted = request.args.get("language", "")
    if wanted in LANGUAGES:
        return wanted
    followed = languages.of_letter(conn, earlier.communication_id) if earlier else None
    return followed or languages.of_last_letter_to(conn, recipient) or ENGLISH


def _opening(conn: Connection, type_: str, signing: Sequence[str], language: str) -> str:
    """Return the text that a letter of these mandates starts from, the lead first."""
    return opening(
        type_,
        signing,
        language=language,
        reply_days=times_of(conn, settings(), signing[0]).reply_days(type_),
        public_after=_public_after(type_),
    )


def _public_after(type_: str) -> int:
    """Return after how many days a letter of this type is published."""
    other = type_ == "OL"
    return settings().embargo_days_other_letters if other else settings().embargo_days


def _forbids_a_letter(submission: Mapping[str, Any]) -> bool:
    """Without consent there is no letter about a person (procedure.md section 5, R13)."""
    return (
        nobody_consents(submission["victims"])
        or submission["consent_withdrawn_at"] is not None
        or submission["not_actioned_at"] is not None
    )


def _draft_page(
    conn: Connection, form: DraftForm, submission: Mapping[str, Any], earlier: Case | None
) -> str:
    return htmx.render(
        "communications/new.html",
        block="content",
        form=form,
        behind=opened(conn, current_actor(), submission),
        earlier=earlier,
        forbidden=_forbids_a_letter(submission),
        joining=_joining(conn, form),
        nobody_consents=nobody_consents(submission["victims"]),
        types=named.listed(COMMUNICATION_TYPES)(),
        unwritten=form.type.data in COMMUNICATION_TYPES
        and is_unwritten(form.text.data, form.type.data or ""),
        languages=named.listed(LANGUAGES)(),
        spoken=SPOKEN.get(form.language.data or ""),
        consent=QUESTIONS,
        words=words,
        longest=LONGEST_TEXT,
    )


def _joining(conn: Connection, form: DraftForm) -> dict[str, timedelta]:
    """Return how long the mandates that may lead let others join, where there are several."""
    if len(form.leads) == 1:
        return {}
    type_ = form.type.data or ""
    return {one: times_of(conn, settings(), one).joining(type_) for one in form.leads}


def _not_revised(found: tuple[Letter, Sight], form: ReviseForm, no: CommandRefused) -> str:
    """Show what somebody else wrote meanwhile, beside what this officer wrote."""
    since = form.number
    now = found if isinstance(no, Stopped) else newer(UUID(found[0].communication_id), since)
    if now is None:
        raise no
    letter, sight = now
    if letter.version == since or isinstance(no, Stopped):
        form.form_errors.append(no.sentence)
        return _revise_page(letter, sight, form)
    _, compared = _text_and_changes(letter, sight, since=since)
    below = gettext("Your text is below; bring in what is missing, and save it.")
    form.form_errors.append(f"{changed_by(letter, sight)} {below}")
    form.version.data, form.content_hash.data = str(letter.version), letter.content_hash
    return _revise_page(letter, sight, form, compared)


def _text_and_changes(
    letter: Letter, sight: Sight, *, since: int
) -> tuple[str | None, Compared | None]:
    with engine().connect() as conn:
        versions = contents.versions_of(conn, letter, sight)
    base = next((one for one in versions[1:] if one.version == since), None)
    return compared_with(letter, versions[0], base)


def _came(letter: Letter, sight: Sight) -> str:
    with engine().connect() as conn:
        read = contents.read_whole(conn, current_actor(), letter, sight)
        return str(additions.number_of(conn, read))


def _news(letter: Letter, sight: Sight) -> News:
    with engine().connect() as conn:
        present = contents.versions_of(conn, letter, sight)[0]
        return additions.news(conn, current_actor(), letter, sight, present)


def _revise_page(
    letter: Letter, sight: Sight, form: ReviseForm, compared: Compared | None = None
) -> str:
    form.came.data = _came(letter, sight)
    with engine().connect() as conn:
        requests = requests_for(conn, letter, sight)
    return htmx.render(
        "communications/revise.html",
        block="content",
        letter=letter,
        form=form,
        news=_news(letter, sight),
        requests=requests,
        compared=compared,
        unwritten=is_unwritten(form.text.data, letter.type),
        languages=named.listed(LANGUAGES)(),
        spoken=SPOKEN.get(form.language.data or ""),
        words=words,
        longest=LONGEST_TEXT,
    )
