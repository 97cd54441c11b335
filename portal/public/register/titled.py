"""The titles of documents that were published, in a language: they are sealed in their tables.

A title that cannot be opened was erased, and its document is told no more.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import Connection

from portal.public.documents import queries
from portal.public.register.publication import DOCUMENT, Item
from shared.core.message import Sealed


def titled(
    conn: Connection,
    some: Iterable[Item],
    reveal: Callable[[list[Sealed]], list[str | None]],
    language: str,
) -> list[Item]:
    """Return what can be told, with the titles of its documents."""
    items = list(some)
    ids = {one.item_id for one in items if one.kind == DOCUMENT}
    if not ids:
        return items
    found = list(queries.some(conn, queries.for_all(), ids).values())
    texts = reveal([one.title(language) for one in found])
    titles = {one.document_id: text for one, text in zip(found, texts, strict=True) if text}
    return [
        replace(one, title=titles[one.item_id]) if one.kind == DOCUMENT else one
        for one in items
        if one.kind != DOCUMENT or one.item_id in titles
    ]
