from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.web.delivery import once, outbox
from shared.contracts.stakeholders_dormancy_commands import PassOrganisationDay
from shared.core.actor import Actor
from tests.support.portal import Pages

COMMAND = PassOrganisationDay(organisation_id="somebody")
THIS, CASE = uuid4(), uuid4()


def kept(portal: Pages) -> bool:
    return once.keep(
        portal.engine,
        COMMAND,
        by=Actor(actor_id="clock"),
        command_id=THIS,
        correlation_id=CASE,
        at=portal.clock(),
    )


def test_what_several_processes_ask_for_is_kept_once(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when one looks before another has kept it."""
    assert kept(portal)
    assert not kept(portal)
    with monkeypatch.context() as both_looked:
        both_looked.setattr(outbox, "find", lambda *_: None)
        assert not kept(portal)
    with portal.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(outbox.outbox)) == 1
