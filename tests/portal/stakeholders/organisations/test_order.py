"""What hides an entry, and the facts of parts, in whatever order they come, on both databases."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, event, select

from portal.stakeholders.organisations import queries
from portal.stakeholders.organisations.read_model import organisations
from portal.stakeholders.organisations.tables import tables, veil, veils
from shared.contracts.stakeholders_organisations import (
    VISIBILITIES,
    OrganisationDissolved,
    PublicListingAsked,
    Visibility,
)
from shared.contracts.stakeholders_splits import SplitDropped
from shared.platform.vault import Vault
from shared.platform.vault import tables as vault_tables
from tests.support.compiled import engine_of
from tests.support.organisations import LONG_AGO, STEP, Register, named

WHOLE, HIDDEN, LATER = named("whole"), named("hidden"), LONG_AGO + 10 * STEP


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    for kept in (tables, vault_tables):
        kept.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def register(database: Engine) -> Register:
    return Register(database, Vault(database, [Fernet.generate_key().decode()]))


@pytest.mark.parametrize("keeps", VISIBILITIES)
def test_what_keeps_it_down_holds_until_a_later_step_in_whatever_order(
    database: Engine, register: Register, keeps: Visibility
) -> None:
    """A veil and a merger do the same to each visibility; a fact of before brings nothing back."""
    at = LONG_AGO + STEP

    def seen(one: str) -> tuple[str, bool, bool]:
        with database.connect() as conn:
            entry = queries.one(conn, one)
            assert entry
            sealed = one in queries.sealed(conn)
            public = bool(queries.public_one(conn, one))
            partners = bool(queries.among(conn, queries.PARTNERS, one))
        assert public == (entry.visibility == "public")
        assert sealed == (entry.visibility == "sealed")
        return entry.visibility, partners, sealed

    for number, to in enumerate(VISIBILITIES):
        veiled, real, other = (named(f"{name} {number}") for name in ("veiled", "real", "other"))
        for one in (veiled, real, other):
            register.confirmed(one, "Alpha")
        with database.begin() as conn:
            veil(conn, veiled, at, keeps)
        register.merged(other, real, keeps=keeps, at=at)
        after = min(to, keeps, key=VISIBILITIES.index)
        for one in (veiled, real):
            if to == "sealed":
                register.hidden(one, to="sealed")
            elif to != "closed" or keeps == "sealed":
                register.opened(one, LONG_AGO, to)
            assert seen(one)[0] == after, (keeps, to)
            assert seen(one)[1] == (after in {"partners", "public"})
            register.opened(one, at + STEP, "public")
            assert seen(one)[0] == "public"
            register.hidden(one, at + 3 * STEP)
            assert seen(one)[0] == "closed", "and not sealed again"


def test_what_hides_it_more_at_the_same_moment_is_not_taken_back(database: Engine) -> None:
    """Another act hides it between what this one reads and what it writes."""
    one, others = named("at once"), [LONG_AGO + STEP]

    def between(conn: Any, _: Any, statement: str, *__: Any) -> None:
        if "INSERT INTO organisation_veils" in statement and others:
            veil(conn, one, others.pop(), "sealed")

    event.listen(database, "before_cursor_execute", between)
    with database.begin() as conn:
        veil(conn, one, LONG_AGO, "partners")
        veil(conn, one, LONG_AGO, "public")
    with database.connect() as conn:
        row = conn.execute(veils.select()).one()
    assert (row.hidden_at, row.sealed_at) == (LONG_AGO + STEP, LONG_AGO + STEP)
    assert row.narrowed_at == LONG_AGO
    assert not others


def test_only_a_first_step_after_the_veil_counts(database: Engine, register: Register) -> None:
    register.public(HIDDEN, "Alpha")

    def found() -> tuple[int, int, bool]:
        with database.connect() as conn:
            one = queries.one(conn, HIDDEN)
            assert one
            every = conn.scalars(select(organisations.c.organisation_id).where(queries.PUBLIC))
            this = queries.public_one(conn, HIDDEN)
            return len(every.all()), len(this), one.public

    assert found() == (1, 1, True)
    with database.begin() as conn:
        veil(conn, HIDDEN, LONG_AGO)
    assert found() == (0, 0, False)
    later = LONG_AGO + STEP
    register.tell(PublicListingAsked(organisation_id=HIDDEN, asked_by="focal", asked_at=LONG_AGO))
    with database.connect() as conn:
        one = queries.one(conn, HIDDEN)
    assert one
    assert one.asked_at is None
    register.opened(HIDDEN, later)
    assert found() == (1, 1, True)
    with database.begin() as conn:
        veil(conn, HIDDEN, later + STEP)
    assert found() == (0, 0, False)


ORDERS = {
    ("entry", "split"): ("confirmed", LATER),
    ("split", "entry"): ("confirmed", LATER),
    ("entry", "dropped"): ("refused", None),
    ("dropped", "entry"): ("refused", None),
    ("entry", "split", "over"): ("dissolved", LATER),
    ("entry", "over", "split"): ("dissolved", LATER),
    ("split", "entry", "over"): ("dissolved", LATER),
}
"""Facts of a part, and of its split, as they come; where the part stands, and since when."""


def test_facts_of_a_part_and_of_its_split_come_in_any_order(
    database: Engine, register: Register
) -> None:
    """They are of two streams, so a rebuild may read either of them first."""
    for told, (stage, right_at) in ORDERS.items():
        part = named(f"part of {told}")
        dropped = SplitDropped(
            split_id=part, new_ids=(part,), dropped_by="officer-2", dropped_at=LATER
        )
        over = OrganisationDissolved(
            organisation_id=part, dissolved_by="focal-1", dissolved_at=LATER + STEP
        )
        facts: dict[str, Callable[[], object]] = {
            "entry": partial(register.claimed, part, "Other Watch"),
            "split": partial(register.split, WHOLE, part, at=LATER),
            "dropped": partial(register.tell, dropped),
            "over": partial(register.tell, over),
        }
        for one in told:
            facts[one]()
        with database.connect() as conn:
            found = queries.one(conn, part)
            is_confirmed = bool(queries.among(conn, queries.CONFIRMED, part))
        assert found
        assert (found.stage, found.confirmed_at) == (stage, right_at), told
        assert is_confirmed == (stage == "confirmed")
