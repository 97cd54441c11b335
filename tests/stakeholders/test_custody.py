"""Custody: the open work of a mandate that ended, one by one, by the Chief, with a reason (SC3)."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from services.stakeholders.custody import CUSTODY
from shared.contracts.stakeholders_custody import CustodyDecided, Item
from shared.contracts.stakeholders_custody_commands import DecideCustody
from shared.contracts.stakeholders_registry import Fact as Act
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.stakeholders import test_registry as registry
from tests.stakeholders.test_registry import CHIEF, MANDATE, OTHER

AFTER = AT + timedelta(days=365)
REASON = Sealed("communication-c-1", "reason")
DECIDE = DecideCustody(
    mandate=MANDATE,
    kind="letters",
    item_id="c-1",
    to=OTHER,
    submission_ids=("s-1",),
    reason=REASON,
)
DECIDED = CustodyDecided(
    mandate=MANDATE,
    kind="letters",
    item_id="c-1",
    to=OTHER,
    submission_ids=("s-1",),
    reason=REASON,
    decided_by="chief-1",
    decided_at=AFTER,
)
RECORD = replace(DECIDE, to=None, submission_ids=())
LAPSED = (registry.CREATED, registry.OTHER_CREATED, registry.RENEWED, registry.LAPSED)


@pytest.mark.parametrize("end", [registry.MERGED, registry.TERMINATED, registry.LAPSED])
def test_each_item_of_a_merged_ended_or_lapsed_mandate_goes_to_a_successor_or_the_record(
    end: Act,
) -> None:
    history: tuple[Act, ...] = (*registry.BOTH, end)
    ended = given(CUSTODY, *history)
    ended.when(DECIDE, by=CHIEF, at=AFTER).then(DECIDED)
    kept = replace(DECIDED, to=None, submission_ids=())
    ended.when(RECORD, by=CHIEF, at=AFTER).then(kept)
    for kind in get_args(Item):
        other = replace(DECIDE, kind=kind)
        ended.when(other, by=CHIEF, at=AFTER).then(replace(DECIDED, kind=kind))


def test_an_item_is_decided_once() -> None:
    ended = given(CUSTODY, *LAPSED, DECIDED)
    ended.when(DECIDE, by=CHIEF, at=AFTER).then_nothing()
    ended.when(RECORD, by=CHIEF, at=AFTER).then_refused("decided already")
    again = replace(DECIDE, item_id="c-2")
    ended.when(again, by=CHIEF, at=AFTER).then(replace(DECIDED, item_id="c-2"))


def test_a_mandate_that_goes_on_decides_for_itself() -> None:
    for history in (
        registry.BOTH,
        (*registry.BOTH, registry.RENEWED),
        (*registry.BOTH, registry.MERGED, registry.REESTABLISHED),
    ):
        given(CUSTODY, *history).when(DECIDE, by=CHIEF, at=AFTER).then_refused("has not ended")
    on_its_last_day = AT.replace(month=12, day=31)
    given(CUSTODY, *registry.BOTH, registry.MERGED).when(
        DECIDE, by=CHIEF, at=on_its_last_day
    ).then_refused("has not ended")
    given(CUSTODY).when(DECIDE, by=CHIEF, at=AFTER).then_refused("not in the registry")


def test_files_move_to_a_mandate_that_goes_on_and_to_no_record() -> None:
    ended = given(CUSTODY, *LAPSED)
    to_itself, unknown = replace(DECIDE, to=MANDATE), replace(DECIDE, to="sr-nothing")
    for wrong in (to_itself, unknown):
        ended.when(wrong, by=CHIEF, at=AFTER).then_refused("another mandate")
    ended.when(replace(DECIDE, to=None), by=CHIEF, at=AFTER).then_refused("not to the record")
    over = replace(registry.TERMINATED, mandate=OTHER)
    given(CUSTODY, *LAPSED, over).when(DECIDE, by=CHIEF, at=AFTER).then_refused("31 Dec 2026")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_else_decides(role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({MANDATE, OTHER}))
    given(CUSTODY, *LAPSED).when(DECIDE, by=other, at=AFTER).then_forbidden()


def test_the_decision_reads_both_chains() -> None:
    streams = [f"registry-{MANDATE}", f"registry-{OTHER}"]
    assert list(CUSTODY.consults(DECIDE, CUSTODY.initial)) == streams
    assert list(CUSTODY.consults(RECORD, CUSTODY.initial)) == streams[:1]
