"""Affiliates of an organisation: entries of the register, or names, with their dates.

Its focal points and stakeholder officers read them. An affiliate that is an entry is called by what
its entry says, and whoever may not find that entry does not read that it is an affiliate: for them
it is as one that is not there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection
from wtforms import Field
from wtforms.validators import Optional, ValidationError

from portal.stakeholders.organisations import merged, queries
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Affiliate, Profile
from portal.web.context import vault
from portal.web.db import engine
from portal.web.fields import line
from portal.web.forms import CommandForm, DayField
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_organisations import Provenance

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``entry``: its entry of today; empty of a name."""

    affiliate_id: str
    name: str
    entry: str
    since: date | None
    until: date | None
    told: Provenance


class AffiliateForm(CommandForm):
    name = line(lazy("Name of the affiliate"))
    entry = line(
        lazy("Address of its entry in the register"),
        hint=lazy("Instead of the name, if it has an entry that you can open"),
    )
    since = DayField(lazy("Affiliated since"), validators=[Optional()])
    until = DayField(lazy("Affiliated until"), validators=[Optional()])

    def __init__(self, whose: str, by: Provenance) -> None:
        super().__init__()
        self._whose, self._by = whose, by

    def validate_name(self, field: Field) -> None:
        if bool(field.data) == bool(self.entry.data):
            raise ValidationError(gettext("Enter the name, or the address of the entry"))

    def validate_entry(self, field: Field) -> None:
        if field.data and not self.found:
            raise ValidationError(gettext("You can open no other entry at this address"))

    def validate_until(self, field: Field) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(gettext("Enter a day that is not before the first one"))

    @property
    def found(self) -> str:
        """Return the entry that was meant; empty if the reader may find none there."""
        named = _ID.search((self.entry.data or "").lower())
        if named is None:
            return ""
        with engine().connect() as conn:
            found = _FIND[self._by](conn, named[0])
        return found if found != self._whose else ""

    @property
    def affiliate(self) -> Affiliate:
        """Return what was entered. Only after ``validate()``."""
        return Affiliate(
            affiliate_id=str(self.id),
            name=self.name.data or "",
            entry=self.found,
            since=self.since.data.isoformat() if self.since.data else "",
            until=self.until.data.isoformat() if self.until.data else "",
            told=self._by,
        )


def shown(here: str, profile: Profile, by: Provenance) -> list[Shown]:
    """Return those that this reader may know of, in the order in which they were entered.

    One that was merged into the entry itself is none, until that is undone.
    """
    with engine().connect() as conn:
        found = {one.entry: _FIND[by](conn, one.entry) for one in profile.affiliates if one.entry}
        sealed = queries.sealed_of(conn, {*found.values()} - {""})
    kept = list(sealed.values())
    texts = vault().reveal_public(kept) if by == "self" else vault().reveal_all(kept)
    names = {
        entry: profiles.read(text).name if text else gettext("Name erased")
        for entry, text in zip(sealed, texts, strict=True)
        if text or by == "officer"
    }
    return [
        Shown(
            affiliate_id=one.affiliate_id,
            name=names[found[one.entry]] if one.entry else one.name,
            entry=found.get(one.entry, ""),
            since=_day(one.since),
            until=_day(one.until),
            told=one.told,
        )
        for one in profile.affiliates
        if not one.entry or found[one.entry] in names.keys() - {here}
    ]


def _public(conn: Connection, entry: str) -> str:
    """Return where everybody finds it; empty if nobody does."""
    found = queries.public_one(conn, entry)
    return entry if found else queries.moved_to(conn, entry) or ""


def _any(conn: Connection, entry: str) -> str:
    real = merged.real_of(conn, entry)
    return real if queries.sealed_of(conn, [real]) else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


_FIND: Final[Mapping[Provenance, Callable[[Connection, str], str]]] = {
    "self": _public,
    "officer": _any,
}
"""What a focal point may find of others is what everybody may."""
