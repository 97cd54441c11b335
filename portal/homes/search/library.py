"""Search for documents of the library: those of which this person is in the audience, alone."""

from flask import url_for
from sqlalchemy import Connection

from portal.homes.search.hits import SIZE, Hit
from portal.homes.search.typed import Typed
from portal.public.documents import found, queries, searching, words
from portal.web import paging
from portal.web.context import today
from portal.web.i18n.texts import language
from portal.web.paging import Page
from shared.core.actor import Actor


def documents(conn: Connection, actor: Actor, typed: Typed, name: str) -> Page[Hit]:
    """Documents with all the words, in a title or a keyword."""
    every = searching.seen(conn, actor, typed.plain, today())
    page = paging.part(every, name, paging.asked, size=SIZE)
    since = queries.current_since(conn, [one.document_id for one in page])
    code = language().code
    return page.of(
        Hit(
            title=title,
            address=url_for("library.show", document_id=one.document_id),
            words=(str(words.KINDS[one.kind]), *(str(words.THEMES[each]) for each in one.themes)),
            at=since[one.document_id],
            language=code if code in one.titles else one.language,
        )
        for one, title in zip(page, found.titles_of(page), strict=True)
        if title is not None and one.document_id in since  # it may end meanwhile
    )
