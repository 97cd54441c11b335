"""The order of the outbox: nobody waits for an import."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx

from portal.web.commands import Commands
from portal.web.delivery import outbox
from shared.core.actor import Actor
from tests.support.portal import Pages

BY, IMPORT = Actor(actor_id="somebody"), UUID(int=1)


def put(portal: Pages, service: str, type_: str, case: UUID, *, second: int) -> None:
    outbox.put(
        portal.engine,
        service,
        type_,
        {},
        by=BY,
        command_id=uuid4(),
        correlation_id=case,
        at=portal.clock() + timedelta(seconds=second),
    )


def test_a_submission_waits_for_one_command_of_an_import_at_most(portal: Pages) -> None:
    """Also what others ask of the service that has the import, and with more than a round takes."""
    for place in range(100):
        put(portal, "approvals", outbox.LAST, IMPORT, second=place)
    assert outbox.oldest(portal.engine) == portal.clock()
    assert outbox.oldest(portal.engine, imports=False) is None  # nobody is called for that
    put(portal, "intake", "submit-allegation", uuid4(), second=200)
    assert outbox.oldest(portal.engine, imports=False) == portal.clock() + timedelta(seconds=200)
    put(portal, "approvals", "cancel-draft", uuid4(), second=201)
    taken: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        taken.append(request.url.host + request.content.decode())
        if len(taken) == 3:  # while the import's command is on its way
            put(portal, "intake", "submit-allegation", uuid4(), second=300)
        return httpx.Response(200, json={"stream": "s", "position": 1})

    def said() -> list[str]:
        names = ("submit-allegation", "cancel-draft", "import-past-letters")
        return [next(name for name in names if name in one) for one in taken]

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        asks = Commands(portal.settings, portal.clock, client)
        assert outbox.deliver(portal.engine, asks, at=portal.clock()) == 3
        assert said() == ["submit-allegation", "cancel-draft", outbox.LAST]
        assert outbox.deliver(portal.engine, asks, at=portal.clock()) == 2
        assert said()[3:] == ["submit-allegation", outbox.LAST]
        for _ in range(98):
            assert outbox.deliver(portal.engine, asks, at=portal.clock()) == 1
        assert outbox.deliver(portal.engine, asks, at=portal.clock()) == 0
    assert outbox.waiting(portal.engine, correlation_id=IMPORT) is None
