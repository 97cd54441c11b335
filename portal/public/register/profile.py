"""The profile of a State: numbers and lists, counted from what is public of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.public.register import tagged, words
from portal.public.register.cards import Card
from portal.public.register.events import Event, first_replies
from portal.public.register.statistics import Figures, Reading, figures
from portal.public.register.tagged import Tags
from portal.web.figures import Figure, Row
from portal.web.i18n.texts import gettext
from shared.reference.themes import THEMES

_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A published letter without a reply in substance, and the last day of the time to reply."""

    on: date
    letter: Event


def due(some: Sequence[Event], reading: Reading) -> list[Due]:
    """Return what falls due within a year, the nearest first."""
    replied = first_replies(some)
    waiting = [
        Due(on=one.on + timedelta(days=reading.within), letter=one)
        for one in some
        if one.kind == "letter" and one.of not in replied
    ]
    ahead = [one for one in waiting if reading.today <= one.on <= reading.today + _AHEAD]
    return sorted(ahead, key=lambda one: (one.on, one.letter.title))


def counted(some: Sequence[Event], state: str, reading: Reading) -> Figures:
    """Return the numbers of these letters, and of the replies that are among these events."""
    replied = first_replies(some)
    cards = [
        Card(
            communication_id=one.of,
            recipient=state,
            mandates=one.mandates,
            type=one.type,
            year=one.year,
            joint=len(one.mandates) > 1,
            sent_on=one.on,
            days_to_reply=(replied[one.of] - one.on).days if one.of in replied else None,
            otherwise=False,
        )
        for one in some
        if one.kind == "letter"
    ]
    return figures(cards, reading)


def by_theme(some: Sequence[Event], own: Tags) -> Mapping[str, int]:
    """Return how many recommendations each theme has; one of several themes is in each."""
    found = Counter(
        theme
        for one in some
        if one.kind == "recommendation"
        for theme in tagged.themes(one.part, one.mandates, own)
    )
    return {theme: found[theme] for theme in THEMES if found[theme]}


def theme_figure(numbers: Mapping[str, int]) -> Figure:
    return Figure(
        caption=gettext("Recommendations by theme"),
        about=gettext("Theme"),
        columns=[gettext("Recommendations")],
        rows=[Row(label=words.theme(one), values=[number]) for one, number in numbers.items()],
    )


def trend_figure(letters: Mapping[int, int], statements: Mapping[int, int]) -> Figure:
    """Return each year from the first to the last of which there is something."""
    years = sorted({*letters, *statements})
    every = range(years[0], years[-1] + 1) if years else range(0)
    return Figure(
        caption=gettext("Letters and statements by year"),
        about=gettext("Year"),
        columns=[gettext("Letters"), gettext("Statements")],
        rows=[
            Row(label=str(year), values=[letters.get(year, 0), statements.get(year, 0)])
            for year in every
        ],
    )
