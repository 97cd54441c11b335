"""Search results: groups of links, each to a page that this person may open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from flask import current_app
from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_

from portal.homes.search.typed import Typed, Word
from portal.web import paging
from portal.web.accounts.access import access_of
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, pgettext
from portal.web.paging import Page
from shared.core.actor import Actor
from shared.reference import mandate_acronym

SIZE = 10
"""Of each group on a page."""

Way: TypeAlias = Callable[[Word], ColumnElement[bool]]
"""In which a word may name a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """``words``: what tells it from others. ``submission_id``: of a case.

    ``at``: a time, or a day alone. ``text``: the beginning of what everybody may read, or how
    near a name is.
    """

    title: str
    address: str
    words: tuple[str, ...]
    at: date
    text: str = ""
    language: str | None = None
    submission_id: str = ""


Find: TypeAlias = Callable[[Connection, Actor, Typed, str], Page[Hit]]
"""Find of one kind what exists for this person; the last is the name of the group's pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``endpoint``: the page that a hit leads to, or the one beside it."""

    name: str
    title: str
    endpoint: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    title: str
    found: Page[Hit]

    @property
    def number(self) -> str:
        """The number of results, in words."""
        if self.found.total <= paging.COUNTED:
            return number(self.found.total)
        return gettext("more than %(number)s", number=number(paging.COUNTED))


def groups(conn: Connection, actor: Actor, typed: Typed, kinds: Iterable[Kind]) -> list[Group]:
    """Return the results by kind, limited to pages that open for this person."""
    if typed.empty:
        return []
    found = (
        Group(name=kind.name, title=kind.title, found=kind.find(conn, actor, typed, kind.name))
        for kind in kinds
        if opens(actor, kind.endpoint)
    )
    return [group for group in found if group.found]


def cut(conn: Connection, query: Select[Any], name: str) -> Page[Any]:
    return paging.cut(conn, query, name, paging.asked, size=SIZE)


def fits(typed: Typed, *ways: Way) -> ColumnElement[bool]:
    """Whether every word names the row in one of these ways."""
    if typed.empty:
        return false()
    return and_(*(or_(*(way(word) for way in ways)) for word in typed.words))


def acronyms(mandates: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(mandate_acronym, mandates))


def standing(word: str) -> str:
    """Return the word for where an item stands, also of an area whose pages are English still."""
    return pgettext("status", str(word))


def opens(actor: Actor, endpoint: str) -> bool:
    access = access_of(current_app, endpoint)
    return access is not None and (not access.roles or actor.has(*access.roles))
