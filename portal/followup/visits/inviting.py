"""The standing invitation on a visit file: when the visit was requested, and today (E.2).

Whoever sees a line alone sees that of today: that of the day of the request would narrow down which
day that was (VR1).
"""

from dataclasses import dataclass
from datetime import date

from portal.followup.invitations import words
from portal.followup.invitations.queries import Register
from portal.followup.visits.queries import File
from portal.web.i18n.texts import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``when``: in words; ``said``: what the invitation meant for the mandate then."""

    when: str
    said: str


def then(register: Register, one: File, today: date) -> Told:
    """Return what stood when the visit was requested, or was invited; else what stands today."""
    when, on = _day(one, today)
    return Told(when=when, said=words.for_mandate(register, one.mandate, on))


def now(register: Register, one: File, today: date) -> Told:
    return Told(when=gettext("Today"), said=words.for_mandate(register, one.mandate, today))


def _day(one: File, today: date) -> tuple[str, date]:
    if one.reads and one.now.asked_on:
        return gettext("When it was first requested"), one.now.asked_on
    if one.reads and one.now.invited_on:
        return gettext("When it was invited"), one.now.invited_on
    return gettext("Today"), today
