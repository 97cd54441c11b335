from datetime import date

from sqlalchemy import select

from portal.stakeholders import queries
from portal.stakeholders.read_model import terms
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.core.message import derive_id
from tests.support.compiled import engine_of
from tests.support.terms import AT, TERM, TORTURE, Terms, ended, started

TODAY = date(2026, 11, 24)


def test_facts_fill_the_table_and_twice_is_once() -> None:
    told = Terms(engine_of("sqlite://"))
    told.tell(started(holder_id="holder-1"), ended())
    with told.engine.connect() as conn:
        (row,) = conn.execute(select(terms)).all()
    assert (row.term_id, row.mandate, row.seat, row.number) == (TERM, TORTURE, None, 1)
    assert (row.starts_on, row.ends_on) == (date(2024, 8, 1), date(2027, 7, 31))
    assert (row.ended_on, row.reason_code) == (date(2026, 9, 30), "resigned")
    assert row.holder == started().holder


def test_facts_about_something_else_change_nothing() -> None:
    told = Terms(engine_of("sqlite://"))
    told.tell(started())
    before = _rows(told)
    told.tell(
        MandateSettingsChanged(
            mandate=TORTURE, settings=MandateSettings(), changed_by="holder", changed_at=AT
        )
    )
    assert _rows(told) == before


def test_a_seat_is_held_to_the_last_day_and_vacant_from_the_next() -> None:
    told = Terms(engine_of("sqlite://"))
    later = started(
        str(derive_id("term", 2)), starts_on=date(2026, 12, 1), ends_on=date(2029, 11, 30)
    )
    told.tell(started(), ended(ended_on=TODAY), later)
    with told.engine.connect() as conn:
        on_last, next_day, again = (
            queries.chains(conn, queries.of_kind(""), day)[_place()].seats[0]
            for day in (TODAY, date(2026, 11, 25), date(2026, 12, 1))
        )
    assert on_last.held
    assert on_last.vacant_since is None
    assert next_day.held is None
    assert next_day.vacant_since == date(2026, 11, 25)
    assert next_day.next
    assert next_day.next.term_id == later.term_id
    assert again.held
    assert again.next is None


def _place() -> int:
    return [one.mandate for one in queries.of_kind("")].index(TORTURE)


def _rows(told: Terms) -> list[object]:
    with told.engine.connect() as conn:
        return list(conn.execute(select(terms)))
