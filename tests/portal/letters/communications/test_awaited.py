"""What waits for whom: texts to rule on, letters to transmit, submissions without a draft."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.letters.communications import awaited, queries
from shared.core.roles import Role
from tests.portal.letters.communications.test_queries import MODELS, somebody, tell
from tests.support.compiled import engine_of
from tests.support.letters import (
    LEAD,
    OTHER,
    THIRD,
    approved,
    changes,
    declined,
    drafted,
    revised,
    revoked,
    upto,
    voided,
)
from tests.support.ready import ready
from tests.support.submissions import (
    ID,
    confirmed,
    not_actioned,
    received,
    triaged,
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    ready(made, MODELS)
    yield made
    made.dispose()


def waits(engine: Engine, *mandates: str) -> list[tuple[str, str]]:
    actor = somebody(Role.MANDATE_HOLDER, mandates=" ".join(mandates))
    with engine.connect() as conn:
        return [
            (letter.type, signature.mandate)
            for letter, signature in queries.waiting_for(conn, actor)
        ]


def test_a_text_waits_for_each_mandate_until_it_has_ruled(engine: Engine) -> None:
    tell(engine, *upto("awaiting"), *approved())
    assert waits(engine, OTHER) == [("UA", OTHER)]
    assert waits(engine, LEAD) == []
    assert waits(engine, LEAD, OTHER) == [("UA", OTHER)]
    assert waits(engine, THIRD) == []


@pytest.mark.parametrize("after", [[revised(), voided()], [changes(), voided()], [declined()]])
def test_nothing_waits_once_it_is_drafted_again_or_declined(
    engine: Engine, after: list[Any]
) -> None:
    tell(engine, *upto("awaiting"), *approved(), *after)
    assert waits(engine, OTHER) == []


def test_urgent_appeals_wait_in_front(engine: Engine) -> None:
    tell(engine, *upto("awaiting", "a", type_="AL"), *upto("awaiting", "u", type_="UA"))
    assert waits(engine, LEAD) == [("UA", LEAD), ("AL", LEAD)]


def test_the_chief_transmits_urgent_appeals_and_the_desk_the_rest(engine: Engine) -> None:
    tell(engine, *upto("approved", "u"), *upto("ordered", "a", type_="AL"), *upto("awaiting", "x"))
    with engine.connect() as conn:
        chief = queries.to_transmit(conn, somebody(Role.CHIEF))
        desk = queries.to_transmit(conn, somebody(Role.QUICK_RESPONSE_DESK))
        nobody = queries.to_transmit(conn, somebody(Role.DESK_OFFICER, states="KEN"))
    assert [one.communication_id for one in chief] == ["u"]
    assert [one.communication_id for one in desk] == ["a"]
    assert not nobody


def test_a_missing_authorisation_is_known(engine: Engine) -> None:
    tell(engine, *upto("approved"), revoked())
    with engine.connect() as conn:
        [letter] = queries.to_transmit(conn, somebody(Role.CHIEF))
    assert letter.unauthorised == (LEAD,)
    assert letter.missing == ()


# --- submissions that wait for a draft ---


def test_submissions_wait_urgent_first_then_the_oldest(engine: Engine) -> None:
    slow, closed, used, elsewhere = "slow", "closed", "used", "elsewhere"
    tell(
        engine,
        received(slow),
        triaged(slow, urgency="ordinary"),
        received(),
        triaged(),
        confirmed(),
        received(closed),
        triaged(closed),
        not_actioned(closed),
        received(used),
        triaged(used),
        *drafted(submission_id=used),
        received(elsewhere),
        triaged(elsewhere),
        triaged(elsewhere, mandates=(THIRD,)),
    )
    officer = somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=LEAD)
    with engine.connect() as conn:
        shared = awaited.waiting_for_a_draft(conn, officer)
        assert awaited.submission_of_mandates(conn, officer, ID) is not None
        assert awaited.submission_of_mandates(conn, officer, elsewhere) is None
        for other in (
            somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=THIRD),
            somebody(Role.MANDATE_HOLDER, mandates=LEAD),
            somebody(Role.CHIEF, mandates=LEAD),
        ):
            assert awaited.submission_of_mandates(conn, other, ID) is None
    assert [(one.submission_id, one.urgent, one.admissible) for one in shared] == [
        (ID, True, True),
        (slow, False, False),
    ]
