"""The registry of mandates: the Council's acts, the clock of renewals, and the first import."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from services.followup.app import service
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.clock import Clock, days_ahead
from services.stakeholders.committee.actions.passing import PassActionDay
from services.stakeholders.committee.members.decide import LookAtTerms
from services.stakeholders.committee.sops.passing import PassSopDay
from services.stakeholders.documents.passing import PassLibraryDay
from services.stakeholders.foreseen import ForeseeVacancies
from services.stakeholders.registry.commands import PassDay
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.registry.first import begin, imports
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.contracts.stakeholders_registry import (
    Custody,
    DraftRejected,
    Fact,
    MandateClustered,
    MandateCreated,
    MandateLapsed,
    MandateModified,
    MandateReestablished,
    MandateRenewalDue,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    RenewalPending,
    Resolution,
    Votes,
)
from shared.contracts.stakeholders_registry_commands import (
    ClusterMandate,
    Command,
    MergeMandates,
    ModifyMandate,
    RecordRejectedDraft,
    ReestablishMandate,
    RenewMandate,
    TerminateMandate,
)
from shared.core.actor import Actor, Asked, system
from shared.core.handle import Outcome
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.store import StoreError
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.platform.settings import Settings
from shared.reference import LANGUAGES, mandates

CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
CLOCK = system("registry")
MANDATE, OTHER = "sr-torture", "sr-food"
LAST = date(2026, 12, 31)
TEXT = Resolution(
    symbol="A/HRC/RES/58/13", adopted_on=date(2025, 4, 3), paragraph=2, months=36, votes=None
)
CREATED, OTHER_CREATED = (
    fact
    for code in (MANDATE, OTHER)
    for one in imports()
    if one.mandate == code
    for fact in begin(one, Asked(at=AT, by=CLOCK))
    if isinstance(fact, MandateCreated)
)
BY: Any = {"recorded_by": "chief-1", "recorded_at": AT}
RENEW = RenewMandate(mandate=MANDATE, until=LAST, resolution=TEXT)
RENEWED = MandateRenewed(mandate=MANDATE, until=LAST, resolution=TEXT, **BY)
DUE = MandateRenewalDue(mandate=MANDATE, until=LAST, days=180, due_at=AT)
PENDING = RenewalPending(
    mandate=MANDATE, until=LAST, lapses_after=LAST + timedelta(days=14), pending_at=AT
)
LAPSED = MandateLapsed(mandate=MANDATE, until=LAST, lapsed_at=AT)
CUSTODY = (
    Custody(kind="letters", to=OTHER),
    Custody(kind="reply-cases", to=OTHER),
    Custody(kind="visits", to=None),
    Custody(kind="recommendations", to=OTHER),
)
MERGE = MergeMandates(mandate=MANDATE, into=OTHER, ended_on=LAST, custody=CUSTODY, resolution=TEXT)
MERGED = MandatesMerged(
    mandate=MANDATE, into=OTHER, ended_on=LAST, custody=CUSTODY, resolution=TEXT, **BY
)
END = TerminateMandate(mandate=MANDATE, ended_on=LAST, custody=CUSTODY, resolution=TEXT)
TERMINATED = MandateTerminated(
    mandate=MANDATE, ended_on=LAST, custody=CUSTODY, resolution=TEXT, **BY
)
BACK = ReestablishMandate(mandate=MANDATE, until=None, resolution=TEXT)
REESTABLISHED = MandateReestablished(mandate=MANDATE, until=None, resolution=TEXT, **BY)
TITLES = {"en": "Special Rapporteur on torture and on the right to food"}
RENAME = ModifyMandate(mandate=MANDATE, titles=TITLES, perhaps_merged_with=None, resolution=TEXT)
MODIFIED = MandateModified(
    mandate=MANDATE, titles=TITLES, perhaps_merged_with=None, resolution=TEXT, **BY
)
GROUP = ClusterMandate(mandate=MANDATE, beside=(OTHER,), resolution=TEXT)
CLUSTERED = MandateClustered(mandate=MANDATE, beside=(OTHER,), resolution=TEXT, **BY)
DRAFT = replace(TEXT, symbol="A/HRC/59/L.1/Rev.1", votes=Votes(yes=4, no=25, abstained=18))
REJECT = RecordRejectedDraft(mandate=MANDATE, resolution=DRAFT)
REJECTED = DraftRejected(mandate=MANDATE, resolution=DRAFT, **BY)

BOTH = (CREATED, OTHER_CREATED)
ACTS: list[tuple[tuple[Fact, ...], Command, Fact]] = [
    (BOTH, RENEW, RENEWED),
    (BOTH, RENAME, MODIFIED),
    (BOTH, MERGE, MERGED),
    (BOTH, GROUP, CLUSTERED),
    (BOTH, END, TERMINATED),
    ((*BOTH, TERMINATED), BACK, REESTABLISHED),
    ((*BOTH, MERGED), BACK, REESTABLISHED),
    (BOTH, REJECT, REJECTED),
]


@pytest.mark.parametrize(("before", "act", "fact"), ACTS)
def test_the_chief_records_an_act_of_the_council_once(
    before: tuple[Fact, ...], act: Command, fact: Fact
) -> None:
    given(REGISTRY, *before).when(act, by=CHIEF).then(fact)
    given(REGISTRY, *before, fact).when(act, by=CHIEF).then_nothing()


@pytest.mark.parametrize(("before", "act", "_fact"), ACTS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.CHIEF])
def test_nobody_else_creates_or_ends_a_mandate(
    before: tuple[Fact, ...], act: Command, _fact: Fact, role: Role
) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({MANDATE}))
    given(REGISTRY, *before).when(act, by=other).then_forbidden()


@pytest.mark.parametrize(
    ("act", "named"),
    [
        (MERGE, [OTHER]),
        (replace(MERGE, into="wgad"), [OTHER, "wgad"]),
        (END, [OTHER]),
        (replace(GROUP, beside=("wgad", MANDATE, OTHER)), [OTHER, "wgad"]),
        (replace(RENAME, perhaps_merged_with=OTHER), [OTHER]),
        (RENAME, []),
        (RENEW, []),
    ],
)
def test_an_act_reads_the_chains_of_the_other_mandates_that_it_names(
    act: Command, named: list[str]
) -> None:
    assert list(REGISTRY.consults(act, {})) == [f"registry-{one}" for one in named]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (replace(TEXT, symbol="resolution"), "symbol"),
        (replace(TEXT, adopted_on=None), "day on which"),
        (replace(TEXT, adopted_on=AT.date() + timedelta(days=1)), "not decided yet"),
        (replace(TEXT, paragraph=-1), "below zero"),
        (replace(TEXT, months=-1), "below zero"),
        (replace(TEXT, votes=Votes(yes=1, no=-1, abstained=0)), "below zero"),
        (replace(TEXT, adopted_on=date(2026, 1, 5)), "comes before"),
    ],
)
def test_an_act_has_a_resolution(wrong: Resolution, sentence: str) -> None:
    act = replace(RENEW, until=date(2026, 1, 4), resolution=wrong)
    given(REGISTRY, CREATED).when(act, by=CHIEF).then_refused(sentence)


@pytest.mark.parametrize("act", [RENEW, BACK])
def test_a_last_day_that_no_calendar_goes_beyond_is_refused(
    act: RenewMandate | ReestablishMandate,
) -> None:
    """Fourteen days later the mandate lapses: whoever counts them would fail for ever."""
    before: list[Fact] = [CREATED, TERMINATED] if act is BACK else [CREATED]
    given(REGISTRY, *before).when(replace(act, until=date.max), by=CHIEF).then_refused("the year")


def test_what_is_not_in_the_registry_has_no_acts() -> None:
    given(REGISTRY).when(RENEW, by=CHIEF).then_refused("not in the registry")


def test_what_was_never_created_has_no_chain_and_a_second_import_begins_none_anew() -> None:
    assert REGISTRY.fold((RENEWED,)) == {}
    assert REGISTRY.fold((CREATED, RENEWED, CREATED)) == REGISTRY.fold((CREATED, RENEWED))


def test_a_new_title_is_at_least_in_english() -> None:
    french = replace(RENAME, titles={"fr": "Rapporteur spécial sur la torture"})
    given(REGISTRY, *BOTH).when(french, by=CHIEF).then_refused("in English")


# --- the clock of renewals ----------------------------------------------------------------------


def day(before_the_end: int) -> PassDay:
    return PassDay(mandate=MANDATE, on=LAST - timedelta(days=before_the_end))


def test_a_renewal_is_due_180_90_and_30_days_before() -> None:
    told: list[Fact] = [CREATED, RENEWED]
    for left in range(200, -1, -1):
        state = REGISTRY.fold(told)
        told += REGISTRY.decide(day(left), Asked(at=AT, by=CLOCK), state)
    assert [fact.days for fact in told if isinstance(fact, MandateRenewalDue)] == [180, 90, 30]


def test_a_clock_that_stood_still_announces_the_last_milestone_alone() -> None:
    given(REGISTRY, CREATED, RENEWED).when(day(20), by=CLOCK).then(replace(DUE, days=30))


@pytest.mark.parametrize("before", [(CREATED,), (CREATED, replace(RENEWED, until=None))])
def test_without_a_last_day_nothing_is_due(before: tuple[Fact, ...]) -> None:
    given(REGISTRY, *before).when(day(-900), by=CLOCK).then_nothing()


def test_past_the_last_day_a_mandate_waits_14_days_and_then_lapses() -> None:
    story = given(REGISTRY, CREATED, RENEWED)
    story.when(day(0), by=CLOCK).then(replace(DUE, days=30))
    story.when(day(-1), by=CLOCK).then(PENDING)
    waiting = given(REGISTRY, CREATED, RENEWED, PENDING)
    waiting.when(day(-14), by=CLOCK).then_nothing()
    waiting.when(day(-15), by=CLOCK).then(LAPSED)
    story.when(day(-15), by=CLOCK).then(PENDING, LAPSED)
    given(REGISTRY, CREATED, RENEWED, PENDING, LAPSED).when(day(-99), by=CLOCK).then_nothing()


def test_a_renewal_starts_the_clock_again() -> None:
    later = replace(RENEWED, until=LAST + timedelta(days=365))
    given(REGISTRY, CREATED, RENEWED, DUE, PENDING, later).when(day(0), by=CLOCK).then_nothing()


# --- section C.8 --------------------------------------------------------------------------------


def test_two_mandates_in_one_title_are_to_be_confirmed_and_not_merged() -> None:
    named = replace(RENAME, perhaps_merged_with=OTHER)
    given(REGISTRY, *BOTH).when(named, by=CHIEF).then(replace(MODIFIED, perhaps_merged_with=OTHER))
    after = (*BOTH, replace(MODIFIED, perhaps_merged_with=OTHER))
    assert all(chain.ended_on is None for chain in REGISTRY.fold(after).values())
    by_title = replace(MERGE, resolution=replace(TEXT, paragraph=None))
    given(REGISTRY, *after).when(by_title, by=CHIEF).then_refused("title alone merges nothing")


def test_a_draft_to_end_a_mandate_that_is_rejected_leaves_it_unchanged() -> None:
    before, after = REGISTRY.fold(BOTH), REGISTRY.fold((*BOTH, REJECTED))
    assert replace(after[MANDATE], acts=frozenset()) == before[MANDATE]
    won = replace(DRAFT, votes=Votes(yes=25, no=4, abstained=0))
    given(REGISTRY, *BOTH).when(replace(REJECT, resolution=won), by=CHIEF).then_refused(
        "was not rejected"
    )
    given(REGISTRY, *BOTH).when(replace(REJECT, resolution=TEXT), by=CHIEF).then_refused("votes")


LATE = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("before", [(PENDING,), (PENDING, LAPSED)])
def test_an_extension_that_was_adopted_late_renews_with_its_dates(before: tuple[Fact, ...]) -> None:
    late = replace(TEXT, symbol="A/HRC/RES/62/1", adopted_on=LAST + timedelta(days=10))
    until = LAST + timedelta(days=365)
    given(REGISTRY, CREATED, RENEWED, *before).when(
        replace(RENEW, until=until, resolution=late), by=CHIEF, at=LATE
    ).then(replace(RENEWED, until=until, resolution=late, recorded_at=LATE))


def test_a_mandate_that_lapsed_before_the_council_decided_is_established_again() -> None:
    late = replace(TEXT, symbol="A/HRC/RES/62/1", adopted_on=LAST + timedelta(days=15))
    story = given(REGISTRY, CREATED, RENEWED, PENDING, LAPSED)
    story.when(replace(RENEW, until=None, resolution=late), by=CHIEF, at=LATE).then_refused(
        "brought it back"
    )
    story.when(replace(BACK, resolution=late), by=CHIEF, at=LATE).then(
        replace(REESTABLISHED, resolution=late, recorded_at=LATE)
    )
    given(REGISTRY, CREATED).when(BACK, by=CHIEF).then_refused("has not ended")


# --- mergers and ends ---------------------------------------------------------------------------


@pytest.mark.parametrize("act", [MERGE, END])
def test_a_merger_and_an_end_decide_about_each_kind_of_open_work(
    act: MergeMandates | TerminateMandate,
) -> None:
    story = given(REGISTRY, *BOTH)
    for wrong in (CUSTODY[1:], (*CUSTODY, CUSTODY[0]), (*CUSTODY[:3], CUSTODY[0])):
        story.when(replace(act, custody=wrong), by=CHIEF).then_refused("Decide where")
    for to in (MANDATE, "sr-nothing"):
        lost = (Custody(kind="letters", to=to), *CUSTODY[1:])
        story.when(replace(act, custody=lost), by=CHIEF).then_refused("from the list")


@pytest.mark.parametrize("ended", [MERGED, TERMINATED, LAPSED])
@pytest.mark.parametrize("act", [RENAME, replace(MERGE, ended_on=AT.date()), GROUP])
def test_a_mandate_that_ended_changes_no_more(ended: Fact, act: Command) -> None:
    given(REGISTRY, CREATED, OTHER_CREATED, RENEWED, ended).when(act, by=CHIEF).then_refused(
        "last day of this mandate"
    )


def test_no_mandate_is_merged_into_one_that_ended() -> None:
    gone = replace(TERMINATED, mandate=OTHER)
    given(REGISTRY, *BOTH, gone).when(MERGE, by=CHIEF).then_refused("ended on")
    given(REGISTRY, *BOTH).when(replace(MERGE, into=MANDATE), by=CHIEF).then_refused("list")


@pytest.mark.parametrize("act", [replace(MERGE, into="wgad"), END])
def test_no_open_work_goes_to_a_mandate_that_ended(act: MergeMandates | TerminateMandate) -> None:
    gone, third = replace(TERMINATED, mandate=OTHER), replace(CREATED, mandate="wgad")
    given(REGISTRY, *BOTH, third, gone).when(act, by=CHIEF).then_refused("ended on")


# --- the first import ---------------------------------------------------------------------------


async def test_the_first_import_has_every_mandate_once_and_guesses_no_last_day() -> None:
    store = InMemoryStore()
    for now in (AT, AT + timedelta(days=1)):
        await Clock(asking(STAKEHOLDERS_SERVICE, store)).tick(now)
    facts = [record.event for record in store.log]
    assert [fact.mandate for fact in facts] == list(mandates())
    assert {fact.until for fact in facts} == {None}
    assert {language for fact in facts for language in fact.titles} == set(LANGUAGES)
    assert CREATED.resolution.symbol == "A/HRC/RES/16/23"


async def test_a_store_that_is_away_is_asked_again_and_a_day_passes_once() -> None:
    store, asked = InMemoryStore(), list[Any]()
    works, away = asking(STAKEHOLDERS_SERVICE, store), True

    async def ask(command: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        asked.append(command)
        if away:
            raise StoreError
        return await works(command, by, command_id, metadata)

    clock = Clock(ask)
    await clock.tick(AT)
    assert store.log == []
    away = False
    await clock.tick(AT)
    assert len(store.log) == len(mandates())
    asked.clear()
    await clock.tick(AT)
    assert asked == [], "the day passed to every mandate"
    await clock.tick(AT + timedelta(days=1))
    tomorrow = AT.date() + timedelta(days=1)
    assert asked == [
        *(
            day(mandate=one, on=tomorrow)
            for one in mandates()
            for day in (PassDay, ForeseeVacancies)
        ),
        LookAtTerms(on=tomorrow),
        PassActionDay(on=tomorrow),
        PassSopDay(on=tomorrow),
        PassLibraryDay(on=tomorrow),
    ]


_MOVE = derive_id("move")


async def test_the_registrys_clock_follows_a_demonstrations() -> None:
    store, days = InMemoryStore(), list[tuple[date, int]]()

    async def ask(command: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        if isinstance(command, PassDay):
            days.append((command.on, metadata.ahead))
        return Outcome("", None)

    clock = Clock(ask, partial(days_ahead, store))
    await clock.tick(AT)
    assert set(days) == {(AT.date(), 0)}
    days.clear()
    by = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
    moved = asking(service(Settings(demo=True)), store)
    metadata = Metadata(correlation_id=_MOVE, causation_id=_MOVE, actor=by.actor_id)
    await moved(AdvanceDemoClock(days=61), Asked(at=AT, by=by), _MOVE, metadata)
    await clock.tick(AT)
    assert set(days) == {(AT.date() + timedelta(days=61), 61)}


async def test_a_store_that_cannot_say_what_day_it_is_lets_no_day_pass() -> None:
    async def away() -> int:
        raise StoreError

    asked = list[Any]()

    async def ask(command: Any, by: Asked, command_id: UUID, metadata: Metadata) -> Outcome:
        asked.append(command)
        return Outcome("", None)

    await Clock(ask, away).tick(AT)
    assert asked == []
