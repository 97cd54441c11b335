"""The numbers of a year, from what is public; and how far the tables had come (decision 0093).

Each table is counted by a version of the definitions, which the fact of the draft names: a past
pack is counted by its own, so that a table that came later is not in it (decision 0156).

A letter under embargo is in no number. A follow-up letter counts as one only if the letter that it
follows up is public too. A year before the first public text has no numbers, and not nought.
Invitations and last visits are those of the coverage of States today (decision 0154), so they stand
under the year just over alone; a corrigendum has those of the edition before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import Connection, select

from portal.casefile.history import CONSUMER as HISTORY
from portal.casefile.replies.tables import steps
from portal.committee.coverage import joined
from portal.committee.coverage.read_model import CONSUMER as COVERAGE
from portal.committee.coverage.table import set_in_force
from portal.committee.reports.read_model import CONSUMER as REPORTS
from portal.followup.invitations.read_model import CONSUMER as INVITATIONS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.followup.rounds.read_model import CONSUMER as ROUNDS
from portal.followup.visit_reports.read_model import CONSUMER as VISIT_REPORTS
from portal.followup.visits.read_model import CONSUMER as VISITS
from portal.public.packs import entries, people, reports, visits
from portal.public.packs.people import Seat
from portal.public.packs.reports import Report, Table
from portal.public.packs.visits import Visit
from portal.public.register import cards
from portal.public.register.cards import Card
from portal.public.register.statement_cards import StatementCard, statement_cards
from portal.public.register.statement_model import REGISTER_STATEMENTS
from portal.public.register.statistics import Reading, figures, region_of
from portal.selection.counted import Alike
from portal.selection.read_model import CONSUMER as SELECTION
from portal.stakeholders.read_model import CONSUMER as TERMS
from shared.contracts.stakeholders_packs import PackRow, PackTable, Reached
from shared.reference import COMMUNICATION_TYPES, REGIONS, mandates
from shared.reference.coverage import (
    ASKED,
    ELSEWHERE,
    GROUPS,
    NEVERS,
    NOT_APPLICABLE,
    covered,
)
from shared.reference.packs import DEFINITIONS, NOWHERE, kept, rows_of, tables_of

SOURCES = (
    cards.CONSUMER,
    REGISTER_STATEMENTS.consumer,
    REPLIES.consumer,
    COVERAGE,
    HISTORY,
    INVITATIONS,
    VISIT_REPORTS,
    VISITS,
    TERMS,
    SELECTION,
    REPORTS,
    ROUNDS,
    RECOMMENDATIONS.consumer,
    entries.CONSUMER,
)
"""The read models that a pack is counted from."""
Rows: TypeAlias = Iterable[tuple[str, Sequence[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    position: tuple[Reached, ...]
    tables: tuple[PackTable, ...]
    definitions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """What is public of a year. ``follow_ups``: letters by id; ``any_letter``: of it or before.

    ``visits``: as the Committee recorded them; ``made``: those of every year that are public;
    ``lines``: of visit files, by year. ``entered``: by table and row, as the Chief recorded it.
    """

    year: int
    definitions: int
    reading: Reading
    letters: Sequence[Card]
    follow_ups: frozenset[str]
    statements: Sequence[StatementCard]
    any_letter: bool
    any_statement: bool
    seats: Sequence[Seat]
    candidates: Sequence[Alike]
    made: Sequence[Visit]
    lines: Mapping[int, Counter[str]]
    reports: Sequence[Report]
    followups: Sequence[Table]
    visits: Mapping[str, str]
    invitations: Mapping[str, str]
    entered: Mapping[str, Mapping[str, Sequence[int]]]


def counted(
    conn: Connection,
    year: int,
    reading: Reading,
    *,
    before: Sequence[PackTable] | None = None,
    reason: str | None = None,
    definitions: int = DEFINITIONS,
    was: int = DEFINITIONS,
) -> Counted:
    """Return the tables for which there are facts. All is read as of one moment.

    ``before``: the tables of the edition that this one corrects, for a ``reason``.
    ``definitions``: the version by which it is counted; ``was``: by which that edition was.
    """
    if conn.dialect.name == "postgresql":
        conn.execution_options(isolation_level="REPEATABLE READ")
    position = tuple(
        Reached(read_model=name, topic=topic, partition=partition, position=reached)
        for name in SOURCES
        for topic, partition, reached in cards.version_of(conn, name)
    )
    of, keys = _of(conn, year, reading, definitions), tables_of(definitions)
    stays = frozenset[str]() if before is None else kept(reason, was)
    made = {
        key: PackTable(
            key=key, rows=tuple(PackRow(key=code, values=tuple(told)) for code, told in rows)
        )
        for key in keys
        if key not in stays and (rows := [*_ROWS[key](of)])
    }
    made |= {one.key: one for one in before or () if one.key in stays}
    tables = tuple(made[key] for key in keys if key in made)
    return Counted(position=position, tables=tables, definitions=definitions)


def first_year(conn: Connection) -> int | None:
    """Return the year of the first public letter: before it there is nothing to count."""
    return min((one.year for one in cards.cards(conn).letters.values()), default=None)


def _of(conn: Connection, year: int, reading: Reading, definitions: int) -> Of:
    every, said = [*cards.cards(conn).letters.values()], statement_cards(conn)
    public = {one.communication_id for one in every}
    s = steps.c
    answers = _answers(conn, reading.today) if reading.today.year == year + 1 else {}
    followed = conn.execute(select(s.communication_id, s.other_id).where(s.other_id.is_not(None)))
    return Of(
        year=year,
        definitions=definitions,
        reading=reading,
        letters=[one for one in every if one.year == year],
        follow_ups=frozenset(row.other_id for row in followed if row.communication_id in public),
        statements=[one for one in said if one.year == year],
        any_letter=any(one.year <= year for one in every),
        any_statement=any(one.year <= year for one in said),
        seats=people.seats(conn, date(year, 12, 31)),
        candidates=people.ended_in(conn, year),
        made=visits.visits(conn),
        lines=visits.lines(conn, year),
        reports=reports.reports(conn),
        followups=reports.tables(conn),
        visits=answers.get("visit", {}),
        invitations=answers.get("invitation", {}),
        entered=entries.numbers(conn, year),
    )


def _answers(conn: Connection, today: date) -> dict[str, dict[str, str]]:
    """Return by standard the answers of States: only what the set in force has for everybody."""
    found = set_in_force(conn)
    public = [one.key for one in found.columns if one.public] if found else []
    told = joined.answers(conn, today) if public else {}
    return {
        key: {state: cell.value for state, cell in told[key].items()}
        for key in public
        if key in told
    }


# --- the rows of each table: none where there are no facts ---------------------------------------


def _facts(of: Of) -> Rows:
    if of.seats:
        yield "holders", [len(of.seats)]
    if of.any_letter:
        total = _sent(of, of.letters)
        yield from zip(("letters", "joint", "follow_up"), ([one] for one in total), strict=True)
        yield "answered", [figures(of.letters, of.reading).replied]
    if of.any_statement:
        yield "statements", [len(of.statements)]
    if of.definitions > 1 and visits.known_by(of.made, of.year):
        yield "visits", [len(visits.of_year(of.made, of.year))]


def _invitations(of: Of) -> Rows:
    if of.invitations:
        for group in GROUPS:
            told = [of.invitations.get(one) for one, its in covered().items() if its == group]
            known = [told.count(answer) for answer in ("yes", "no", NOT_APPLICABLE)]
            yield group, [*known, len(told) - sum(known)]


def _visited(of: Of) -> Rows:
    if of.visits:
        told = [of.visits.get(one, "") for one in covered()]
        found = {
            "elsewhere": told.count(ELSEWHERE),
            "never": sum(one in NEVERS for one in told),
            "not_applicable": told.count(NOT_APPLICABLE),
        }
        days = sum(one[:1].isdecimal() for one in told)
        yield "visited", [days]
        yield from ((key, [number]) for key, number in found.items())
        yield "no_data", [len(told) - days - sum(found.values())]


def _types(of: Of) -> Rows:
    if of.any_letter:
        for code in COMMUNICATION_TYPES:
            yield code, _sent(of, [one for one in of.letters if one.type == code])


def _mandates(of: Of) -> Rows:
    for code in mandates():
        if found := [one for one in of.letters if code in one.mandates]:
            yield code, _sent(of, found)


def _rates(of: Of) -> Rows:
    """The readings of a response rate, by name: section G.2."""
    if of.letters:
        all_, before = figures(of.letters, of.reading), of.reading.before
        any_reply = sum(
            one.days_to_reply is not None or one.otherwise
            for one in of.letters
            if one.sent_on < before
        )
        yield "substantive", [all_.answered, all_.due]
        yield "in_time", [all_.in_time, all_.due]
        yield "any_reply", [any_reply, all_.due]
        yield "of_all", [all_.replied, all_.letters]


def _groups(of: Of) -> Rows:
    if of.letters:
        for group in (*REGIONS, ""):
            found = [one for one in of.letters if region_of(one.recipient) == group]
            yield group or NOWHERE, _replied(of, found)


def _states(of: Of) -> Rows:
    for code in sorted({one.recipient for one in of.letters}):
        yield code, _replied(of, [one for one in of.letters if one.recipient == code])


def _statements(of: Of) -> Rows:
    if of.any_statement:
        for kind in ("press_release", "end_of_mission", "mission_report"):
            found = [one for one in of.statements if one.kind == kind]
            yield kind, [len(found), sum(len(one.mandates) > 1 for one in found)]


def _sent(of: Of, some: Sequence[Card]) -> list[int]:
    follow_ups = sum(one.communication_id in of.follow_ups for one in some)
    return [len(some), sum(one.joint for one in some), follow_ups]


def _replied(of: Of, some: Sequence[Card]) -> list[int]:
    all_, before = figures(some, of.reading), of.reading.before
    otherwise = sum(
        one.otherwise and one.days_to_reply is None for one in some if one.sent_on < before
    )
    return [all_.letters, all_.due, all_.answered, all_.in_time, otherwise]


def _entered(of: Of, table: str, order: Iterable[str]) -> Rows:
    found = of.entered[table]
    return ((code, found[code]) for code in order if code in found)


def _states_with(told: Mapping[str, str], *answers: str) -> Iterator[tuple[str, Sequence[int]]]:
    return ((code, ()) for code in sorted(told) if told[code] in answers)


_ROWS: Mapping[str, Callable[[Of], Rows]] = {
    "facts": _facts,
    "holders": lambda of: sorted(people.terms_by_kind(of.seats).items(), reverse=True),
    "holders_gender": lambda of: people.seats_by_gender(of.seats),
    "holders_region": lambda of: people.seats_by_region(of.seats),
    "candidates_gender": lambda of: people.candidates_by_gender(of.candidates),
    "candidates_region": lambda of: people.candidates_by_region(of.candidates),
    "invited": lambda of: _states_with(of.invitations, "yes"),
    "invitations": _invitations,
    "visits": lambda of: visits.listed(of.made, of.year),
    "visit_groups": lambda of: visits.by_group(of.made, of.year),
    "visit_mandates": lambda of: visits.by_mandate(of.made, of.year),
    "never_visited": lambda of: _states_with(of.visits, *NEVERS),
    "never_asked": lambda of: _states_with(of.visits, ASKED),
    "visited": _visited,
    "visit_years": lambda of: visits.by_year(of.made, of.year),
    "visit_lines": lambda of: visits.by_line(of.lines),
    "types": _types,
    "mandates": _mandates,
    "rates": _rates,
    "groups": _groups,
    "states": _states,
    "statements": _statements,
    "reports": lambda of: reports.by_kind(of.reports, of.year),
    "themes": lambda of: reports.by_theme(of.reports, of.year),
    "followups": lambda of: reports.followed_up(of.followups, of.year),
    "support": lambda of: _entered(of, "support", mandates()),
    "posts": lambda of: _entered(of, "posts", rows_of("posts")),
}
