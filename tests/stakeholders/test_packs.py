"""The annual statistics: two persons, numbers that are sound, and corrigenda that follow."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.packs import PACKS
from shared.contracts.stakeholders_pack_commands import (
    DiscardStatisticsPack,
    DraftStatisticsPack,
    FreezeStatisticsPack,
)
from shared.contracts.stakeholders_packs import (
    PackRow,
    PackTable,
    Reached,
    StatisticsPackDiscarded,
    StatisticsPackDrafted,
    StatisticsPackFrozen,
)
from shared.core.actor import Actor, system
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.packs import DEFINITIONS, FRESH_DAYS, hash_of, sound, written

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
YEAR, WITHIN = AT.year - 1, 60
POSITION = (Reached(read_model="portal.register", topic="followup", partition=0, position=7),)


def types(letters: int) -> tuple[PackTable, ...]:
    return (PackTable(key="types", rows=(PackRow(key="AL", values=(letters, 1, 0)),)),)


def draft(number: int = 0, letters: int = 3, reason: str | None = None) -> DraftStatisticsPack:
    return DraftStatisticsPack(
        year=YEAR,
        number=number,
        reason=reason,
        as_of=AT.date(),
        within=WITHIN,
        position=POSITION,
        tables=types(letters),
    )


def hash_for(command: DraftStatisticsPack) -> str:
    return hash_of(
        written(command.year, command.number, command.as_of, command.within, command.tables)
    )


def drafted(command: DraftStatisticsPack) -> StatisticsPackDrafted:
    return StatisticsPackDrafted(
        year=command.year,
        number=command.number,
        reason=command.reason,
        as_of=command.as_of,
        within=command.within,
        position=command.position,
        tables=command.tables,
        hash=hash_for(command),
        drafted_by="desk-1",
        drafted_at=AT,
        definitions=command.definitions,
    )


DRAFT = draft()
DRAFTED = drafted(DRAFT)
DISCARD = DiscardStatisticsPack(year=YEAR, number=0, hash=DRAFTED.hash)
FREEZE = FreezeStatisticsPack(year=YEAR, number=0, hash=DRAFTED.hash)
FROZEN = StatisticsPackFrozen(
    year=YEAR,
    number=0,
    position=POSITION,
    hash=DRAFTED.hash,
    frozen_by="chief-1",
    frozen_at=AT,
)
CORRECT = draft(1, 4, "published_late")
EVERY = (DRAFT, DISCARD, FREEZE)


def test_one_person_drafts_and_another_freezes() -> None:
    given(PACKS).when(DRAFT, by=DESK).then(DRAFTED)
    given(PACKS, DRAFTED).when(FREEZE, by=DESK).then_refused("Another person")
    given(PACKS, DRAFTED).when(FREEZE, by=CHIEF).then(FROZEN)
    given(PACKS, DRAFTED, FROZEN).when(FREEZE, by=CHIEF).then_nothing()
    assert PACKS.stream(DRAFT) == f"statisticspack-{YEAR}"


def test_what_is_frozen_is_the_draft_that_the_page_showed() -> None:
    other = replace(FREEZE, hash="0" * 64)
    given(PACKS, DRAFTED).when(other, by=CHIEF).then_refused("than your page showed")
    given(PACKS).when(FREEZE, by=CHIEF).then_refused("than your page showed")


def test_what_was_counted_days_ago_is_not_frozen() -> None:
    """A letter may have been taken back since."""
    for days, refused in ((FRESH_DAYS, False), (FRESH_DAYS + 1, True)):
        old = drafted(replace(DRAFT, as_of=AT.date() - timedelta(days=days)))
        asked = given(PACKS, old).when(replace(FREEZE, hash=old.hash), by=CHIEF)
        if refused:
            asked.then_refused("counted too long ago")
        else:
            asked.then(replace(FROZEN, hash=old.hash))


def test_a_page_of_another_draft_throws_nothing_away() -> None:
    newer = drafted(draft(letters=9))
    given(PACKS, newer).when(DISCARD, by=CHIEF).then_refused("than your page showed")


def test_a_draft_is_thrown_away_and_counted_anew() -> None:
    gone = StatisticsPackDiscarded(year=YEAR, number=0, discarded_by="chief-1", discarded_at=AT)
    given(PACKS, DRAFTED).when(draft(letters=9), by=DESK).then_refused("a draft of this year")
    given(PACKS, DRAFTED).when(DISCARD, by=CHIEF).then(gone)
    given(PACKS, DRAFTED, gone).when(DISCARD, by=CHIEF).then_nothing()
    given(PACKS, DRAFTED, gone).when(DRAFT, by=DESK).then(DRAFTED)
    given(PACKS, DRAFTED, FROZEN).when(DISCARD, by=CHIEF).then_refused("A corrigendum can follow")


def test_a_corrigendum_has_the_next_number_a_reason_and_other_numbers() -> None:
    before = (DRAFTED, FROZEN)
    given(PACKS, *before).when(CORRECT, by=DESK).then(drafted(CORRECT))
    given(PACKS, *before).when(DRAFT, by=DESK).then_refused("Another edition")
    same = draft(1, 3, "counting")
    given(PACKS, *before).when(same, by=DESK).then_refused("nothing to correct")
    given(PACKS, *before).when(draft(1, 4), by=DESK).then_refused("has a reason")
    given(PACKS).when(draft(0, 4, "counting"), by=DESK).then_refused("has a reason")
    given(PACKS, *before).when(draft(1, 4, "because"), by=DESK).then_refused("from the list")
    second = replace(FROZEN, number=1, hash=hash_for(CORRECT))
    freeze = FreezeStatisticsPack(year=YEAR, number=1, hash=hash_for(CORRECT))
    given(PACKS, *before, drafted(CORRECT)).when(freeze, by=CHIEF).then(second)
    again = draft(2, 3, "taken_back")
    given(PACKS, *before, drafted(CORRECT), second).when(again, by=DESK).then(drafted(again))


def test_a_pack_is_of_a_year_that_is_over() -> None:
    for wrong in (
        replace(DRAFT, year=AT.year),
        replace(DRAFT, year=1999),
        replace(DRAFT, as_of=date(AT.year + 1, 1, 1)),
    ):
        given(PACKS).when(wrong, by=DESK).then_refused("a year that is over")


@pytest.mark.parametrize(
    "rows",
    [
        (PackRow(key="XX", values=(1, 0, 0)),),
        (PackRow(key="AL", values=(1, 0)),),
        (PackRow(key="AL", values=(-1, 0, 0)),),
        (PackRow(key="AL", values=(1, 0, 0)), PackRow(key="AL", values=(1, 0, 0))),
    ],
    ids=["another code", "a column less", "below nought", "twice"],
)
def test_tables_have_codes_and_numbers_alone(rows: tuple[PackRow, ...]) -> None:
    wrong = replace(DRAFT, tables=(PackTable(key="types", rows=rows),))
    given(PACKS).when(wrong, by=DESK).then_refused("not complete")


def test_tables_are_those_of_the_pack_in_their_order() -> None:
    states = PackTable(key="states", rows=(PackRow(key="KEN", values=(1, 1, 1, 0, 0)),))
    mandates = PackTable(key="mandates", rows=(PackRow(key="wgad", values=(1, 0, 0)),))
    invited = PackTable(key="invited", rows=(PackRow(key="KEN", values=()),))
    assert sound((invited, *types(1), mandates, states))
    assert not sound((states, mandates))
    assert not sound((states, states))
    assert not sound((PackTable(key="ranks", rows=()),))
    given(PACKS).when(replace(DRAFT, within=0), by=DESK).then_refused("not complete")
    listed = written(YEAR, 0, AT.date(), WITHIN, (invited,))
    assert listed.endswith("III,invited,KEN,,\r\n")


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize(
    "by",
    [
        system("a policy"),
        *(
            Actor(actor_id=role, roles=frozenset({role}))
            for role in Role
            if role not in {Role.CHIEF, Role.QUICK_RESPONSE_DESK}
        ),
    ],
    ids=lambda one: one.actor_id,
)
def test_nobody_else_keeps_them(command: Any, by: Actor) -> None:
    given(PACKS, DRAFTED).when(command, by=by).then_forbidden()


def test_a_corrigendum_counts_as_before_unless_it_is_for_a_definition() -> None:
    newer = PackTable(key="visits", rows=(PackRow(key="KEN:wgad", values=(1,)),))
    wider = replace(CORRECT, tables=(newer, *CORRECT.tables), definitions=2)
    before = (DRAFTED, FROZEN)
    given(PACKS, *before).when(wider, by=DESK).then_refused("changed definition")
    for_it = replace(wider, reason="definition")
    given(PACKS, *before).when(for_it, by=DESK).then(drafted(for_it))
    given(PACKS, *before).when(replace(for_it, definitions=1), by=DESK).then_refused("not complete")
    for unknown in (0, DEFINITIONS + 1):
        asked = given(PACKS).when(replace(DRAFT, definitions=unknown), by=DESK)
        asked.then_refused("not complete")


def test_a_visit_is_of_a_state_and_a_mandate() -> None:
    def of(code: str) -> tuple[PackTable, ...]:
        return (PackTable(key="visits", rows=(PackRow(key=code, values=(1,)),)),)

    assert sound(of("KEN:wgad"))
    assert not any(sound(of(wrong)) for wrong in ("KEN", "wgad:KEN", "KEN:", "XX:wgad", ":wgad"))
