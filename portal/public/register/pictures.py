"""The figures of the statistics page: each is a table, a picture, and two files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from portal.committee.coverage.words import group
from portal.letters.statements.words import KINDS
from portal.public.register import words
from portal.public.register.statistics import PROMPTNESS, Asked, Statistics
from portal.web import charts
from portal.web.chart_files import Picture
from portal.web.charts import Drawing
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from shared.reference import COMMUNICATION_TYPES, COOPERATION, REGIONS
from shared.reference.coverage import GROUPS, covered

_MEASURED: Final = ("rates", "days")
_LONGEST = 100
"""Years in a row of which each has its place, whether or not there is anything of it."""
_Draw: TypeAlias = Callable[[Figure], Drawing]


def pictures(found: Statistics, asked: Asked) -> list[Picture]:
    """Return the pictures that show something. What a filter makes one is not compared."""
    alone = {"regions": asked.state or asked.region, "states": asked.state}
    some = (picture(name, found, asked) for name in FIGURES if not alone.get(name))
    return [one for one in some if _shows(one)]


def _shows(one: Picture) -> bool:
    """A rate of 0 per cent and a median of 0 days say something; 0 letters do not."""
    values = [value for row in one.figure.rows for value in row.values]
    if one.name in _MEASURED:
        return any(value is not None for value in values)
    return any(values)


def picture(name: str, found: Statistics, asked: Asked) -> Picture:
    figure = FIGURES[name](found)
    drawing, draw = _drawn(name, figure, asked), _DRAWN.get(name)
    told = charts.apart(figure) if draw is charts.heat else figure
    return Picture(
        name=name,
        figure=figure,
        drawing=charts.on_page(drawing),
        finding=charts.finding(told, together=draw is charts.columns),
    )


def _drawn(name: str, figure: Figure, asked: Asked) -> Drawing:
    if name == "states":
        return charts.tiles(figure, _tiles(figure, asked))
    return _DRAWN.get(name, charts.bars)(figure)


def _letters(found: Statistics) -> Figure:
    return Figure(
        caption=_("Letters by year and type"),
        about=_("Year"),
        columns=[words.type_(code) for code in COMMUNICATION_TYPES],
        rows=[
            Row(
                label=str(year),
                values=[found.letters.get((year, code), 0) for code in COMMUNICATION_TYPES],
            )
            for year in _years(found.years)
        ],
    )


def _regions(found: Statistics) -> Figure:
    """The last row is there when it is not empty."""
    others = found.regions.get("", 0)
    return Figure(
        caption=_("Letters by regional group"),
        about=_("Regional group"),
        columns=[_("Letters")],
        rows=[
            *(
                Row(label=_(said), values=[found.regions.get(code, 0)])
                for code, said in REGIONS.items()
            ),
            *([Row(label=_("In no regional group"), values=[others])] if others else []),
        ],
    )


def _states(found: Statistics) -> Figure:
    """The most letters first, then by name. No number of replies where none is counted."""
    listed = names.in_order(found.states, "states")
    return Figure(
        caption=_("Letters by recipient"),
        about=_("Recipient"),
        columns=[_("Letters"), _("Time to reply is over"), _("Answered in substance")],
        rows=[
            Row(
                label=words.recipient(code),
                short=code,
                values=[
                    of.letters,
                    *([of.due, of.answered] if of.replies_counted else [None, None]),
                ],
                link=words.of_state(code),
            )
            for code in sorted(listed, key=lambda code: -found.states[code].letters)
            for of in [found.states[code]]
        ],
    )


def _mandates(found: Statistics) -> Figure:
    """A joint letter counts once for each of its mandates."""
    listed = names.in_order(found.mandates, "mandates")
    return Figure(
        caption=_("Letters by mandate"),
        about=_("Mandate"),
        columns=[_("Letters")],
        rows=[
            Row(
                label=words.mandate(code),
                short=words.acronym(code),
                values=[found.mandates[code]],
                link=words.of_mandate(code),
            )
            for code in sorted(listed, key=lambda code: -found.mandates[code])
        ],
    )


def _replies(found: Statistics) -> Figure:
    def of_year(year: int) -> list[int]:
        of, otherwise = found.years.get(year), found.otherwise.get(year, 0)
        if of is None:
            return [0, 0, 0, 0]
        silent = of.due - of.answered - otherwise
        return [of.in_time, of.answered - of.in_time, otherwise, silent]

    return Figure(
        caption=_("Replies, by the year of the letter"),
        about=_("Year"),
        columns=[
            _("In substance, in time"),
            _("In substance, later"),
            _("Another reply alone"),
            _("No reply"),
        ],
        rows=[Row(label=str(year), values=of_year(year)) for year in _replied(found)],
    )


def _rates(found: Statistics) -> Figure:
    def of_year(year: int) -> list[int | None]:
        of = found.years.get(year)
        return [of.response_rate, of.rate_in_time] if of else [None, None]

    return Figure(
        caption=_("Letters answered, in per cent of those whose time to reply is over"),
        about=_("Year"),
        columns=[_("Answered in substance"), _("Answered in time")],
        rows=[Row(label=str(year), values=of_year(year)) for year in _replied(found)],
    )


def _days(found: Statistics) -> Figure:
    def of_year(year: int) -> int | None:
        return found.years[year].days if year in found.years else None

    return Figure(
        caption=_("Days to the first reply in substance (median)"),
        about=_("Year"),
        columns=[_("Days")],
        rows=[Row(label=str(year), values=[of_year(year)]) for year in _replied(found)],
    )


def _statements(found: Statistics) -> Figure:
    return Figure(
        caption=_("Statements by year and kind"),
        about=_("Year"),
        columns=[names.word(said) for said in KINDS.values()],
        rows=[
            Row(
                label=str(year),
                values=[found.statements.get((year, kind), 0) for kind in KINDS],
            )
            for year in _years(year for year, _kind in found.statements)
        ],
    )


def _grades(found: Statistics) -> Figure:
    return Figure(
        caption=_("Grades of published replies"),
        about=_("Grade"),
        columns=[_("Grades given")],
        rows=[
            Row(label=words.grade(value), values=[number]) for value, number in found.grades.items()
        ],
    )


def _compared(found: Statistics) -> Figure:
    """How soon a letter was answered beside the grade: neither is added up, and neither ranks."""
    said = {
        "in_time": _("In substance, in time"),
        "later": _("In substance, later"),
        "not_due": _("Time to reply is not over"),
    }
    return Figure(
        caption=_("Grades, by how soon the reply in substance came"),
        about=_("First reply in substance"),
        columns=[words.grade(value) for value in COOPERATION.values],
        rows=[
            Row(
                label=said[how],
                values=[found.compared.get((how, value), 0) for value in COOPERATION.values],
            )
            for how in PROMPTNESS
        ],
    )


FIGURES: Final[Mapping[str, Callable[[Statistics], Figure]]] = MappingProxyType(
    {
        "letters": _letters,
        "regions": _regions,
        "states": _states,
        "mandates": _mandates,
        "replies": _replies,
        "rates": _rates,
        "days": _days,
        "statements": _statements,
        "grades": _grades,
        "compared": _compared,
    }
)
_DRAWN: Final[Mapping[str, _Draw]] = MappingProxyType(
    {
        "letters": charts.columns,
        "replies": charts.columns,
        "statements": charts.columns,
        "rates": charts.lines,
        "days": charts.lines,
        "compared": charts.heat,
    }
)
"""The others have bars, and States have tiles."""


def _replied(found: Statistics) -> list[int]:
    """Return the years of letters whose replies are counted."""
    return _years(year for year, of in found.years.items() if of.letters > of.past)


def _years(some: Iterable[int]) -> list[int]:
    """Return them in order, with the years between of which there is nothing."""
    years = sorted({*some})
    if not years or years[-1] - years[0] > _LONGEST:
        return years
    return list(range(years[0], years[-1] + 1))


def _tiles(figure: Figure, asked: Asked) -> dict[str, Sequence[Row]]:
    return tiles_of({row.short: row.values[0] for row in figure.rows}, asked.region)


def tiles_of(numbers: Mapping[str, int | None], region: str = "") -> dict[str, Sequence[Row]]:
    """Return every State of the groups that are asked for, by group; none has no letter: 0."""
    return {
        group(of): [
            Row(label=words.recipient(code), short=code, values=[numbers.get(code, 0)])
            for code in names.in_order((one for one in covered() if covered()[one] == of), "states")
        ]
        for of in GROUPS
        if not region or of == region
    }
