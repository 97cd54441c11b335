"""The page of a case, and the actions on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import current_app, url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from portal.casefile.replies.cases import Case, find
from portal.followup.replies import file, timeline, words
from portal.followup.replies.file import Contact, Reminder, Reply
from portal.followup.replies.offers import Offer, notes_contacts, offers, on_reminder, on_reply
from portal.followup.replies.read_model import REPLIES
from portal.letters.communications import queries as letter_queries
from portal.letters.communications import words as letter_words
from portal.letters.communications.places import UNFILLED, unfilled
from portal.letters.communications.tables import letters, versions
from portal.web.accounts import account as accounts
from portal.web.accounts.access import access_of, current_account, current_actor
from portal.web.act import About, Page
from portal.web.clock.read_model import DEMO
from portal.web.commands import CommandRefused
from portal.web.context import now, today, vault
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from portal.web.polling import version
from portal.web.timeline import Timeline, told
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

_LETTER = "communications.detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as its page shows it to the person who asks.

    ``texts``: a sealed text's cipher to what it says; None once it was erased. ``letter``: the
    transmitted text, for the Government that it is addressed to. ``desk``: it works on the case.
    ``adds_files``: this person adds what came with a reply. ``notes``: and what was said besides.
    """

    case: Case
    replies: list[Reply]
    reminders: list[Reminder]
    dialogue: list[Contact]
    timeline: Timeline
    texts: Mapping[str, str | None]
    names: Mapping[str, str]
    at: datetime
    version: str
    offers: Sequence[Offer]
    on_reply: Mapping[str, Sequence[Offer]]
    on_reminder: Mapping[str, Sequence[Offer]]
    follows_up: Case | None
    letter: Sealed | None
    desk: bool
    adds_files: bool
    notes: bool

    def read(self, sealed: Sealed) -> str | None:
        return self.texts[sealed.cipher]


def found(conn: Connection, communication_id: UUID) -> Case:
    """Return the case; 404 if it does not exist for this person."""
    case = find(conn, current_actor(), str(communication_id))
    if case is None:
        raise NotFound
    return case


def seen_now(conn: Connection) -> str:
    """Another one also when a day has passed: the page says how many are left."""
    return f"{version(conn, REPLIES.consumer, DEMO.consumer)}-{today():%Y%m%d}"


def view_of(conn: Connection, actor: Actor, case: Case, seen: str = "") -> CaseView:
    received = file.replies_of(conn, case)
    reminded = file.reminders_of(conn, case)
    talks = file.dialogue_of(conn, case)
    steps = told(conn, timeline.shown(file.steps_of(conn, case), case.sight))
    earlier = file.follows_up(conn, case)
    letter = _letter(conn, case)
    return CaseView(
        case=case,
        replies=received,
        reminders=reminded,
        dialogue=talks,
        timeline=steps,
        texts=_revealed(received, reminded, talks, letter),
        names=accounts.names(conn, _people(received, talks)) if case.sight.house else {},
        at=now(),
        version=seen,
        offers=offers(actor, case),
        on_reply={reply.reply_id: on_reply(actor, case, reply) for reply in received},
        on_reminder={one.reminder_id: on_reminder(actor, case, one) for one in reminded},
        follows_up=find(conn, actor, earlier) if earlier else None,
        letter=letter,
        desk=actor.has(Role.QUICK_RESPONSE_DESK) and case.closed_at is None,
        adds_files=actor.has(Role.QUICK_RESPONSE_DESK) or case.sight.government,
        notes=notes_contacts(actor, case),
    )


def on(case: Case) -> About:
    """The case, as the pages say it on which something is done about it."""
    return About(
        address=url_for("replies.case", communication_id=case.communication_id),
        case=case.correlation_id,
        back=gettext("Back to the case"),
        caption=listed((case.reference, words.recipient(case))),
        title=case.reference,
    )


def on_draft(page: Page, text: str | None) -> Page:
    """Show a text that began as a template, with the places of it that are not filled in."""
    given = {"draft": text, "label": gettext("Text of the reminder")}
    return replace(page, template="replies/draft.html", given=given)


def refuse_unfilled(text: str | None) -> None:
    """Nothing is done about a text while a place of its template is not filled in."""
    if unfilled(text):
        raise CommandRefused(422, UNFILLED)


def sealed_about(about: Case, text: str | None) -> Sealed:
    """Seal what is said about the case as a whole."""
    return vault().seal(f"replycase-{about.communication_id}", text or "")


def sealed_of(reply_id: str, text: str | None) -> Sealed:
    """Seal what a reply says, and what is said about it."""
    return vault().seal(f"reply-{reply_id}", text or "")


def revealed(sealed: Sealed | None) -> str | None:
    return vault().reveal(sealed)


def letter_page(communication_id: str) -> str | None:
    """Return the address of the whole file; None when its page is not open to who is looking."""
    if _LETTER not in current_app.view_functions:
        return None
    access = access_of(current_app, _LETTER)
    if access is None or not current_account().has(*access.roles):
        return None
    return url_for(_LETTER, communication_id=communication_id)


def on_case(conn: Connection, communication_id: str) -> str:
    """Return on which case the letter is, for who may know that: else nothing."""
    seen = letter_queries.find(conn, current_actor(), communication_id)
    return letter_words.on_case(seen[0]) if seen else ""


def holds(actor: Actor, case: Case) -> list[str]:
    """Return the signing mandates that this person holds."""
    mine = actor.mandates if actor.has(Role.MANDATE_HOLDER) else frozenset()
    return [one for one in case.mandates if one in mine]


def _letter(conn: Connection, case: Case) -> Sealed | None:
    """The transmitted letter: the Government has no other page of it."""
    if not case.sight.letter:
        return None
    v, c = versions.c, letters.c
    this = (c.communication_id == case.communication_id) & (c.state == "transmitted")
    return conn.scalar(
        select(v.text)
        .join(letters, (c.communication_id == v.communication_id) & (c.version == v.version))
        .where(this)
    )


def _people(received: Sequence[Reply], talks: Sequence[Contact]) -> set[str]:
    people = {grade.assessed_by for reply in received for grade in reply.grades}
    people |= {reply.logged_by for reply in received}
    return people | {one.noted_by for talk in talks for one in (talk, *talk.before)}


def _revealed(
    received: Sequence[Reply],
    reminded: Sequence[Reminder],
    talks: Sequence[Contact],
    letter: Sealed | None,
) -> dict[str, str | None]:
    sealed: list[Sealed | None] = [letter]
    for reply in received:
        sealed.append(reply.text)
        sealed.extend(grade.rationale for grade in reply.grades)
        sealed.extend(one.text for one in reply.translations)
        sealed.extend(one.text for one in reply.comments)
    sealed.extend(one.text for one in reminded)
    for talk in talks:
        for entry in (talk, *talk.before):
            sealed += (entry.with_whom, entry.said)
    there = {one.cipher: one for one in sealed if one is not None}
    return dict(zip(there, vault().reveal_all(list(there.values())), strict=True))
