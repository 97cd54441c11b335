"""The same filing at the same moment, on both kinds of database: one submission, one code."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.outbox import outbox
from portal.submissions.filing import Filing
from portal.submissions.receipts import Receipt, receipts
from portal.submissions.receive import Altered, code_of, receive
from shared.actor import Actor
from shared.roles import Role
from tests.support.filing import submission
from tests.support.portal import pages

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
OTHER = Actor(actor_id="ngo-2", roles=frozenset({Role.NGO_MEMBER}))


def test_many_at_once_are_one_submission_with_one_code(database_url: str) -> None:
    filing, command_id = Filing.model_validate(submission(), context=NGO), uuid4()
    with pages(database_url, database_url) as portal:

        def keep(_: int) -> tuple[Receipt, str | None]:
            with portal.app.app_context():
                kept = receive(filing, by=NGO, command_id=command_id, channel="api")
                return kept, code_of(kept)

        with ThreadPoolExecutor(8) as threads:
            found = set(threads.map(keep, range(16)))
        [(receipt, code)] = found
        assert code
        with portal.engine.connect() as conn:
            for table in (outbox, receipts):
                assert conn.scalar(select(func.count()).select_from(table)) == 1
        identity = portal.vault.identity(f"source-{receipt.submission_id}")
        assert identity == {"name": "Nadia Demo", "contact": "Mailbox 7"}


@pytest.mark.parametrize(("actor", "place"), [(NGO, "Elsewhere"), (OTHER, submission()["place"])])
def test_a_command_that_came_before_with_another_filing_or_of_another_person_is_not_taken(
    database_url: str, actor: Actor, place: str
) -> None:
    command_id = uuid4()
    with pages(database_url, database_url) as portal, portal.app.app_context():
        receive(
            Filing.model_validate(submission(), context=NGO),
            by=NGO,
            command_id=command_id,
            channel="api",
        )
        changed = Filing.model_validate(submission(place=place), context=actor)
        with pytest.raises(Altered):
            receive(changed, by=actor, command_id=command_id, channel="api")
