"""What the register desk finds: entries of a stage, by their names, and those that are alike."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_

from portal.stakeholders.organisations import cards, queries
from portal.stakeholders.organisations.cards import Alike
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Entry, Organisation
from portal.web import paging
from portal.web.context import vault
from portal.web.db import engine


def alike(
    conn: Connection, profile: Profile, which: ColumnElement[bool], but: object
) -> Sequence[Alike]:
    """Return what may be the same among these; what is shown is put on record."""
    found = cards.alike(conn, profile, which, but=str(but))
    _shown(conn, [one.organisation_id for _, one in found])
    return found


def like(
    profile: Profile, called: str, *, but: str, most: int
) -> tuple[Sequence[Alike], dict[str, Entry]]:
    """Return the confirmed entries that may be the same, and those that are called so.

    ``most``: of either.
    """
    with engine().connect() as conn:
        likely = alike(conn, profile, queries.CONFIRMED, but)[:most]
        ids = [one for one in _called(conn, called) if one != but] if called else []
        found = cards.opened(conn, ids[:most])
        _shown(conn, ids[:most])
    return likely, {one.organisation_id: one for one in found}


def _shown(conn: Connection, organisation_ids: Sequence[str]) -> None:
    """Put on record that these are shown."""
    vault().reveal_all(list(queries.sealed_of(conn, organisation_ids).values()))


def known(conn: Connection, called: str, seen: ColumnElement[bool]) -> paging.Page[Organisation]:
    """Return the confirmed ones with these words in a name of today or of before.

    ``seen``: who may read them.
    """
    if not called:
        return page(conn, and_(queries.CONFIRMED, seen), "known")
    part = paging.part(_called(conn, called, seen), "known", paging.asked)
    found = queries.these(conn, part)
    return part.of([found[one] for one in part if one in found])


def _called(conn: Connection, called: str, seen: ColumnElement[bool] | None = None) -> list[str]:
    these = queries.CONFIRMED if seen is None else and_(queries.CONFIRMED, seen)
    found = cards.mentioning(cards.of(conn, these), called, ever=True)
    return [one.organisation_id for one in found]


def page(conn: Connection, which: ColumnElement[bool], name: str) -> paging.Page[Organisation]:
    rows = paging.cut(conn, queries.these_are(which), name, paging.asked)
    return rows.of([queries.organisation(row) for row in rows])
