"""Filters of visits, and of reports and statements: a State, a mandate, a year and one more."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request
from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, String, Table, and_, cast, select, true

from portal.public.history import words
from shared.platform.tables import any_of
from shared.reference import OTHER
from shared.reference.former_states import names_of
from shared.reference.history import FIRST_YEAR, is_mandate, is_recipient

_YEARS: Final = {str(year): year for year in range(FIRST_YEAR, 2200)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters. Empty and 0: every row. ``value``: of the one more."""

    state: str = ""
    mandate: str = ""
    value: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """``more``: the column of the one more, and its name in an address; ``values`` of it."""

    table: Table
    more: str
    values: Collection[str]

    def wanted(self) -> Wanted:
        """Return the filters in the address. A senseless one is ignored."""
        at = request.args
        state, mandate, value = (at.get(name, "") for name in ("state", "mandate", self.more))
        return Wanted(
            state=state if is_recipient(state) else "",
            mandate=mandate if is_mandate(mandate) else "",
            value=value if value in self.values else "",
            year=_YEARS.get(at.get("year", ""), 0),
        )

    def narrowed(self, who: ColumnElement[bool], by: Wanted) -> ColumnElement[bool]:
        c = self.table.c
        return and_(
            who,
            c.state.in_(names_of(by.state)) if by.state else true(),
            any_of(c.mandates, [by.mandate]) if by.mandate else true(),
            c[self.more] == by.value if by.value else true(),
            c.year == by.year if by.year else true(),
        )

    def offered(self, conn: Connection, who: ColumnElement[bool], by: Wanted) -> dict[str, Any]:
        """Return the choices that lead to something, and those that were made."""
        c = self.table.c
        states = set(conn.scalars(select(c.state).where(who).distinct())) - {OTHER}
        these = self.narrowed(who, replace(by, year=0))
        years = set(conn.scalars(select(c.year).where(these).distinct()))
        written = conn.scalars(select(cast(c.mandates, String)).where(who).distinct())
        codes = {code for some in written for code in from_json(some)}
        return {
            "asked": by,
            "states": _by_name(words.recipient, states | {by.state}),
            "mandates": _by_name(words.mandate, codes | {by.mandate}),
            "years": [(of, of) for of in sorted(years | {by.year}, reverse=True) if of],
        }


def _by_name(called: Callable[[str], str], codes: Collection[str]) -> list[tuple[str, str]]:
    return sorted(((code, called(code)) for code in codes if code), key=lambda one: one[1])
