"""The mandates in figures: their number over time, and the days without a holder (section C.7).

How soon new holders could sign is for the Chief and the Committee, in bands and without a name.
"""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, url_for

from portal.stakeholders import queries
from portal.stakeholders.registryfigures import counting, course
from portal.stakeholders.registryfigures.counting import BANDS, NEVER, OVER, WAITS, Gap, Ready
from portal.stakeholders.registryfigures.course import Course
from portal.stakeholders.words import SEATS
from portal.web import charts, paging
from portal.web.accounts.access import public, require, signed_in
from portal.web.charts import Drawing
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.stepped import Turn, stepped
from shared.core.roles import Role

bp = Blueprint("mandatefigures", __name__, url_prefix="/mandates/figures")

READERS = frozenset({Role.CHIEF, Role.COORDINATION_COMMITTEE})
WORDS = {
    course.CREATED: lazy("Created"),
    course.MERGED: lazy("Merged into another mandate"),
    course.SPLIT: lazy("Separated again from another mandate"),
    course.ENDED: lazy("Ended"),
    course.LAPSED: lazy("Lapsed without a renewal"),
    course.BACK: lazy("Established again"),
}
_AT_ONCE = 20


@bp.get("")
@public
@in_every_language
def index() -> str:
    on = today()
    with engine().connect() as conn:
        lives = course.every(conn)
        chains = queries.chains(conn, queries.of_kind(""), on)
    found = course.course(lives, on)
    gaps = counting.gaps(chains, lives, on)
    vacant = _vacant(gaps)
    person = signed_in()
    return render_template(
        "mandatefigures/index.html",
        course=found,
        drawing=_drawn(found, on) if found else None,
        finding=_finding(found, on) if found else "",
        events=paging.part(found.events[::-1] if found else [], "events", paging.asked),
        words=WORDS,
        vacant=vacant,
        gaps=paging.part(vacant.rows, "vacant", paging.asked, size=_AT_ONCE),
        reads=person is not None and person.has(*READERS),
        mandate_name=mandate_name,
    )


@bp.get("/ready")
@require(*READERS)
def ready() -> str:
    with engine().connect() as conn:
        found = counting.ready(conn, today())
    return render_template("mandatefigures/ready.html", figure=_ready(found), median=found.median)


def _drawn(found: Course, on: date) -> Drawing:
    numbers = {kind: nth for nth, kind in enumerate(course.KINDS, 1)}
    drawing = stepped(
        found.begins,
        on,
        found.number,
        [Turn(on=one.since, number=there, kind=numbers[one.kind]) for one, there in found.events],
        [str(WORDS[kind]) for kind in course.KINDS],
    )
    return charts.on_page(drawing)


def _finding(found: Course, on: date) -> str:
    there = found.events[-1][1] if found.events else found.number
    return _(
        "%(first)s: %(begin)s. %(last)s: %(there)s.",
        first=short_day(found.begins),
        begin=number(found.number),
        last=short_day(on),
        there=number(there),
    )


def _vacant(gaps: Sequence[Gap]) -> Figure:
    return Figure(
        caption=_("Days without a holder"),
        about=_("Mandate, and from when to when"),
        columns=[_("Days")],
        rows=[
            Row(
                label=listed([_called(one), _when(one)]),
                values=[one.days],
                link=url_for("mandates.show", mandate=one.mandate),
            )
            for one in gaps
        ],
    )


def _called(one: Gap) -> str:
    name = mandate_name(one.mandate)
    return listed([name, str(SEATS[one.seat])]) if one.seat else name


def _when(one: Gap) -> str:
    if one.last is None:
        return _("vacant since %(day)s", day=short_day(one.first))
    return _("%(first)s to %(last)s", first=short_day(one.first), last=short_day(one.last))


def _ready(found: Ready) -> Figure:
    words: dict[int | str, str] = {0: _("On the first day of the term, or before")}
    for least, most in zip((one + 1 for one in BANDS), BANDS[1:], strict=False):
        words[most] = _("Days: %(least)s to %(most)s", least=number(least), most=number(most))
    words |= {
        OVER: _("Days: more than %(most)s", most=number(BANDS[-1])),
        WAITS: _("Not yet"),
        NEVER: _("Not before the term ended"),
    }
    return Figure(
        caption=_("Days from the start of a term until nothing bars signing"),
        about=_("How long"),
        columns=[_("Terms")],
        rows=[Row(label=said, values=[found.bands.get(band, 0)]) for band, said in words.items()]
        if found.bands
        else [],
    )
