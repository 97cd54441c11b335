"""What is recorded for the annual statistics: by the Chief, with a source, and corrected."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.pack_entries import PACK_ENTRIES
from shared.contracts.stakeholders_pack_entries import (
    PackEntryRecorded,
    PackEntryTakenBack,
    RecordPackEntry,
    TakeBackPackEntry,
)
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given

CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
YEAR = AT.year - 1
RECORD = RecordPackEntry(
    year=YEAR,
    table="support",
    row="sr-torture",
    values=(2, 150, 1),
    source="A/HRC/61/4/Add.1",
    dated_on=date(YEAR, 12, 20),
    seen=0,
)
TAKE_BACK = TakeBackPackEntry(year=YEAR, table="support", row="sr-torture", seen=1)
RECORDED = PackEntryRecorded(
    year=YEAR,
    table="support",
    row="sr-torture",
    step=1,
    values=RECORD.values,
    source=RECORD.source,
    dated_on=RECORD.dated_on,
    recorded_by="chief-1",
    recorded_at=AT,
)
TAKEN_BACK = PackEntryTakenBack(
    year=YEAR, table="support", row="sr-torture", step=2, taken_back_by="chief-1", taken_back_at=AT
)
EVERY = (RECORD, TAKE_BACK)


def test_the_chief_records_a_row_corrects_it_and_takes_it_back() -> None:
    empty, there = given(PACK_ENTRIES), given(PACK_ENTRIES, RECORDED)
    empty.when(RECORD, by=CHIEF).then(RECORDED)
    empty.when(TAKE_BACK, by=CHIEF).then_nothing()
    there.when(RECORD, by=CHIEF).then_nothing()
    other = replace(RECORD, values=(3, 150, 1), seen=1)
    there.when(other, by=CHIEF).then(replace(RECORDED, step=2, values=other.values))
    there.when(replace(other, seen=0), by=CHIEF).then_refused("meanwhile")
    there.when(replace(TAKE_BACK, seen=0), by=CHIEF).then_refused("meanwhile")
    there.when(TAKE_BACK, by=CHIEF).then(TAKEN_BACK)
    gone = given(PACK_ENTRIES, RECORDED, TAKEN_BACK)
    gone.when(TAKE_BACK, by=CHIEF).then_nothing()
    gone.when(RECORD, by=CHIEF).then(replace(RECORDED, step=3))
    for role in frozenset(Role) - {Role.CHIEF}:
        empty.when(RECORD, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"year": AT.year + 1}, "has begun"),
        ({"table": "types"}, "row from the list"),
        ({"row": "nobody"}, "row from the list"),
        ({"values": (1, 2)}, "row from the list"),
        ({"values": (-1, 0, 0)}, "row from the list"),
        ({"values": (100_000, 0, 0)}, "row from the list"),
        ({"source": "somebody told me"}, "symbol of a document"),
        ({"dated_on": AT.date() + timedelta(days=2)}, "day of the source"),
        ({"dated_on": date(YEAR - 1, 12, 31)}, "day of the source"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], says: str) -> None:
    given(PACK_ENTRIES).when(replace(RECORD, **wrong), by=CHIEF).then_refused(says)
