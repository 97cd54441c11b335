"""Modules of a training event: documents of the library, as they were on its days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Connection, Row, select

from portal.homes.trainings.queries import Training
from portal.public.documents import found as documents
from portal.public.documents import queries as library
from portal.public.documents.queries import Document
from portal.public.documents.read_model import documents as table
from portal.public.documents.read_model import versions
from portal.public.documents.words import language
from portal.web.accounts.access import current_actor
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_trainings import ModuleUsed
from shared.core.geneva import day_of
from shared.reference.trainings import MODULES

_v, _d = versions.c, table.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """``title``: None: it does not exist for whoever came. ``address``: of the version."""

    title: str | None
    address: str | None


def code(one: ModuleUsed) -> str:
    return f"{one.document_id}:{one.language}:{one.version}"


def chosen(codes: Sequence[str]) -> tuple[ModuleUsed, ...]:
    """Return what was ticked; the form has offered each of them."""
    parts = (one.split(":") for one in codes)
    return tuple(
        ModuleUsed(document_id=document_id, language=spoken, version=int(version))
        for document_id, spoken, version in parts
    )


def offered(one: Training) -> dict[str, str]:
    """Return the versions that were current on its days, and what is recorded already."""
    with engine().connect() as conn:
        seen = library.visible(current_actor(), today())
        some = [*_current(conn, seen, one.first_on, one.last_on)]
        every = [*some, *(each for each in one.used if each not in some)]
        known = library.some(conn, seen, (each.document_id for each in every))
    titles = _titles(known)
    return {code(each): called(each, titles.get(each.document_id)) for each in every}


def of(one: Training) -> list[Module]:
    """Return the modules of an event, each as whoever came may read it."""
    with engine().connect() as conn:
        seen = library.visible(current_actor(), today())
        known = library.some(conn, seen, (each.document_id for each in one.used))
    titles = _titles(known)
    return [
        Module(title=called(each, titles[each.document_id]), address=_address(each))
        if each.document_id in known
        else Module(title=None, address=None)
        for each in one.used
    ]


def _address(one: ModuleUsed) -> str:
    values: dict[str, Any] = {"number": one.version, "in": one.language}
    return url_for("library.version", document_id=one.document_id, **values)


def called(one: ModuleUsed, title: str | None) -> str:
    return gettext(
        "%(title)s, %(language)s, version %(number)s",
        title=title or gettext("A document that you cannot see"),
        language=language(one.language),
        number=number(one.version),
    )


def _titles(known: Mapping[str, Document]) -> dict[str, str]:
    read = documents.titles_of(known.values())
    return {key: title or gettext("erased") for key, title in zip(known, read, strict=True)}


def _current(
    conn: Connection, seen: ColumnElement[bool], first: date, last: date
) -> Iterator[ModuleUsed]:
    """Yield what was current at some moment of these days, by document and language."""
    kinds = _d.kind.in_(sorted(MODULES))
    these = select(_d.document_id, _d.withdrawn_at).where(seen, kinds).order_by(_d.kind.desc())
    gone = {row.document_id: row.withdrawn_at for row in conn.execute(these)}
    current = select(versions).where(_v.document_id.in_(list(gone)), _v.current_at.is_not(None))
    rows = conn.execute(current.order_by(_v.document_id, _v.language, _v.current_at)).all()
    place = {document_id: number for number, document_id in enumerate(gone)}
    rows = sorted(rows, key=lambda row: place[row.document_id])
    for (document_id, spoken), some in groupby(
        rows, key=lambda row: (row.document_id, row.language)
    ):
        every = list(some)
        for row, after in zip(every, [*every[1:], None], strict=True):
            if day_of(row.current_at) <= last and first <= _until(row, after, gone[document_id]):
                yield ModuleUsed(document_id=document_id, language=spoken, version=row.version)


def _until(row: Row[Any], after: Row[Any] | None, gone: datetime | None) -> date:
    """Return the last day on which a version was current. ``gone``: all of the document."""
    ends = [row.withdrawn_at, gone, after.current_at if after else None]
    known = [one for one in ends if one]
    return day_of(min(known)) if known else date.max
