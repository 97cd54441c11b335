"""A random history of letters, replies, grades and submissions; and their numbers, counted anew.

The recount knows facts alone: no table, no query, no other line of what it tests.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from shared.contracts.followup import GovernmentReplyLogged, ReplyAssessed, ReplyDue
from shared.contracts.followup_replies import ExtensionNoted
from shared.contracts.intake import AllegationReceived, SubmissionNotActioned, SubmissionTriaged
from shared.contracts.intake_triage import SubmissionReferred, SubmissionReopened
from shared.core.message import derive_id
from tests.support import followup, submissions

STATES = {"KEN": "AFR", "TCD": "AFR", "NPL": "APG", "FRA": "WEOG", "PER": "GRULAC"}
TYPES = ("AL", "UA", "OL")
GRADES = ("full", "partial", "none", "pending")
MANDATES = ("wgad", "sr-torture", "sr-food", "sr-iran")
GENEVA = ZoneInfo("Europe/Zurich")


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What is counted: the filters, and what the reader may see."""

    since: int = 0
    until: int = 9999
    state: str = ""
    mandate: str = ""
    region: str = ""

    def __contains__(self, of: tuple[int, str, Sequence[str]]) -> bool:
        year, state, mandates = of
        return (
            self.since <= year <= self.until
            and self.state in {"", state}
            and self.mandate in {"", *mandates}
            and self.region in {"", STATES.get(state)}
        )


def day(at: datetime) -> date:
    return at.astimezone(GENEVA).date()


def letters_told(chance: random.Random, number: int, now: datetime) -> list[object]:
    facts: list[object] = []
    for n in range(number):
        sent = now - timedelta(days=chance.randint(1, 1_100), minutes=chance.randint(0, 1_439))
        state = chance.choice([*STATES])
        due = replace(
            followup.due(str(derive_id("letter", n)), reference=f"AL {state} {n}/2026"),
            type=chance.choice(TYPES),
            recipient=state,
            mandates=tuple(chance.sample(MANDATES, chance.randint(1, 4))),
            transmitted_at=sent,
            due_at=sent + timedelta(days=60),
        )
        facts.append(due)
        if chance.random() < 0.2:
            facts.append(_extended(due))
        for m in range(chance.choice((0, 0, 1, 1, 2))):
            reply = replace(
                followup.logged(due, chance.choice(("substantive", "holding", "acknowledgement"))),
                reply_id=str(derive_id("reply", n, m)),
                received_at=min(now, sent + timedelta(days=chance.randint(0, 150))),
            )
            facts.append(reply)
            facts += [
                replace(
                    followup.graded(due, chance.choice(GRADES), mandate=one),
                    reply_id=reply.reply_id,
                    assessed_at=min(now, reply.received_at + timedelta(days=chance.randint(0, 99))),
                )
                for one in due.mandates
                for _again in range(chance.choice((0, 1, 1, 2)))
            ]
    return facts


def _extended(due: ReplyDue) -> ExtensionNoted:
    return ExtensionNoted(
        communication_id=due.communication_id,
        recipient=due.recipient,
        mandates=due.mandates,
        was_due_at=due.due_at,
        due_at=due.due_at + timedelta(days=30),
        reminders_at=(),
        noted_by="desk-1",
        noted_at=due.transmitted_at + timedelta(days=20),
    )


def submissions_told(chance: random.Random, number: int, now: datetime) -> list[object]:
    facts: list[object] = []
    for n in range(number):
        of = str(derive_id("submission", n))
        at = now - timedelta(days=chance.randint(1, 500), minutes=chance.randint(0, 1_439))
        asked = tuple(chance.sample(MANDATES, 2))
        state = chance.choice([*STATES])
        reprisal = chance.random() < 0.2
        facts.append(
            submissions.received(
                of, received_at=at, state=state, mandates=asked, victims=(), reprisal=reprisal
            )
        )
        if chance.random() < 0.7:
            shared = tuple(chance.sample(MANDATES, chance.randint(1, 2)))
            facts.append(submissions.triaged(of, mandates=shared, triaged_at=at))
        if chance.random() < 0.3:
            facts.append(submissions.not_actioned(of, decided_at=at))
    return facts


# --- the same numbers, from the facts -------------------------------------------------------------


@dataclass(slots=True)
class Case:
    due: ReplyDue
    until: datetime
    replies: dict[str, GovernmentReplyLogged]
    grades: dict[tuple[str, str], ReplyAssessed]

    @property
    def year(self) -> int:
        return day(self.due.transmitted_at).year

    @property
    def first(self) -> date | None:
        some = (day(one.received_at) for one in self.replies.values() if one.kind == "substantive")
        return min(some, default=None)

    def how(self, today: date) -> str:
        if day(self.until) >= today or self.first is None:
            return "not_due"
        return "in_time" if self.first <= day(self.until) else "later"


def cases(facts: Iterable[Any]) -> list[Case]:
    found: dict[str, Case] = {}
    for fact in facts:
        match fact:
            case ReplyDue():
                found[fact.communication_id] = Case(fact, fact.due_at, {}, {})
            case ExtensionNoted():
                found[fact.communication_id].until = fact.due_at
            case GovernmentReplyLogged():
                found[fact.communication_id].replies[fact.reply_id] = fact
            case ReplyAssessed():
                found[fact.communication_id].grades[fact.reply_id, fact.mandate] = fact
            case _:
                pass
    return [*found.values()]


def answers(some: Iterable[Case]) -> list[int | None]:
    """Return: in time, later, another reply alone, none; and the median days."""
    counted, days = Counter[str](), []
    for one in some:
        if one.first is not None:
            counted["in" if one.first <= day(one.until) else "later"] += 1
            days.append((one.first - day(one.due.transmitted_at)).days)
        else:
            counted["other" if one.replies else "none"] += 1
    middle = round(median(days)) if days else None
    return [counted["in"], counted["later"], counted["other"], counted["none"], middle]


def recount(
    facts: Sequence[Any],
    only: Only,
    today: date,
    *,
    sees: Callable[[ReplyDue], bool] = lambda _: True,
    learns: Callable[[ReplyDue], bool] = lambda _: True,
) -> dict[str, dict[str, list[int | None]]]:
    """Return the rows of each figure of letters, by the label or the code of the row.

    ``sees``: the letters that there are for the reader; ``learns``: of which they learn more.
    """
    every = [one for one in cases(facts) if sees(one.due)]
    some = [one for one in every if (one.year, one.due.recipient, one.due.mandates) in only]
    over = [one for one in some if learns(one.due) and day(one.until) < today]
    given = [
        (one, grade)
        for one in some
        if learns(one.due)
        for grade in one.grades.values()
        if only.mandate in {"", grade.mandate}
    ]
    pairs = Counter(
        frozenset(pair) for one in some for pair in combinations(sorted(one.due.mandates), 2)
    )
    years = sorted({one.year for one in some})
    span = range(years[0], years[-1] + 1) if years else range(0)
    compared = Counter(
        (one.how(today), grade.value)
        for one, grade in given
        if one.replies[grade.reply_id].kind == "substantive"
    )
    by_state: dict[str, list[Case]] = defaultdict(list)
    for one in over:
        by_state[one.due.recipient].append(one)
    of_over = sorted({one.year for one in over})
    return {
        "letters": {
            str(year): [sum((o.year, o.due.type) == (year, t) for o in some) for t in TYPES]
            for year in span
        },
        "signed": {
            str(year): [
                sum((o.year, len(o.due.mandates)) == (year, n) for o in some) for n in (1, 2, 3, 4)
            ]
            for year in span
        },
        "pairs": {"+".join(sorted(pair)): [count] for pair, count in pairs.items()},
        "replies": {
            str(year): answers(one for one in over if one.year == year)[:4]
            for year in (range(of_over[0], of_over[-1] + 1) if of_over else ())
        },
        "states": {code: [len(here), *answers(here)] for code, here in by_state.items()},
        "grades": {value: [sum(grade.value == value for _, grade in given)] for value in GRADES},
        "compared": {
            how: [compared[how, value] for value in GRADES]
            for how in ("in_time", "later", "not_due")
        },
    }


def submissions_recounted(
    facts: Iterable[Any], only: Only, *, mandates: frozenset[str] | None = None
) -> tuple[dict[str, list[int | None]], dict[str, list[int | None]]]:
    """Return the rows by year and by State. ``mandates``: of an officer; None: of the desk."""
    came: dict[str, AllegationReceived] = {}
    shared: dict[str, tuple[str, ...]] = {}
    no: set[str] = set()
    referred: set[str] = set()
    for fact in facts:
        match fact:
            case AllegationReceived():
                came[fact.submission_id] = fact
            case SubmissionTriaged():
                shared[fact.submission_id] = fact.mandates
            case SubmissionNotActioned():
                no.add(fact.submission_id)
            case SubmissionReferred():
                referred.add(fact.submission_id)
            case SubmissionReopened():
                no.discard(fact.submission_id)
                referred.discard(fact.submission_id)
            case _:
                pass
    by_year: dict[int, Counter[str]] = defaultdict(Counter)
    by_state = Counter[str]()
    for key, one in came.items():
        year, of = day(one.received_at).year, shared.get(key, one.mandates)
        if mandates is not None and not mandates & set(shared.get(key, ())):
            continue
        if (year, one.state, of) in only:
            way = "no" if key in no else "shared" if key in shared else "desk"
            by_year[year]["referred" if way == "desk" and key in referred else way] += 1
            by_state[one.state] += 1
    rows: dict[str, list[int | None]] = {
        str(year): [by_year[year][way] for way in ("shared", "referred", "no", "desk")]
        for year in (range(min(by_year), max(by_year) + 1) if by_year else ())
    }
    return rows, {state: [count] for state, count in by_state.items()}


def bands_recounted(
    facts: Iterable[Any], today: date, *, states: frozenset[str] | None = None
) -> set[tuple[str, str, str]]:
    """Return State, first day and band. ``states``: of a desk officer, without reprisals."""
    begin = date(2024, 1, 1)
    counts: Counter[tuple[str, int]] = Counter()
    this = (today - begin).days // 28
    for fact in facts:
        if isinstance(fact, AllegationReceived):
            at = (day(fact.received_at) - begin).days // 28
            if at < this and (states is None or (fact.state in states and not fact.reprisal)):
                counts[fact.state, at] += 1
    said = ((50, "50 or more"), (20, "20 to 49"), (10, "10 to 19"), (4, "4 to 9"))
    return {
        (state, first.isoformat(), next(words for least, words in said if count >= least))
        for (state, at), count in counts.items()
        for first in [begin + timedelta(days=28 * at)]
        if count >= 4 and first >= today - timedelta(days=13 * 28)
    }
