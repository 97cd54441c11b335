"""A random history of what was published and taken back; and the statistics, counted from it.

The recount knows facts alone: no table, no card, no other line of what it tests.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.contracts.approvals_history import PastLetterImported
from shared.contracts.approvals_statements import (
    StatementIssued,
    StatementKind,
    StatementWithdrawn,
)
from shared.contracts.followup_publication import (
    CommunicationPublished,
    PublicationWithdrawn,
    ReplyGradePublished,
    ReplyPublished,
    ReplyWithheld,
    TranslationPublished,
    translation_of,
)
from shared.core.message import derive_id
from shared.reference import states
from shared.reference.former_states import former_states
from tests.approvals.statements import ISSUED
from tests.approvals.statements import WITHDRAWN as TAKEN_BACK
from tests.support.publication import (
    awaits,
    embargo,
    ended,
    grade_published,
    published,
    reply_published,
    translation_published,
    withdrawn,
    withheld,
)

GROUPS = {
    "KEN": "AFR", "TCD": "AFR", "NPL": "APG", "FRA": "WEOG", "PER": "GRULAC", "POL": "EEG",
    "VAT": "", "OTH": "",
}  # fmt: skip
REGIONS = ("AFR", "APG", "EEG", "GRULAC", "WEOG")
TYPES = ("AL", "UA", "OL")
KINDS: Final[tuple[StatementKind, ...]] = ("press_release", "end_of_mission", "mission_report")
GRADES = ("full", "partial", "none", "pending")
MANDATES = ("wgad", "sr-torture", "sr-food", "sr-iran")
GENEVA = ZoneInfo("Europe/Zurich")
WITHIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """The filters."""

    since: int = 0
    until: int = 9999
    state: str = ""
    mandate: str = ""
    region: str = ""

    def __contains__(self, of: tuple[int, Sequence[str], Sequence[str]]) -> bool:
        year, states, mandates = of
        return (
            self.since <= year <= self.until
            and self.state in {"", *states}
            and self.mandate in {"", *mandates}
            and self.region in {"", *map(group_of, states)}
        )


def group_of(recipient: str) -> str:
    """Return its regional group; of a State that no history here invents, from the reference."""
    state = states().get(recipient)
    return GROUPS.get(recipient, (state.group if state else None) or "")


@dataclass(slots=True)
class Told:
    """What is public after all facts. ``past``: letters from before the platform."""

    letters: dict[str, CommunicationPublished] = field(default_factory=dict)
    replies: dict[str, ReplyPublished | ReplyWithheld] = field(default_factory=dict)
    grades: dict[tuple[str, str], ReplyGradePublished] = field(default_factory=dict)
    statements: dict[str, StatementIssued] = field(default_factory=dict)
    past: list[PastLetterImported] = field(default_factory=list)


def letters_told(chance: random.Random, number: int, now: datetime) -> list[object]:
    """Each letter with its story: some are published twice, taken back, or never published."""
    facts: list[object] = []
    for n in range(10, 10 + number):
        sent = now - timedelta(days=chance.randint(1, 1_800), minutes=chance.randint(0, 1_439))
        state = chance.choice([*GROUPS])
        letter = published(
            "One.",
            n,
            recipient=state,
            type=chance.choice(TYPES),
            reference=f"AL {state} {n}/{sent.astimezone(GENEVA).year}",
            mandates=tuple(chance.sample(MANDATES, chance.randint(1, 3))),
            transmitted_at=sent,
            edition=1,
        )
        of = letter.communication_id
        if chance.random() < 0.2:
            facts += [replace(one, communication_id=of) for one in (embargo(), awaits(), ended())]
            continue
        facts.append(letter)
        replies = list(_replies(chance, letter))
        facts += replies
        if chance.random() < 0.2:
            facts.append(_taken_back(letter, replies))
            if chance.random() < 0.5:
                facts.append(replace(letter, edition=2, type=chance.choice(TYPES)))
    return facts


def statements_told(chance: random.Random, number: int, now: datetime) -> list[object]:
    facts: list[object] = []
    for n in range(number):
        first = now - timedelta(days=chance.randint(1, 1_800), minutes=chance.randint(0, 1_439))
        statement = replace(
            ISSUED,
            statement_id=str(derive_id("statement", n)),
            kind=chance.choice(KINDS),
            states=tuple(chance.sample([*GROUPS], chance.randint(0, 2))),
            mandates=tuple(chance.sample(MANDATES, chance.randint(1, 3))),
            first_issued_at=first,
            issued_at=first,
        )
        facts.append(statement)
        if chance.random() < 0.2:
            facts.append(replace(statement, edition=2, issued_at=first + timedelta(days=400)))
        if chance.random() < 0.2:
            of = statement.statement_id
            facts.append(replace(TAKEN_BACK, statement_id=of, first_issued_at=first))
    return facts


def public_after(facts: Iterable[object]) -> Told:
    told = Told()
    for fact in facts:
        match fact:
            case CommunicationPublished():
                told.letters[fact.communication_id] = fact
            case ReplyPublished() | ReplyWithheld():
                told.replies[fact.reply_id] = fact
            case ReplyGradePublished():
                told.grades[fact.reply_id, fact.mandate] = fact
            case PublicationWithdrawn():
                del told.letters[fact.communication_id]
                for reply in fact.replies:
                    del told.replies[reply]
                for key in [key for key in told.grades if key[0] in fact.replies]:
                    del told.grades[key]
            case StatementIssued():
                told.statements[fact.statement_id] = fact
            case StatementWithdrawn():
                del told.statements[fact.statement_id]
            case PastLetterImported() if fact.published_on is not None:
                told.past.append(fact)
            case _:
                pass  # of something that is not public
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """``replies``: by year, as the columns of that figure; the others by what they are called.

    ``live``: years of letters of the platform, whose replies are counted. A State that has none of
    them has no number of replies among its ``states``.
    """

    letters: Counter[tuple[int, str]]
    live: set[int]
    regions: Counter[str]
    states: dict[str, list[int | None]]
    mandates: Counter[str]
    replies: dict[int, list[int]]
    days: dict[int, list[int]]
    statements: Counter[tuple[int, str]]
    grades: Counter[str]
    compared: Counter[tuple[str, str]]


def recount(told: Told, only: Only, today: date) -> Recount:
    found = Recount(
        letters=Counter(),
        live=set(),
        regions=Counter(),
        states={},
        mandates=Counter(),
        replies=defaultdict(lambda: [0, 0, 0, 0]),
        days=defaultdict(list),
        statements=Counter(),
        grades=Counter(),
        compared=Counter(),
    )
    for letter in told.letters.values():
        year, to = int(letter.reference[-4:]), letter.recipient
        if (year, (to,), letter.mandates) not in only:
            continue
        found.letters[year, letter.type] += 1
        found.live.add(year)
        found.regions[group_of(to)] += 1
        found.mandates.update(letter.mandates)
        _count_replies(found, told, letter, year, today)
        of = letter.communication_id
        graded = [
            one.value
            for (_, mandate), one in told.grades.items()
            if one.communication_id == of and only.mandate in ("", mandate)
        ]
        found.grades.update(graded)
        found.compared.update(
            (_how_soon(told, letter, today), one.value)
            for (_, mandate), one in told.grades.items()
            if one.communication_id == of
            and only.mandate in ("", mandate)
            and told.replies[one.reply_id].kind == "substantive"
        )
    for one in told.statements.values():
        year = one.first_issued_at.astimezone(GENEVA).year
        if (year, one.states, one.mandates) in only:
            found.statements[year, one.kind] += 1
    for past in told.past:
        _count_past(found, past, only)
    return found


def _count_past(found: Recount, letter: PastLetterImported, only: Only) -> None:
    """It counts as a letter of its State under today's name, and in nothing about replies."""
    former = former_states().get(letter.recipient)
    renamed = former is not None and not former.ended
    to = former.successors[0] if former is not None and renamed else letter.recipient
    _, _, year = letter.reference.rpartition("/")
    of = int(year) if year else letter.sent_on.year
    if (of, (to,), letter.mandates) in only:
        found.letters[of, letter.type] += 1
        found.regions[group_of(to)] += 1
        found.mandates.update(letter.mandates)
        _add(found.states.setdefault(to, [0, None, None]), 1, None, None)


def _add(row: list[int | None], *more: int | None) -> None:
    """Add what is counted: an empty number of replies stays empty."""
    for place, number in enumerate(more):
        if number is not None:
            row[place] = (row[place] or 0) + number


def _how_soon(told: Told, letter: CommunicationPublished, today: date) -> str:
    sent = letter.transmitted_at.astimezone(GENEVA).date()
    if (today - sent).days <= WITHIN:
        return "not due"
    took = [
        (one.received_at.astimezone(GENEVA).date() - sent).days
        for one in told.replies.values()
        if one.communication_id == letter.communication_id and one.kind == "substantive"
    ]
    return "in time" if min(took) <= WITHIN else "later"


def _count_replies(
    found: Recount, told: Told, letter: CommunicationPublished, year: int, today: date
) -> None:
    sent = letter.transmitted_at.astimezone(GENEVA).date()
    mine = [one for one in told.replies.values() if one.communication_id == letter.communication_id]
    took = [
        (one.received_at.astimezone(GENEVA).date() - sent).days
        for one in mine
        if one.kind == "substantive"
    ]
    if took:
        found.days[year].append(min(took))
    over = (today - sent).days > WITHIN
    _add(found.states.setdefault(letter.recipient, [0, 0, 0]), 1, over, over and bool(took))
    if not over:
        return
    if took:
        found.replies[year][0 if min(took) <= WITHIN else 1] += 1
    else:
        found.replies[year][2 if mine else 3] += 1


def _replies(chance: random.Random, letter: CommunicationPublished) -> Iterable[object]:
    of = letter.communication_id
    for n in range(chance.randint(0, 3)):
        reply = replace(
            chance.choice((reply_published(), withheld())),
            communication_id=of,
            reply_id=str(derive_id(of, n)),
            kind=chance.choice(("substantive", "acknowledgement", "holding")),
            received_at=letter.transmitted_at
            + timedelta(days=chance.randint(0, 120), minutes=chance.randint(0, 1_439)),
        )
        yield reply
        if isinstance(reply, ReplyPublished):
            yield replace(translation_published(), communication_id=of, reply_id=reply.reply_id)
            for mandate in letter.mandates:
                if chance.random() < 0.5:
                    graded = grade_published(chance.choice(GRADES))
                    yield replace(
                        graded, communication_id=of, reply_id=reply.reply_id, mandate=mandate
                    )


def _taken_back(letter: CommunicationPublished, replies: Iterable[object]) -> PublicationWithdrawn:
    those = [one for one in replies if isinstance(one, ReplyPublished | ReplyWithheld)]
    translated = [one for one in replies if isinstance(one, TranslationPublished)]
    return replace(
        withdrawn(),
        communication_id=letter.communication_id,
        transmitted_at=letter.transmitted_at,
        mandates=letter.mandates,
        replies=tuple(one.reply_id for one in those),
        translations=tuple(translation_of(one.reply_id, one.language) for one in translated),
    )
