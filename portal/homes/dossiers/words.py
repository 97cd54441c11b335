"""The words of country assessments, in the reader's language. What is published is said anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for
from sqlalchemy import Connection

from portal.committee.coverage import facts
from portal.committee.coverage import words as coverage
from portal.followup.inputs.queries import Call
from portal.followup.invitations import words as invitations
from portal.followup.recommendations import marked
from portal.followup.recommendations.marked import Grade
from portal.followup.visits import words as visits
from portal.homes.dossiers import queries
from portal.homes.dossiers.queries import Assessment
from portal.public.register import events
from portal.public.register import words as register
from portal.public.register.briefing import TEXTS
from portal.public.register.events import Event, Kind
from portal.stakeholders import queries as stakeholders
from portal.web.context import today, vault
from portal.web.i18n import names
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from shared.contracts.followup_dossiers import Audience, Line
from shared.core.message import Sealed

PARTS: Final = {
    "visit": lazy("The visit: days, terms of reference and team"),
    "state": lazy("The State at a glance"),
    "letters": lazy("Letters of the last five years"),
    "visits": lazy("Earlier visits, reports and recommendations"),
    "treaty_bodies": lazy("Treaty bodies"),
    "upr": lazy("Universal periodic review"),
    "un": lazy("The United Nations in the country"),
    "contributions": lazy("Contributions of the national institution and civil society"),
    "consult": lazy("Whom to consult, and how to reach them safely"),
}
AUDIENCES: Final[Mapping[Audience, str]] = {
    "team": lazy_pgettext("assessment", "The team"),
    "partners": lazy_pgettext("assessment", "Partners"),
}
ORIGINS: Final = {
    "register": lazy("Public register of letters"),
    "corpus": lazy("Recommendations of all mechanisms"),
    "coverage": lazy("Coverage of States"),
    **coverage.MARKS,
    "organisations": lazy("Register of organisations"),
    "mandates": lazy("Registry of mandates"),
    "states": lazy("List of States"),
    "file": lazy("The visit file"),
    "mission": lazy("The mission"),
    "call": lazy("Call for input"),
}
OF_LISTS: Final = ("letter", "visit", "past_visit", "recommendation", "contribution", "reprisal")
"""Lines that are many: they are shown a page at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``on``: none where the day may tell who it is of. ``more``: a longer text below.

    ``address``: where it stands.
    """

    on: date | None
    origin: str
    text: str
    more: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What is public today of what lines name. Without words for a line it is not shown.

    ``state``: of which the assessment is. ``contributions``: by id, the call and the name, none
    where it goes without. ``grades``: the last of a recommendation in each scheme, by its id.
    """

    state: str
    events: Mapping[tuple[str, int], Event]
    texts: Mapping[tuple[Kind, int], str | None]
    contributions: Mapping[str, tuple[Call, str | None]]
    holders: Sequence[str]
    grade: str | None
    grades: Mapping[str, Sequence[Grade]]


def public(conn: Connection, one: Assessment, lines: Sequence[Line]) -> Public:
    wanted = {place for each in lines if (place := _place(each))}
    found = {each.place: each for each in events.of_state(conn, one.state) if each.place in wanted}
    kinds = {each.kind for each in lines}
    recommended = [each for each in found.values() if each.kind in TEXTS]
    return Public(
        state=one.state,
        events=dict(found.items()),
        texts=events.texts(conn, recommended),
        contributions=_contributions(conn, one) if "contribution" in kinds else {},
        holders=_holders(conn, one.mandate) if "mandate" in kinds else (),
        grade=_grade(conn, one.state) if "nhri" in kinds else None,
        grades=marked.last_grades(conn, events.recommended(recommended)),
    )


def said(line: Line, of: Public) -> Said | None:
    """Return the line in words; None: what it names is not public any more, or no code of today."""
    if line.kind in _KEYED:
        place = _place(line)
        event = of.events.get(place) if place else None
        return None if event is None else _event(line, event, of)
    if line.kind == "contribution":
        return _contribution(line, of)
    try:
        text = _SAID[line.kind](line.says, of)
    except (LookupError, ValueError):  # a version is for ever, and codes are not
        return None
    return None if text is None else Said(on=line.on, origin=origin(line), text=text)


def origin(line: Line) -> str:
    return str(ORIGINS.get(line.origin, line.origin))


def version(audience: Audience, count: int) -> str:
    if audience == "partners":
        return gettext("Version %(number)s for partners", number=number(count))
    return gettext("Version %(number)s for the team", number=number(count))


_KEYED: Final = ("letter", "visit", "past_visit", "recommendation", "reprisal")


def _place(line: Line) -> tuple[str, int] | None:
    key = line.says[0] if line.kind in _KEYED and line.says else ""
    return (line.kind, int(key)) if key.isdecimal() else None


def _event(line: Line, event: Event, of: Public) -> Said:
    text = listed(
        each
        for each in (
            register.event(event),
            event.title,
            event.symbol,
            register.visited(event),
            register.acronyms(event.mandates),
        )
        if each
    )
    if event.kind == "letter":
        address = url_for("register.letter", slug=event.item)
    elif event.kind == "visit":
        address = url_for("register.statement", statement_id=event.item)
    elif event.kind == "past_visit":
        address = url_for("pastvisits.index", state=of.state, year=event.year)
    elif event.kind == "reprisal":
        address = url_for("publicreprisals.show", entry_id=event.item)
        more = of.texts.get(event.place)
        return Said(on=line.on, origin=origin(line), text=text, more=more, address=address)
    else:
        graded = [each.whole for each in of.grades.get(event.part, ())]
        text = "; ".join([text, *graded])
        return Said(on=line.on, origin=origin(line), text=text, more=of.texts.get(event.place))
    return Said(on=line.on, origin=origin(line), text=text, address=address)


def _contribution(line: Line, of: Public) -> Said | None:
    found = of.contributions.get(line.says[0]) if line.says else None
    if found is None:
        return None
    call, name = found
    return Said(
        on=call.closes_on if name else None,
        origin=origin(line),
        text=name or gettext("Published without a name"),
        address=url_for("inputcalls.show", call_id=call.call_id),
    )


def _dates(says: Sequence[str], _: Public) -> str:
    first, last = map(date.fromisoformat, says)
    return gettext("Visit from %(first)s to %(last)s", first=short_day(first), last=short_day(last))


def _mandate(says: Sequence[str], of: Public) -> str:
    return listed([names.mandate(says[0]), *of.holders])


def _invitation(says: Sequence[str], _: Public) -> str:
    scope, *mandates = says
    told = [str(invitations.SCOPES[scope])]  # type: ignore[index]  # as it was recorded
    return listed([*told, *([invitations.mandates(tuple(mandates))] if mandates else [])])


def _coverage(says: Sequence[str], _: Public) -> str:
    key, kind, value = says
    return gettext(
        "%(what)s: %(value)s", what=coverage.called(key), value=coverage.answer(kind, value)
    )


def _nhri(_: Sequence[str], of: Public) -> str | None:
    if of.grade is None:
        return None
    return gettext(
        "%(what)s: %(value)s",
        what=coverage.called(facts.NHRI),
        value=coverage.answer("grade", of.grade),
    )


def _letters(says: Sequence[str], _: Public) -> str:
    year, sent, due, answered, *days = says
    told = gettext(
        "published: %(sent)s; answered in substance: %(answered)s of %(due)s whose time to reply "
        "is over",
        answered=number(int(answered)),
        due=number(int(due)),
        sent=number(int(sent)),
    )
    if days:
        count = int(days[0])
        median = ngettext(
            "median time to the first reply: %(count)s day",
            "median time to the first reply: %(count)s days",
            count,
        )
        told = listed([told, median])
    return gettext("%(what)s: %(value)s", what=year or gettext("All these years"), value=told)


def _listed(says: Sequence[str], _: Public) -> str:
    kind, shown, every = says
    return gettext(
        "%(what)s: the newest %(shown)s of %(all)s are listed",
        what=register.EVENTS.get(kind) or gettext("Contributions"),
        shown=number(int(shown)),
        all=number(int(every)),
    )


def _review(says: Sequence[str], _: Public) -> str:
    session, supported, noted, every = says
    return gettext(
        "Session %(session)s: supported %(supported)s, noted %(noted)s, of %(all)s recommendations",
        session=session or gettext("not named"),
        supported=number(int(supported)),
        noted=number(int(noted)),
        all=number(int(every)),
    )


def _count(called: Callable[[str], str]) -> Callable[[Sequence[str], Public], str]:
    return lambda says, _: gettext(
        "%(what)s: %(value)s", what=called(says[0]), value=number(int(says[1]))
    )


def _document(says: Sequence[str], _: Public) -> str:
    body, count = says
    told = ngettext(
        "its latest document has %(count)s recommendation",
        "its latest document has %(count)s recommendations",
        int(count),
    )
    return gettext("%(what)s: %(value)s", what=body, value=told)


_SAID: Final[Mapping[str, Callable[[Sequence[str], Public], str | None]]] = {
    "dates": _dates,
    "terms": lambda says, _: gettext(
        "%(what)s: %(value)s",
        what=gettext("Terms of reference"),
        value=visits.TERMS[says[0]][0],  # type: ignore[index]  # as the file stood
    ),
    "mandate": _mandate,
    "region": lambda says, _: coverage.group(says[0]),
    "invitation": _invitation,
    "coverage": _coverage,
    "nhri": _nhri,
    "letters": _letters,
    "types": _count(register.type_),
    "grades": _count(register.grade),
    "listed": _listed,
    "themes": _count(register.theme),
    "document": _document,
    "review": _review,
    "upr_theme": _count(str),
}


def _contributions(conn: Connection, one: Assessment) -> Mapping[str, tuple[Call, str | None]]:
    found = queries.contributions(conn, one)
    rows = [row for _, row in found]
    texts: list[Sealed] = [row.text for row in rows]
    named = [row.name for row in rows if row.name and row.publication == "named"]
    opened = dict(zip((*texts, *named), vault().reveal_public([*texts, *named]), strict=True))
    return {
        row.contribution_id: (call, opened.get(row.name) if row.name else None)
        for call, row in found
        if opened[row.text] is not None
    }


def _holders(conn: Connection, mandate: str) -> Sequence[str]:
    chain = stakeholders.chain(conn, mandate, today())
    held = [seat.held.holder for seat in chain.seats if seat.held] if chain else []
    return [name for name in vault().reveal_public(held) if name is not None]


def _grade(conn: Connection, state: str) -> str | None:
    found = [
        cell.value
        for column, cell in facts.recorded(conn, state, today())
        if column.key == facts.NHRI
    ]
    return found[0] if found else None
