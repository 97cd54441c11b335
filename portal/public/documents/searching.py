"""Looking for documents by the words of their titles and keywords, among what somebody sees.

The words are sealed, so they are compared in memory, without a record: nobody reads them. Both
searches of the library, and those of the portal, find the same in this way (decision 0122): a word
in all its forms, as in the register, without case and accents, and where it is a part of another.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection

from portal.public.documents import queries
from portal.public.documents.queries import Document, Filters
from portal.web.context import vault
from portal.web.terms import Looked, looked, words
from shared.core.actor import Actor
from shared.core.message import Sealed

_LONGEST: Final = 100
"""Characters of what is searched for."""


def seen(conn: Connection, actor: Actor | None, wanted: str, on: date) -> list[Document]:
    """Return what has these words of the documents that exist for this person; None: everybody.

    The current documents alone, and none that was erased: it has no words any more.
    """
    if not words_of(wanted):
        return []
    every = queries.asked(conn, queries.visible(actor, on), actor, Filters(), on)
    return list(having(every, wanted))


def having(every: Sequence[Document], wanted: str) -> Sequence[Document]:
    """Return the documents that have each of these words in a title or a keyword."""
    asked = words_of(wanted)
    if not asked or not every:
        return []
    texts = [(one.document_id, text) for one in every for text in _searched(one)]
    opened = vault().compared([text for _, text in texts])
    said: dict[str, list[Looked]] = {}
    for (document_id, _), text in zip(texts, opened, strict=True):
        said.setdefault(document_id, []).append(looked(text or ""))
    return [
        one
        for one in every
        if all(any(text.has(word) for text in said[one.document_id]) for word in asked)
    ]


def words_of(wanted: str) -> list[str]:
    """Return the words that are looked for, reduced, without what stands around them."""
    return words(wanted[:_LONGEST])


def _searched(one: Document) -> list[Sealed]:
    return [*one.titles.values(), *([one.keywords] if one.keywords else [])]
