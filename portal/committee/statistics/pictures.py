"""The figures of internal statistics: each is a table first, may have a picture, and is a sheet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from portal.committee.statistics.comparing import HOW
from portal.committee.statistics.counting import BECAME, MANY, Answers, Numbers
from portal.web import charts
from portal.web.charts import Drawing
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import language, lazy
from shared.reference import COMMUNICATION_TYPES, COOPERATION, mandate_acronym
from shared.reference.schemes import SCHEMES

_Draw: TypeAlias = Callable[[Figure], Drawing]
_LONGEST: Final = 100
"""Years in a row of which each has its place, whether or not there is anything of it."""
_BECAME: Final[Mapping[str, str]] = {
    "shared": lazy("Shared with mandates"),
    "referred": lazy("Referred elsewhere"),
    "not_actioned": lazy("Not taken up"),
    "with_desk": lazy("With the desk or the source"),
}
_SIGNED: Final[Mapping[int, str]] = {
    1: lazy("One mandate"),
    2: lazy("Two mandates"),
    3: lazy("Three mandates"),
    MANY: lazy("Four mandates or more"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``name``: in addresses. ``drawing``: None where the table is all there is."""

    name: str
    figure: Figure
    drawing: Drawing | None
    finding: str


def pictures(found: Numbers) -> list[Picture]:
    """Return the figures that show something, as the page has them."""
    return [_picture(name, figure) for name, figure in figures(found)]


def figures(found: Numbers) -> list[tuple[str, Figure]]:
    """Return the figures that show something, by name."""
    some = [(name, made(found)) for name, made in FIGURES.items()]
    return [(name, figure) for name, figure in some if _shows(name, figure)]


def _picture(name: str, figure: Figure) -> Picture:
    draw = _DRAWN.get(name)
    drawing = draw(figure) if draw else None
    if drawing is not None and language().right_to_left:
        drawing = charts.mirrored(drawing)
    told = charts.apart(figure) if draw is charts.heat else figure
    return Picture(
        name=name,
        figure=figure,
        drawing=drawing,
        finding=charts.finding(told, together=draw is charts.columns) if draw else "",
    )


def _shows(name: str, figure: Figure) -> bool:
    values = [value for row in figure.rows for value in row.values]
    if name in _MEASURED:
        return any(value is not None for value in values)
    return any(values)


def _submissions(found: Numbers) -> Figure:
    return Figure(
        caption=_("Submissions by the year in which they came, and what became of them"),
        about=_("Year"),
        columns=[_(_BECAME[became]) for became in BECAME],
        rows=[
            Row(label=str(year), values=[found.received.get((year, one), 0) for one in BECAME])
            for year in _years(year for year, _became in found.received)
        ],
    )


def _origins(found: Numbers) -> Figure:
    return Figure(
        caption=_("Submissions by the State that they concern"),
        about=_("State"),
        columns=[_("Submissions")],
        rows=[
            Row(label=names.recipient(code), short=code, values=[found.origins[code]])
            for code in names.in_order(found.origins, "states")
        ],
    )


def _hours(found: Numbers) -> Figure:
    return Figure(
        caption=_("Hours from the receipt of a submission to the sending of its letter (median)"),
        about=_("Year"),
        columns=[_type(code) for code in COMMUNICATION_TYPES],
        rows=[
            Row(label=str(year), values=[found.hours.get((year, of)) for of in COMMUNICATION_TYPES])
            for year in _years(year for year, _of in found.hours)
        ],
    )


def _urgent(found: Numbers) -> Figure:
    return Figure(
        caption=_("Urgent appeals, by how soon they were sent"),
        about=_("Year"),
        columns=[_("Within 24 hours"), _("Later")],
        rows=[
            Row(label=str(year), values=[*found.urgent.get(year, (0, 0))])
            for year in _years(found.urgent)
        ],
    )


def _letters(found: Numbers) -> Figure:
    return Figure(
        caption=_("Letters by year and type"),
        about=_("Year"),
        columns=[_type(code) for code in COMMUNICATION_TYPES],
        rows=[
            Row(
                label=str(year),
                values=[found.letters.get((year, c), 0) for c in COMMUNICATION_TYPES],
            )
            for year in _years(year for year, _type_ in found.letters)
        ],
    )


def _signed(found: Numbers) -> Figure:
    return Figure(
        caption=_("Letters by how many mandates signed them"),
        about=_("Year"),
        columns=[_(words) for words in _SIGNED.values()],
        rows=[
            Row(label=str(year), values=[found.signed.get((year, many), 0) for many in _SIGNED])
            for year in _years(year for year, _many in found.signed)
        ],
    )


def _pairs(found: Numbers) -> Figure:
    """Sorted by number: what it shows is who works together, and ranks nobody."""
    there = {code for one, other, _count in found.pairs for code in (one, other)}
    named = {code: names.mandate(code) for code in there}
    return Figure(
        caption=_("Letters that two mandates signed together"),
        about=_("Mandates"),
        columns=[_("Letters")],
        rows=[
            Row(
                label=listed([named[one], named[other]]),
                short=listed((mandate_acronym(one), mandate_acronym(other))),
                values=[count],
            )
            for one, other, count in found.pairs
        ],
    )


def _replies(found: Numbers) -> Figure:
    return Figure(
        caption=_("Replies, by the year of the letter"),
        about=_("Year"),
        columns=_columns(),
        rows=[
            Row(label=str(year), values=_values(found.replies.get(year)))
            for year in _years(found.replies)
        ],
    )


def _states(found: Numbers) -> Figure:
    """By name, never by a number: nobody is ranked (SD3)."""
    return Figure(
        caption=_("Replies, by recipient"),
        about=_("Recipient"),
        columns=[_("Time to reply is over"), *_columns(), _("Days to the first reply (median)")],
        rows=[
            Row(
                label=names.recipient(code),
                short=code,
                values=[of.due, *_values(of), of.days],
            )
            for code in names.in_order(found.states, "states")
            for of in [found.states[code]]
        ],
    )


def _grades(found: Numbers) -> Figure:
    nothing = None if found.floored else 0
    return Figure(
        caption=_("Grades of replies"),
        about=_("Grade"),
        columns=[_("Grades given")],
        rows=[
            Row(label=names.word(said), values=[found.grades.get(value, nothing)])
            for value, said in COOPERATION.values.items()
        ],
    )


def _compared(found: Numbers) -> Figure:
    """How soon a letter was answered beside the grade: neither is added up, and neither ranks."""
    unsaid = None if found.floored else 0
    said = {
        "in_time": _("In substance, in time"),
        "later": _("In substance, later"),
        "not_due": _("Time to reply is not over"),
    }
    return Figure(
        caption=_("Grades, by how soon the reply in substance came: at least so many")
        if found.floored
        else _("Grades, by how soon the reply in substance came"),
        about=_("First reply in substance"),
        columns=[names.word(one) for one in COOPERATION.values.values()],
        rows=[
            Row(
                label=said[how],
                values=[found.compared.get((how, value), unsaid) for value in COOPERATION.values],
            )
            for how in HOW
        ],
    )


def _recommended(found: Numbers) -> Figure:
    """Schemes stand beside each other, each by its name: none is converted into another."""
    shown = {scheme for scheme, _value in found.recommended}
    return Figure(
        caption=_("Grades of what Governments did about recommendations: at least so many"),
        about=_("Grade"),
        columns=[_("Grades given")],
        rows=[
            Row(
                label=f"{names.word(scheme.name)}: {names.word(said)}",
                values=[found.recommended.get((code, value))],
            )
            for code, scheme in SCHEMES.items()
            if code in shown
            for value, said in scheme.values.items()
        ],
    )


FIGURES: Final[Mapping[str, Callable[[Numbers], Figure]]] = MappingProxyType(
    {
        "submissions": _submissions,
        "origins": _origins,
        "hours": _hours,
        "urgent": _urgent,
        "letters": _letters,
        "signed": _signed,
        "pairs": _pairs,
        "replies": _replies,
        "states": _states,
        "grades": _grades,
        "compared": _compared,
        "recommended": _recommended,
    }
)
_DRAWN: Final[Mapping[str, _Draw]] = MappingProxyType(
    {
        "submissions": charts.columns,
        "hours": charts.heat,
        "urgent": charts.columns,
        "letters": charts.columns,
        "signed": charts.columns,
        "pairs": charts.bars,
        "replies": charts.columns,
        "grades": charts.bars,
        "compared": charts.heat,
    }
)
"""States have no picture: each is compared with nobody. Lines are told apart for two series."""
_MEASURED: Final = ("hours",)


def _columns() -> list[str]:
    return [
        _("In substance, in time"),
        _("In substance, later"),
        _("Another reply alone"),
        _("No reply"),
    ]


def _values(of: Answers | None) -> list[int | None]:
    return [of.in_time, of.later, of.otherwise, of.silent] if of else [0, 0, 0, 0]


def _type(code: str) -> str:
    return names.word(COMMUNICATION_TYPES[code])


def _years(some: Iterable[int]) -> list[int]:
    """Return them in order, with the years between of which there is nothing."""
    years = sorted({*some})
    if not years or years[-1] - years[0] > _LONGEST:
        return years
    return list(range(years[0], years[-1] + 1))
