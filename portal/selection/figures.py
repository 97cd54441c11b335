"""The selection in figures: for everybody, and with every step for the selection officer (A.7)."""

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for

from portal.selection import counted
from portal.selection.balance import NO_GROUP
from portal.selection.counted import PUBLIC, STEPS, Alike
from portal.web.accounts.access import public, require
from portal.web.context import now
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.core.roles import Role
from shared.reference import GENDERS, REGIONS

bp = Blueprint("figures", __name__)
_officer = require(Role.SELECTION_OFFICER)

_WORDS = {
    "applied": lazy("Applied"),
    "eligible": lazy("Eligible"),
    "interviewed": lazy("To be interviewed"),
    "recommended": lazy("Recommended"),
    "appointed": lazy("Appointed"),
}


@bp.get("/vacancies/figures")
@public
@in_every_language
def index() -> str:
    at = now()
    with engine().connect() as conn:
        people = counted.everybody(conn, at)
    over = counted.of_years_over(people, at)
    return render_template(
        "selection/figures.html",
        public=True,
        figures=[
            _genders(over, PUBLIC, public=True),
            _regions(people, PUBLIC[1:]),
            *_of_all(people, "selection.listed.vacancy"),
        ],
    )


@bp.get("/selection/figures")
@_officer
def exact() -> str:
    """The officer screens every application and sees every number."""
    with engine().connect() as conn:
        people = counted.everybody(conn, now(), inside=True)
        in_talks = counted.interviewed(conn, now())
    return render_template(
        "selection/figures.html",
        public=False,
        figures=[
            _genders([*people, *in_talks], STEPS),
            _regions([*people, *in_talks], STEPS),
            *_of_all(people, "selection.officer.vacancy"),
        ],
    )


def _genders(people: Sequence[Alike], steps: Sequence[str], *, public: bool = False) -> Figure:
    """``public``: a gender has a column only where a number says that there is somebody."""
    counts = counted.by_step(people, _gender, steps)

    def value(step: str, group: str) -> int | None:
        if step == "applied" and public:
            return counted.for_everybody(people, _gender, group)
        return counts.get((group, step), 0)

    groups = [one for one in GENDERS if any(value(step, one) for step in steps)]
    return Figure(
        caption=_("From the application to the appointment, by gender"),
        about=_("Step"),
        columns=[_(GENDERS[one]) for one in groups],
        rows=[
            Row(label=str(_WORDS[step]), values=[value(step, one) for one in groups])
            for step in steps
        ]
        if groups
        else [],
    )


def _gender(one: Alike) -> str:
    return one.gender


def _regions(people: Sequence[Alike], steps: Sequence[str]) -> Figure:
    counts = counted.by_step(people, lambda one: one.region, steps)
    groups = {**REGIONS, "": NO_GROUP} if any(not group for group, _step in counts) else REGIONS
    return Figure(
        caption=_("By regional group of the nationality given first"),
        about=_("Regional group"),
        columns=[str(_WORDS[step]) for step in steps],
        rows=[
            Row(label=_(words), values=[counts.get((code, step), 0) for step in steps])
            for code, words in groups.items()
        ]
        if counts
        else [],
    )


def _of_all(people: Sequence[Alike], page: str) -> list[Figure]:
    """What everybody may read of each vacancy and each year."""
    appointed = counted.appointments(people)
    genders = [one for one in GENDERS if any(gender == one for _year, gender in appointed)]
    return [
        Figure(
            caption=_("Eligible candidates for each vacancy"),
            about=_("Vacancy"),
            columns=[str(_WORDS["eligible"])],
            rows=[
                Row(label=mandate(code), values=[number], link=url_for(page, vacancy_id=vacancy_id))
                for (vacancy_id, code), number in counted.eligible_of(people).items()
            ],
        ),
        Figure(
            caption=_("Appointed in each year, by gender"),
            about=_("Year"),
            columns=[_(GENDERS[one]) for one in genders],
            rows=[
                Row(label=str(year), values=[appointed.get((year, one), 0) for one in genders])
                for year in sorted({year for year, _gender in appointed}, reverse=True)
            ],
        ),
    ]
