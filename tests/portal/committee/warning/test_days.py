"""Days of submissions are counted once and kept, and counted anew once a fact changes them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete

from portal.committee.warning import days
from portal.desk.triage.read_model import TRIAGE
from shared.contracts.intake_erasure import PersonErased
from shared.read_models.model import Applier
from shared.reference.early_warning import Case
from tests.support.compiled import engine_of
from tests.support.submissions import AT, Told, received, triaged
from tests.support.triage import case

DAY = AT.date()
BEFORE = DAY - timedelta(days=1)
SAME = tuple(f"t:{n}" for n in range(16))
ERASED = PersonErased(
    submission_id=case(1),
    erasure_id="e-1",
    what="submission",
    basis="safety",
    asked_by="family",
    erased_by="protection-1",
    erased_at=AT,
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = engine_of(database_url)
    days.tables.create_all(engine)
    yield engine
    engine.dispose()


def held(engine: Engine) -> Counter[tuple[str, date, bool]]:
    with engine.connect() as conn:
        return Counter((one.state, one.day, one.urgent) for one in days.cases(conn))


def test_a_day_is_kept_until_a_fact_changes_it_and_what_is_kept_is_what_is_counted(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[date] = []
    really = days._counted

    def counting(conn: Any, some: Any) -> Any:
        counted.extend(some)
        return really(conn, some)

    monkeypatch.setattr(days, "_counted", counting)
    told = Told(engine)
    earlier: dict[str, Any] = {"received_at": AT - timedelta(days=1)}
    told.tell(
        *(received(case(n), matching=SAME) for n in (1, 2, 3)),
        received(case(4), matching=("v:a", *SAME[:7])),
        received(case(5), state="FRA", matching=SAME),
        *(received(case(n), **earlier) for n in (6, 7)),
    )
    first = Counter({("KEN", DAY, False): 2, ("FRA", DAY, False): 1, ("KEN", BEFORE, False): 2})
    steps: tuple[tuple[tuple[Any, ...], Counter[Any], set[date]], ...] = (
        ((), first, {DAY, BEFORE}),
        ((triaged(case(2)),), _changed(first, KEN=(1, 1)), {DAY}),
        ((ERASED,), _changed(first, KEN=(2, 1)), {DAY}),
        ((replace(ERASED, what="source"),), _changed(first, KEN=(2, 1)), set()),
        (
            (received(case(8), **earlier, urgent=True),),
            _changed(first, KEN=(2, 1)) + Counter({("KEN", BEFORE, True): 1}),
            {BEFORE},
        ),
    )
    for facts, numbers, others in steps:
        told.tell(*facts)
        counted.clear()
        assert held(engine) == numbers
        assert set(counted) == others, "who reads counts these days alone"
        counted.clear()
        assert days.keep(engine) == len(others)
        assert set(counted) == others
        counted.clear()
        assert (held(engine), counted) == (numbers, []), "and as they are kept nobody does"
        assert days.keep(engine) == 0
    rebuilt = Applier(engine, TRIAGE)
    rebuilt.drop()
    rebuilt.prepare()
    rebuilt.apply(told.facts)
    assert days.keep(engine) == 0
    with engine.begin() as conn:
        conn.execute(delete(days.days))
    assert held(engine) == numbers


def test_no_more_than_the_days_asked_for_is_read(engine: Engine) -> None:
    Told(engine).tell(
        received(case(1)), received(case(2), received_at=AT - timedelta(days=1), reprisal=True)
    )
    days.keep(engine)
    with engine.connect() as conn:
        assert list(days.cases(conn, DAY)) == [Case(state="KEN", day=DAY)]
        assert list(days.cases(conn, last=BEFORE)) == [Case(state="KEN", day=BEFORE, open=False)]


def _changed(
    first: Counter[tuple[str, date, bool]], **of: tuple[int, int]
) -> Counter[tuple[str, date, bool]]:
    """Return these numbers with others on the day: ordinary ones, and urgent ones."""
    found = Counter(first)
    for state, (ordinary, urgent) in of.items():
        found[state, DAY, False], found[state, DAY, True] = ordinary, urgent
    return found
