"""Search for letters, their replies and publication: by reference, recipient and mandate."""

from flask import url_for
from sqlalchemy import ColumnElement, Connection, String, Table, exists, false, func, or_, true

from portal.casefile.replies import cases as answering
from portal.casefile.replies.tables import cases
from portal.casefile.replies.tables import signatures as answered
from portal.followup.publication import queries as publication
from portal.followup.publication import words as publication_words
from portal.followup.publication.tables import letters as publishable
from portal.followup.publication.tables import signatures as publishing
from portal.followup.replies import words as reply_words
from portal.homes.search.hits import SIZE, Hit, Way, acronyms, fits
from portal.homes.search.typed import Typed
from portal.letters.communications import queries as writing
from portal.letters.communications import words as writing_words
from portal.letters.communications.tables import letters as written
from portal.letters.communications.tables import signatures as signing
from portal.web import paging
from portal.web.context import now
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.reference import COMMUNICATION_TYPES


def of_writers(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Drafts, and letters that were sent; also by the number of a case on which they rest."""
    numbered = writing.on_case(conn, actor, typed.number) if typed.number else []
    resting = written.c.communication_id.in_([one.communication_id for one in numbered])
    which = or_(resting, _about(typed, written, signing, signing.c.declined_at.is_(None)))
    found = writing.narrowed(conn, actor, which, name, paging.asked, size=SIZE)
    return found.of(
        Hit(
            title=_title(one.type, one.recipient, one.reference),
            address=url_for("communications.detail", communication_id=one.communication_id),
            words=(*acronyms(one.mandates), writing_words.status(one)[0]),
            at=one.transmitted_at or one.drafted_at,
        )
        for one in found
    )


def of_readers(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Letters that were sent, with what came of them."""
    which = _about(typed, cases, answered)
    found = answering.narrowed(conn, actor, which, name, paging.asked, size=SIZE)
    return found.of(
        Hit(
            title=_title(one.type, one.recipient, one.reference),
            address=url_for("replies.case", communication_id=one.communication_id),
            words=(
                *acronyms(one.mandates),
                *([reply_words.status(one, now())[0]] if one.sight.case else ()),
            ),
            at=one.transmitted_at,
        )
        for one in found
    )


def of_publishers(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Letters that are to be published, or were."""
    which = _about(typed, publishable, publishing)
    found = publication.narrowed(conn, actor, which, name, paging.asked, size=SIZE)
    return found.of(
        Hit(
            title=_title(one.type, one.recipient, one.reference),
            address=url_for("publication.letter", communication_id=one.communication_id),
            words=(*acronyms(one.mandates), publication_words.status(one)[0]),
            at=one.transmitted_at,
        )
        for one in found
    )


def _about(
    typed: Typed, letters: Table, signatures: Table, signed: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """Whether a letter is named: ``letters`` has reference, type and recipient."""
    c, s = letters.c, signatures.c
    by = s.communication_id == c.communication_id
    parts = " " + func.replace(c.reference, "/", " ", type_=String) + " "
    ways: list[Way] = [
        lambda word: c.recipient.in_(sorted(word.states)),
        lambda word: exists().where(
            by, s.mandate.in_(sorted(word.mandates)), true() if signed is None else signed
        ),
        lambda word: c.type == word.text.upper(),
        lambda word: parts.contains(f" {word.text.upper()} "),
    ]
    reference = c.reference == typed.reference if typed.reference else false()
    return or_(reference, fits(typed, *ways))


def _title(type_: str, recipient: str, reference: str | None) -> str:
    what = {
        "type": names.word(COMMUNICATION_TYPES.get(type_, type_)),
        "recipient": names.recipient(recipient),
    }
    if reference:
        return gettext("%(reference)s: %(type)s to %(recipient)s", reference=reference, **what)
    return gettext("%(type)s to %(recipient)s", **what)
