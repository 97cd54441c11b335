"""Full-text search of public texts, with the index of the public register."""

from flask import url_for
from sqlalchemy import Connection

from portal.homes.search.hits import SIZE, Hit, acronyms
from portal.homes.search.typed import Typed
from portal.public.register import queries, statement_queries, words
from portal.public.register.queries import AnyLetter, Letter, Recommendation
from portal.public.register.statement_queries import Statement
from portal.web import paging
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, pgettext
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.reference import mandate_acronym


def letters(conn: Connection, _: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Letters with the words, in them or in a reply."""
    keys = paging.part(queries.letter_keys(conn, typed.in_texts), name, paging.asked, size=SIZE)
    return keys.of(_letter(one, typed) for one in queries.letters_by_key(conn, list(keys)))


def recommendations(conn: Connection, _: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Each leads to those of its mandate to its State: it has no page of its own."""
    keys = paging.part(
        queries.recommendation_keys(conn, typed.in_texts), name, paging.asked, size=SIZE
    )
    return keys.of(
        _recommendation(one, typed) for one in queries.recommendations_by_key(conn, list(keys))
    )


def statements(conn: Connection, _: Actor, typed: Typed, name: str) -> Page[Hit]:
    keys = paging.part(statement_queries.keys(conn, typed.in_texts), name, paging.asked, size=SIZE)
    return keys.of(_statement(one, typed) for one in statement_queries.by_key(conn, list(keys)))


def _letter(one: AnyLetter, typed: Typed) -> Hit:
    return Hit(
        title=words.title(one),
        address=words.address(one),
        words=(*acronyms(one.mandates), words.answered(one)[0]),
        at=one.transmitted_at if isinstance(one, Letter) else one.sent_on,
        text=words.shown(one.text, typed.in_texts) if isinstance(one, Letter) else "",
    )


def _recommendation(one: Recommendation, typed: Typed) -> Hit:
    return Hit(
        title=gettext("Recommendation to %(state)s", state=names.recipient(one.addressee)),
        address=url_for("register.recommendations", state=one.addressee, mandate=one.mandate),
        words=(
            mandate_acronym(one.mandate),
            *([pgettext("of a recommendation", "Taken up")] if one.item else ()),
            *([gettext("Taken back")] if one.withdrawn_at else ()),
        ),
        at=one.issued_at,
        text=words.shown(one.text or "", typed.in_texts),
    )


def _statement(one: Statement, typed: Typed) -> Hit:
    return Hit(
        title=one.title,
        address=url_for("register.statement", statement_id=one.statement_id),
        words=(*map(names.recipient, one.states), *acronyms(one.mandates)),
        at=one.first_issued_at,
        text=words.shown(one.text, typed.in_texts),
        language=one.language,
    )
