"""Globals and filters of every template: times in words, and the person signed in.

Globals: ``demo()``, ``page_language()``, ``between()``, ``now()``, ``days_ahead()``, ``erased()``,
``list_address()``, ``also_called()``, ``case_name()``, ``kinds_of_numbers()``. Areas add their own.
Filters: ``relative``, ``absolute``, ``clock``, ``moved``, ``day``, ``iso_day``, ``days_away``,
``case_number``, ``folded``, ``grouped``, ``in_order``.
Texts: ``portal/web/i18n/templates.py``.
"""

from datetime import date, datetime, timedelta

from flask import Flask

from portal.web import cases
from portal.web.context import ahead, now, settings, today
from portal.web.erased import erased
from portal.web.i18n import names, templates
from portal.web.i18n.formats import away, between, kinds_of_numbers, number, short_day, size
from portal.web.i18n.texts import gettext, language
from portal.web.long_text import folded
from portal.web.paging import address
from shared.core.geneva import day_of, there
from shared.reference.synonyms import ALSO_CALLED

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_SOON = 60 * _DAY  # further away than this, the date says more than a count of days
_YEAR = 365.25 * _DAY


def init_app(app: Flask) -> None:
    templates.init_app(app)
    app.jinja_env.globals.update(
        demo=lambda: settings().demo,
        page_language=language,
        between=between,
        kinds_of_numbers=kinds_of_numbers,
        now=now,
        today=today,
        days_ahead=lambda: ahead().days,
        erased=erased,
        list_address=address,
        also_called=lambda: ALSO_CALLED,
        case_name=cases.name,
    )
    app.jinja_env.filters.update(
        case_number=cases.number,
        relative=lambda at: relative(at, now()),
        absolute=absolute,
        clock=clock,
        moved=lambda at: at + ahead(),  # of a real time, such as a session's: as now() sees it
        day=day,
        iso_day=lambda at: day_of(at).isoformat(),
        days_away=lambda on: days_away(on, today()),
        folded=folded,
        grouped=number,
        in_order=names.in_order,
        filesizeformat=size,
    )


def relative(at: datetime, to: datetime) -> str:
    """Return how far ``at`` is from ``to``: "3 minutes ago", "in 2 days"."""
    seconds = (at - to) / timedelta(seconds=1)
    size = abs(seconds)
    if size < _MINUTE:
        return gettext("just now") if seconds <= 0 else gettext("in a moment")
    if size < _HOUR:
        return away(round(seconds / _MINUTE), "minute")
    if size < _DAY:
        return away(round(seconds / _HOUR), "hour")
    if size < _SOON:
        return away(round(seconds / _DAY), "day")
    if size < _YEAR:
        return away(round(seconds / _DAY / 30.44), "month")
    return away(round(seconds / _YEAR), "year")


def absolute(at: datetime) -> str:
    """Return the time as read: "24 Nov 2026, 15:02 (Geneva)"."""
    return gettext("%(day)s, %(time)s (Geneva)", day=day(at), time=clock(at))


def clock(at: datetime) -> str:
    """Return the time of the day in Geneva: "15:02"."""
    return f"{there(at):%H:%M}"


def day(on: date) -> str:
    """Return the date as read: "24 Nov 2026". Of a time, the day in Geneva."""
    if isinstance(on, datetime):
        on = day_of(on)
    return short_day(on)


def days_away(on: date, today: date) -> str:
    """Return how far a date is: "today", "in 3 days", "1 day ago"."""
    days = (on - today).days
    if days == 0:
        return gettext("today")
    years = days * _DAY / _YEAR
    return away(days, "day") if abs(years) < 1 else away(round(years), "year")
