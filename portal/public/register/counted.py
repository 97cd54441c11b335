"""The statistics page, and each of its figures as a file: CSV, and a picture that stands alone.

The filters stay in the address, so that a link shows the same numbers to whoever follows it, as far
as the texts are public still.
"""

from collections.abc import Sequence

from flask import Response
from werkzeug.exceptions import NotFound

from portal.public.register import words
from portal.public.register.asked import address_of_counted, counted, reading
from portal.public.register.exports import kept
from portal.public.register.feeds import bp
from portal.public.register.pictures import FIGURES, picture, pictures
from portal.public.register.statistics import Asked, Choices, Statistics, choices, statistics
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.chart_files import Picture, alone
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language, in_other_languages
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.texts import gettext, lazy, pgettext
from portal.web.sheet import CSV, as_asked, line
from shared.reference import OTHER, REGIONS

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE = 20  # States of the table on the page
_PAST = {
    "no": lazy("Without letters from before the platform"),
    "only": lazy("Letters from before the platform"),
}


@bp.get("/statistics")
@public
@in_every_language
def statistics_page() -> str:
    asked = counted()
    with engine().connect() as conn:
        found = statistics(conn, asked, reading())
        offered = choices(conn)
    shown = pictures(found, asked)
    rows = next((one.figure.rows for one in shown if one.name == "states"), [])
    return htmx.render(
        "register/statistics.html",
        block="content",
        asked=asked,
        address=address_of_counted(asked),
        all=found.all,
        pictures=shown,
        states=paging.part(rows, "states", paging.asked, size=_AT_ONCE),
        choices=_choices(offered, asked.state),
        years=offered.years,
        past=offered.past,
        reading=reading(),
    )


@bp.get("/statistics/<name>.csv")
@public
@in_other_languages
def statistics_csv(name: str) -> Response:
    """Return the numbers; the name of the file says of which day they are, and what is counted."""
    lines = _lines(name, _found(name))
    asked = address_of_counted(counted())
    parts = [f"statistics-{name}", today().isoformat(), *(f"{k}-{v}" for k, v in asked.items())]
    return kept(as_asked(lines), CSV, f"{'-'.join(parts)}.csv")


@bp.get("/statistics/<name>.svg")
@public
@in_other_languages
def statistics_svg(name: str) -> Response:
    """Return a picture for other people's pages: it brings its colours, and can do nothing."""
    asked = counted()
    one = picture(name, _found(name), asked)
    return as_svg(one, filters_of(asked), f"statistics-{name}.svg")


def as_svg(one: Picture, filters: Sequence[str], file: str) -> Response:
    """Return a picture that stands alone: it says of which day it is, and of what."""
    on = gettext("Published as of %(day)s", day=short_day(today()))
    return alone(one, file, on, listed(filters))


def _found(name: str) -> Statistics:
    if name not in FIGURES:
        raise NotFound
    with engine().connect() as conn:
        return statistics(conn, counted(), reading())


def _lines(name: str, found: Statistics) -> list[str]:
    """Return the table as it is on the page, with numbers that programs read."""
    figure = FIGURES[name](found)
    codes = any(row.short for row in figure.rows)
    table: list[Sequence[object]] = [
        [figure.about, *([pgettext("statistics", "Code")] if codes else []), *figure.columns],
        *([row.label, *([row.short] if codes else []), *row.values] for row in figure.rows),
    ]
    return [line(one) for one in table]


def filters_of(asked: Asked) -> list[str]:
    """Return in words what is counted: a picture that stands alone says so."""
    years = [str(one) if one else "…" for one in (asked.since, asked.until)]
    return [
        *([str(_PAST[asked.past])] if asked.past else []),
        *([names.word(REGIONS[asked.region])] if asked.region else []),
        *([words.recipient(asked.state)] if asked.state else []),
        *([words.acronym(asked.mandate)] if asked.mandate else []),
        *(["\N{EN DASH}".join(years)] if asked.since or asked.until else []),
    ]


def _choices(offered: Choices, chosen: str) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen, by filter: what there is something of, and the chosen State."""
    every = offered.states | ({chosen} - {""})
    some = [one for one in names.in_order(every, "states") if one != OTHER]
    last = [OTHER] if OTHER in every else []
    mandates = [(code, words.acronym(code)) for code in offered.mandates]
    return {
        "region": [(code, gettext(said)) for code, said in REGIONS.items()],
        "state": [(code, words.recipient(code)) for code in (*some, *last)],
        "mandate": sorted(mandates, key=lambda one: names.spelt(one[1])),
    }
