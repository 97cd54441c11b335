"""Numbers of the workspace over one random history, counted anew from its facts.

The recount knows facts alone: no table, no query, no other line of what it tests. Internal
statistics, coverage, packs and the register have recounts of their own.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import median
from typing import Any, Final

import pytest

from portal.app.read_models import READ_MODELS
from portal.committee.gaps import queries as gaps
from portal.committee.meetings import queries as meetings
from portal.committee.warning import handled
from portal.followup.replies import lists
from shared.contracts.approvals import CommunicationDrafted, CommunicationTransmitted
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyOverdue,
)
from shared.contracts.followup_replies import ExtensionNoted
from shared.contracts.intake import AllegationReceived, SubmissionNotActioned, SubmissionTriaged
from shared.contracts.stakeholders_meeting_commands import FinishActionItem
from shared.contracts.stakeholders_meetings import (
    ActionItemDone,
    ActionItemOpened,
    ActionItemReopened,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.committee.statistics.recount import MANDATES as SIGNING
from tests.portal.committee.statistics.recount import STATES, letters_told, submissions_told
from tests.stakeholders import alerts as told
from tests.support import followup, letters
from tests.support.everything import told_at
from tests.support.followup import NOW
from tests.support.meetings import Meetings
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.warnings import Warnings

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY: Final = day_of(NOW)
DAYS: Final = 10
"""Of lines of the feed."""
COUNTRY: Final = "sr-iran"
COMMITTEE = Actor(actor_id="a-member", roles=frozenset({Role.COORDINATION_COMMITTEE}))

Told = tuple[datetime, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """``history``: when each fact was recorded, and the fact."""

    site: Pages
    history: Sequence[Told]
    alerts: Sequence["Alert"]
    items: Sequence[Any]

    @property
    def facts(self) -> list[Any]:
        return [fact for _, fact in self.history]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A history of some three hundred facts, each of them told twice."""
    chance = random.Random(14)
    some = [*letters_told(chance, 40, NOW), *submissions_told(chance, 110, NOW)]
    some = [_outside(chance, each) for each in some]
    some += [fact for each in some if isinstance(each, ReplyDue) for fact in _late(chance, each)]
    some += [fact for number in range(12) for fact in _signed(chance, number)]
    ages = sorted(chance.randint(0, DAYS * 24 * 60) for _ in some)
    times = [NOW - timedelta(minutes=age) for age in reversed(ages)]
    history = list(zip(times, some, strict=True))
    with pages(*sqlite_urls(tmp_path_factory.mktemp("recounted"))) as site:
        twice(
            ready(site.engine, READ_MODELS),
            [told_at(fact, number, at) for number, (at, fact) in enumerate(history, 1)],
        )
        yield World(
            site=site,
            history=history,
            alerts=_alerts(chance, site),
            items=_items(chance, site),
        )


def _outside(chance: random.Random, fact: Any) -> Any:
    """Let most of the submissions that were not actioned be outside every mandate."""
    if isinstance(fact, SubmissionNotActioned) and chance.random() < 0.8:
        at = NOW - chance.choice((3, 40, 40, 70)) * DAY
        return replace(fact, reason_code="outside_mandate", decided_at=at)
    return fact


def _late(chance: random.Random, due: ReplyDue) -> list[ReplyOverdue]:
    return [followup.overdue(due)] if chance.random() < 0.3 else []


def _signed(chance: random.Random, number: int) -> list[Any]:
    """A letter that some mandates sign and others do not; three in four were sent."""
    one = str(derive_id("signed together", number))
    others = tuple(chance.sample(SIGNING, chance.randint(1, 3)))
    others = tuple(other for other in others if other != letters.LEAD)
    declines = {other for other in others if chance.random() < 0.3}
    signs = (letters.LEAD, *(other for other in others if other not in declines))
    facts = [
        *letters.drafted(one, others=others),
        *(
            letters.declined(one, other) if other in declines else letters.joined(one, other)
            for other in others
        ),
    ]
    if chance.random() < 0.75:
        facts.append(replace(letters.gone(one), mandates=signs, reference=f"UA KEN {number}/2026"))
    return facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    rule: str
    raised_at: datetime
    taken_at: datetime | None
    became: str


def _alerts(chance: random.Random, site: Pages) -> list[Alert]:
    """Let forty alerts be raised, and most of them be taken and decided on."""
    heard: list[Alert] = []
    warnings = Warnings(site.engine, site.vault)
    decided = {"referred": told.REFERRED, "watched": told.WATCHED}
    for number in range(40):
        rule = chance.choice(("letters", "urgent", "submissions"))
        at = NOW - timedelta(hours=chance.randint(1, 400 * 24))
        one = warnings.raised(f"S{number:02}", at, rule=rule)
        taken, became = None, "open"
        if chance.random() < 0.7:
            taken = at + timedelta(hours=chance.randint(0, 90))
            warnings.step(told.TAKEN, one, acknowledged_at=taken)
            became = chance.choice(("referred", "watched", "known", "chance", "open"))
            if became in decided:
                warnings.step(decided[became], one)
            elif became != "open":
                warnings.step(told.DISMISSED, one, reason_code=became)
        heard.append(Alert(rule=rule, raised_at=at, taken_at=taken, became=became))
    return heard


def _items(chance: random.Random, site: Pages) -> list[Any]:
    """Let twenty action items come of a meeting, done late or in time, dropped, or reopened."""
    held = Meetings(site.engine, site.vault)
    meeting = held.called()
    held.held(meeting)
    for number in range(20):
        one = held.item(meeting, number, due_on=TODAY + chance.randint(0, 9) * DAY)
        what = chance.choice(("done", "late", "dropped", "again", "open"))
        if what == "dropped":
            held.dropped(one)
        elif what != "open":
            done = FinishActionItem(action_id=one, seen=held.shown(one))
            held.act(done, at=NOW + chance.randint(0, 12) * DAY)
            if what == "again":
                held.opened_again(one)
    return held.facts


# --- lines of the feed ---------------------------------------------------------------------------

SAID: Final[dict[type, tuple[str, str, str]]] = {
    AllegationReceived: ("allegation-received", "mandates", ""),
    SubmissionTriaged: ("submission-triaged", "mandates", ""),
    SubmissionNotActioned: ("submission-not-actioned", "", ""),
    CommunicationDrafted: ("communication-drafted", "lead_mandate", ""),
    CommunicationTransmitted: ("communication-transmitted", "mandates", "recipient"),
    ReplyDue: ("reply-due", "mandates", "recipient"),
    ReplyOverdue: ("reply-overdue", "mandates", "recipient"),
    ExtensionNoted: ("extension-noted", "mandates", "recipient"),
    GovernmentReplyLogged: ("government-reply-logged", "mandates", "recipient"),
    ReplyAssessed: ("reply-assessed", "mandate", "recipient"),
}
"""What a line is called, which mandates it names, and to whom it says that something went."""
PEOPLE: Final[dict[str, tuple[Role, frozenset[str]]]] = {
    "committee": (Role.COORDINATION_COMMITTEE, frozenset()),
    "chief": (Role.CHIEF, frozenset()),
    "desk": (Role.QUICK_RESPONSE_DESK, frozenset()),
    "holder": (Role.MANDATE_HOLDER, frozenset({COUNTRY})),
    "officer": (Role.HUMAN_RIGHTS_OFFICER, frozenset({"sr-food"})),
}
FILTERS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"kind": "allegation-received"},
    {"mandate": COUNTRY},
    {"mandate": "sr-food", "kind": "submission-triaged"},
    {"state": "KEN"},
    {"region": "AFR", "mandate": "sr-torture"},
    {"state": "KEN", "unnamed": "yes"},
)


def _names(fact: Any, field: str) -> tuple[str, ...]:
    value = getattr(fact, field) if field else ()
    return (value,) if isinstance(value, str) else tuple(value)


def lines(history: Sequence[Told], who: str, by: dict[str, str], on: date) -> dict[str, int]:
    """Return how many lines of each kind this person has on this day: what is unsent is by no
    State, and a mandate on a country is in it for who reads the submission alone."""
    role, own = PEOPLE[who]
    counted = Counter[str]()
    for at, fact in history:
        if type(fact) not in SAID or day_of(at) != on:
            continue
        kind, mandates, recipient = SAID[type(fact)]
        of, to = set(_names(fact, mandates)), next(iter(_names(fact, recipient)), None)
        if own and own.isdisjoint(of):
            continue
        if to is None and role in {Role.COORDINATION_COMMITTEE, Role.CHIEF}:
            of -= {COUNTRY}
        there = "unnamed" in by if to is None else by.get("state") in {None, to}
        there = there and (to is None or by.get("region") in {None, STATES[to]})
        if not {"state", "region"} & by.keys() or there:
            counted[kind] += by.get("kind") in {None, kind} and by.get("mandate") in {None, *of}
    return {kind: number for kind, number in counted.items() if number}


@pytest.mark.parametrize("who", PEOPLE)
def test_numbers_of_the_feed_are_of_its_lines(world: World, who: str) -> None:
    role, own = PEOPLE[who]
    visitor = world.site.signed_in(role, mandates=own)
    for back in (0, 4):
        on = TODAY - back * DAY
        for by in FILTERS:
            address = "&".join(f"{name}={value}" for name, value in by.items())
            page = visitor.get(f"/activity/day?on={on.isoformat()}&{address}")
            found = re.findall(r'data-kind="([\w-]+)".*?data-number="(\d+)"', page.text)
            expected = lines(world.history, who, by, on)
            assert {kind: int(number) for kind, number in found} == expected, (on, by)


# --- gaps, and who signs with whom ---------------------------------------------------------------


def test_signals_are_of_what_was_outside_every_mandate(world: World) -> None:
    came = {one.submission_id: one for one in world.facts if isinstance(one, AllegationReceived)}
    begin, period = date(2024, 1, 1), 28
    this = (TODAY - begin).days // period
    counts = Counter(
        (came[one.submission_id].state, at)
        for one in world.facts
        if isinstance(one, SubmissionNotActioned) and one.reason_code == "outside_mandate"
        for at in [(day_of(one.decided_at) - begin).days // period]
        if at < this
    )
    expected = {
        (state, begin + at * period * DAY, max(least for least in (4, 10, 20, 50) if n >= least))
        for (state, at), n in counts.items()
        if n >= 4  # of SD2
    }
    with world.site.engine.connect() as conn:
        found = gaps.gaps(conn, COMMITTEE, TODAY)
    assert expected
    assert {(one.state, one.first, one.least) for one in found} == expected


def test_pairs_are_of_letters_that_were_sent(world: World) -> None:
    sent = [one for one in world.facts if isinstance(one, CommunicationTransmitted)]
    pairs = Counter(
        frozenset(both) for one in sent for both in combinations(sorted(one.mandates), 2)
    )
    own = Actor(
        actor_id="a", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-food"})
    )
    with world.site.engine.connect() as conn:
        assert pairs
        assert gaps.cosigned(conn, COMMITTEE).pairs == pairs
        mine = {both: number for both, number in pairs.items() if "sr-food" in both}
        assert gaps.cosigned(conn, own).pairs == mine


# --- a State -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mandate", ["", COUNTRY])
def test_numbers_of_a_state_are_of_its_letters(world: World, mandate: str) -> None:
    due: dict[str, ReplyDue] = {}
    overdue: set[str] = set()
    answered: set[str] = set()
    for fact in world.facts:
        match fact:
            case ReplyDue():
                due[fact.communication_id] = fact
            case ReplyOverdue():
                overdue.add(fact.communication_id)
            case GovernmentReplyLogged(kind="substantive"):
                answered.add(fact.communication_id)
            case _:
                pass
    role = Role.MANDATE_HOLDER if mandate else Role.QUICK_RESPONSE_DESK
    actor = Actor(actor_id="a", roles=frozenset({role}), mandates=frozenset({mandate} - {""}))
    with world.site.engine.connect() as conn:
        for state in STATES:
            here = {
                key
                for key, one in due.items()
                if one.recipient == state and mandate in {"", *one.mandates}
            }
            assert lists.numbers(conn, actor, state, NOW) == {
                "waiting": len(here - answered),
                "overdue": len((here & overdue) - answered),
                "replied": len(here & answered),
                "closed": 0,
            }


# --- what is done with alerts, and with action items ---------------------------------------------


def test_alerts_of_a_year_are_counted_by_what_was_done(world: World) -> None:
    with world.site.engine.connect() as conn:
        found = handled.of_a_year(conn, at=NOW)
    for rule, said in found.items():
        some = [
            one
            for one in world.alerts
            if one.rule == rule and one.raised_at > NOW - timedelta(days=365)
        ]
        waited = [(one.taken_at - one.raised_at) / HOUR for one in some if one.taken_at is not None]
        late = [one for one in some if one.taken_at is None and NOW - one.raised_at > 48 * HOUR]
        ends = Counter(one.became for one in some)
        assert some
        assert (said.raised, said.due) == (len(some), len(waited) + len(late))
        assert said.in_time == sum(one <= 48 for one in waited)
        assert said.hours == (median(waited) if waited else None)
        assert (said.referred, said.watched) == (ends["referred"], ends["watched"])
        assert (said.dismissed, said.false) == (ends["known"] + ends["chance"], ends["chance"])


def test_action_items_on_time_are_of_those_that_are_done(world: World) -> None:
    due: dict[str, date] = {}
    done: dict[str, date] = {}
    for fact in world.items:
        match fact:
            case ActionItemOpened():
                due[fact.action_id] = fact.due_on
            case ActionItemDone():
                done[fact.action_id] = day_of(fact.done_at)
            case ActionItemReopened():
                done.pop(fact.action_id)
            case _:
                pass
    with world.site.engine.connect() as conn:
        assert done
        assert meetings.on_time(conn) == (
            sum(due[one] >= on for one, on in done.items()),
            len(done),
        )
