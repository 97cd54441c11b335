"""Statistics of the register: counted from public letters, replies and statements only.

A cell is a number of letters, replies, statements or grades. Persons are not counted here at all.
A joint letter is one of each of its mandates; a grade is one of the mandate that gave it.
Nothing that is public is left out of a number. A letter from before the platform counts among the
letters, and in nothing that is about replies: nobody recorded whether one was in substance.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Final, TypeVar

from sqlalchemy import Connection, func, select, true

from portal.public.register.cards import SUBSTANTIVE, Card, cards
from portal.public.register.past import every as with_past
from portal.public.register.queries import Letter
from portal.public.register.statement_cards import StatementCard, statement_cards
from portal.public.register.tables import TRANSLATION, grades, replies
from shared.reference import COOPERATION, states

Key = TypeVar("Key", int, str)
PROMPTNESS: Final = ("in_time", "later", "not_due")
"""When the first reply in substance came; the last: the time to reply is not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters. Empty and None: everything. ``since`` and ``until``: years, both inside.

    ``past``: as in ``Wanted``.
    """

    since: int | None = None
    until: int | None = None
    state: str = ""
    mandate: str = ""
    region: str = ""
    past: str = ""

    def has(self, state: str) -> bool:
        """Whether this State is one of those that are asked for."""
        return self.state in {"", state} and self.region in {"", region_of(state)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``today`` in Geneva, and how many days there are ``within`` which to reply."""

    today: date
    within: int

    @property
    def before(self) -> date:
        """The time to reply is over for letters sent before this day."""
        return self.today - timedelta(days=self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """``past``: letters from before the platform; they are in the first three numbers alone.

    ``days``: the median from transmission to the first substantive reply.

    ``due``: letters whose time to reply is over. Of these were ``answered`` in substance, and of
    these ``in_time``.
    """

    letters: int
    past: int
    joint: int
    replied: int
    days: int | None
    due: int
    answered: int
    in_time: int

    @property
    def replies_counted(self) -> bool:
        """Not if all are from before the platform: that nothing is counted is no number then."""
        return not self.past or self.letters > self.past

    @property
    def response_rate(self) -> int | None:
        return _share(self.answered, self.due)

    @property
    def rate_in_time(self) -> int | None:
        return _share(self.in_time, self.due)

    @property
    def joint_share(self) -> int | None:
        return _share(self.joint, self.letters)


def figures(some: Sequence[Letter] | Sequence[Card], reading: Reading) -> Figures:
    days = [one.days_to_reply for one in some if one.days_to_reply is not None]
    before = reading.before
    due = [one for one in some if one.sent_on < before and not one.past]
    of_due = [one.days_to_reply for one in due if one.days_to_reply is not None]
    return Figures(
        letters=len(some),
        past=sum(one.past for one in some),
        joint=sum(one.joint for one in some),
        replied=len(days),
        days=round(median(days)) if days else None,
        due=len(due),
        answered=len(of_due),
        in_time=sum(one <= reading.within for one in of_due),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """``otherwise``: letters whose time is over, by year, that had another reply alone.

    ``regions``: "" for recipients in no regional group. ``grades``: the scheme's value to how many
    grades of published replies gave it; of one mandate those that it gave. ``compared``: those of
    replies in substance alone, by how soon the letter was answered in substance.
    """

    all: Figures
    letters: Mapping[tuple[int, str], int]
    years: Mapping[int, Figures]
    otherwise: Mapping[int, int]
    regions: Mapping[str, int]
    states: Mapping[str, Figures]
    mandates: Mapping[str, int]
    statements: Mapping[tuple[int, str], int]
    grades: Mapping[str, int]
    compared: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is something of: years, recipients, mandates, letters from before the platform."""

    years: Sequence[int]
    states: frozenset[str]
    mandates: frozenset[str]
    past: bool


def statistics(conn: Connection, asked: Asked, reading: Reading) -> Statistics:
    found, before = letters_of(conn, asked), reading.before
    by_state = _by(((one.recipient, one) for one in found), reading)
    said = statements_of(conn, asked)
    graded, compared = _graded(conn, asked, {one.communication_id: one for one in found}, reading)
    return Statistics(
        all=figures(found, reading),
        letters=Counter((one.year, one.type) for one in found),
        years=_by(((one.year, one) for one in found), reading),
        otherwise=Counter(
            one.year
            for one in found
            if one.otherwise and one.days_to_reply is None and one.sent_on < before
        ),
        regions=_regions(by_state),
        states=by_state,
        mandates=Counter(code for one in found for code in one.mandates),
        statements=Counter((one.year, one.kind) for one in said),
        grades={value: graded[value] for value in COOPERATION.values},
        compared=compared,
    )


def choices(conn: Connection) -> Choices:
    sent, said = with_past(conn).letters.values(), statement_cards(conn)
    years = {one.year for one in sent} | {one.year for one in said}
    return Choices(
        years=sorted(years, reverse=True),
        states=frozenset({one.recipient for one in sent}.union(*(one.states for one in said))),
        mandates=frozenset(
            {code for one in sent for code in one.mandates}.union(*(one.mandates for one in said))
        ),
        past=any(one.past for one in sent),
    )


def region_of(recipient: str) -> str:
    state = states().get(recipient)
    return (state.group or "") if state else ""


def letters_of(conn: Connection, asked: Asked) -> list[Card]:
    every = (cards(conn) if asked.past == "no" else with_past(conn)).letters.values()
    if replace(asked, past="") == Asked() and asked.past != "only":
        return [*every]
    return [
        one
        for one in every
        if (asked.past != "only" or one.past)
        and _is_of_years(one.year, asked)
        and asked.has(one.recipient)
        and (not asked.mandate or asked.mandate in one.mandates)
    ]


def statements_of(conn: Connection, asked: Asked) -> list[StatementCard]:
    return [one for one in statement_cards(conn) if _is_stated(one, asked)]


def _is_stated(one: StatementCard, asked: Asked) -> bool:
    return (
        _is_of_years(one.year, asked)
        and (not asked.mandate or asked.mandate in one.mandates)
        and (not (asked.state or asked.region) or any(map(asked.has, one.states)))
    )


def _is_of_years(year: int, asked: Asked) -> bool:
    return (asked.since is None or year >= asked.since) and (
        asked.until is None or year <= asked.until
    )


def _by(pairs: Iterable[tuple[Key, Card]], reading: Reading) -> dict[Key, Figures]:
    groups: dict[Key, list[Card]] = defaultdict(list)
    for key, letter in pairs:
        groups[key].append(letter)
    return {key: figures(groups[key], reading) for key in sorted(groups)}


def _regions(by_state: Mapping[str, Figures]) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for state, of in by_state.items():
        counted[region_of(state)] += of.letters
    return counted


def _graded(
    conn: Connection, asked: Asked, of: Mapping[str, Card], reading: Reading
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Count the grades of replies to the letters ``of``; those of a mandate are its own.

    Return all of them by value; and those of replies in substance by how soon the first came.
    """
    g, r = grades.c, replies.c
    every, compared = Counter[str](), Counter[tuple[str, str]]()
    its = (r.communication_id == g.communication_id) & (r.reply_id == g.reply_id)
    for row in conn.execute(
        select(g.value, g.communication_id, r.kind, func.count().label("number"))
        .join(replies, its & (r.kind != TRANSLATION))
        .where(g.scheme == COOPERATION.code)
        .where(g.mandate == asked.mandate if asked.mandate else true())
        .group_by(g.value, g.communication_id, r.kind)
    ):
        if letter := of.get(row.communication_id):
            every[row.value] += row.number
            if row.kind == SUBSTANTIVE:
                compared[_promptness(letter, reading), row.value] += row.number
    return every, compared


def _promptness(letter: Card, reading: Reading) -> str:
    """A letter whose time still runs is not judged: others of its day have no reply yet."""
    if letter.sent_on >= reading.before or letter.days_to_reply is None:
        return "not_due"
    return "in_time" if letter.days_to_reply <= reading.within else "later"


def _share(part: int, of: int) -> int | None:
    return round(100 * part / of) if of else None
