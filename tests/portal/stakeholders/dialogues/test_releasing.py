"""A suspension releases the slots that are still to come, once, and leaves what was delivered."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.stakeholders.dialogues import releasing
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_organisations import OrganisationDissolved
from tests.support.dialogues import DAY, Council
from tests.support.organisations import Register
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW


class EnoughError(Exception):
    """The loop went on after the first time."""


def released(portal: Pages) -> list[dict[str, Any]]:
    with portal.engine.connect() as conn:
        rows = conn.execute(select(outbox.c.type, outbox.c.data)).all()
    return [row.data for row in rows if row.type == "release-slot"]


def test_a_suspension_releases_what_is_still_to_come_and_leaves_what_was_delivered(
    portal: Pages, council: Council, register: Register, member: Visitor
) -> None:
    register.confirmed(organisation(1), "Alpha Watch")
    register.tell(register.decided(organisation(1), "special", "ecosoc"))
    begun, coming = council.scheduled(1, starts=NOW - DAY), council.scheduled(2)
    spoken, later = (
        council.asks(one, "member", organisation_id=organisation(1)) for one in (begun, coming)
    )
    council.lists(begun, spoken)
    council.calls(begun, spoken)
    council.delivers(begun, spoken)
    state = council.asks(coming, "KEN", speaks="state", state="KEN")
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    register.tell(
        register.decided(
            organisation(1),
            "suspended",
            "ecosoc",
            effective=date(2026, 11, 20),
            until=date(2027, 11, 20),
        )
    )
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    [told] = released(portal)
    assert (told["slot_id"], told["code"]) == (later, "no_grade")
    assert state != later


def test_who_is_dissolved_has_no_slot_that_is_still_to_come(
    portal: Pages, council: Council, register: Register
) -> None:
    register.confirmed(organisation(1), "Alpha Watch")
    register.tell(register.decided(organisation(1), "special", "ecosoc"))
    one = council.scheduled()
    slot = council.asks(one, "member", organisation_id=organisation(1))
    register.tell(
        OrganisationDissolved(
            organisation_id=organisation(1), dissolved_by="officer-1", dissolved_at=NOW
        )
    )
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 1
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    [told] = released(portal)
    assert (told["slot_id"], told["code"]) == (slot, "dissolved")


def test_nothing_is_released_while_tables_are_built_again_or_a_database_is_away(
    portal: Pages, council: Council, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.confirmed(organisation(1), "Alpha Watch")
    council.asks(council.scheduled(), "nobody", organisation_id=organisation(1))
    assert releasing.due(portal.engine, portal.vault, at=NOW) == 0
    tries: list[int] = []

    def away(*_: Any, **__: Any) -> int:
        tries.append(1)
        if len(tries) > 1:
            raise EnoughError
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(releasing, "due", away)
    monkeypatch.setattr(releasing, "_EVERY", 0.0)
    running = releasing.run(portal.engine, portal.vault, portal.settings, real=lambda: NOW)
    with pytest.raises(EnoughError):
        asyncio.run(running)
