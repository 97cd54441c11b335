"""The same filing twice at once, on both kinds of database: one submission, one code."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from portal.casefile.filing import Filing
from portal.casefile.submissions.receipts import Receipt, receipts
from portal.casefile.submissions.receive import Altered, code_of, receive
from portal.web.delivery.outbox import outbox
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import AllegationReceived
from shared.contracts.intake_commands import SubmitAllegation
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.core.testing import AT
from tests.support.contact_points import Recognitions, recognised
from tests.support.filing import submission
from tests.support.portal import pages

NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))
CONTACT_POINT = Actor(
    actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri"
)
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


def test_what_a_contact_point_files_for_a_person_is_taken_by_intake_too(tmp_path: Path) -> None:
    """A receipt is given before intake is asked: what it then refused would be lost."""
    url = f"sqlite:///{tmp_path}/portal.db"
    filed = submission(for_whom="A person, by letter")
    with pages(url, url) as portal, portal.app.app_context():
        Recognitions(portal.engine).tell(recognised())
        receive(
            Filing.model_validate(filed, context=CONTACT_POINT),
            by=CONTACT_POINT,
            command_id=uuid4(),
            channel="contact_point",
        )
        with portal.engine.connect() as conn:
            data = conn.scalar(select(outbox.c.data))
    command = TypeAdapter(SubmitAllegation).validate_python(data)
    [received] = SUBMISSION.decide(command, Asked(at=AT, by=CONTACT_POINT), SUBMISSION.initial)
    assert isinstance(received, AllegationReceived)
    assert (received.on_behalf, received.submitter_id) == (True, "cp-1")


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


def test_who_the_source_is_is_what_was_filed_though_another_try_failed_before(
    database_url: str,
) -> None:
    """The database was away; the source corrected how it can be reached, and sent it again."""
    command_id = uuid4()

    def away(_: Connection) -> None:
        raise OperationalError("insert", {}, Exception("disk I/O error"))

    def file(contact: str, also: Callable[[Connection], None]) -> Receipt:
        filing = Filing.model_validate(submission(submitter_contact=contact), context=NGO)
        return receive(filing, by=NGO, command_id=command_id, channel="portal", also=also)

    with pages(database_url, database_url) as portal, portal.app.app_context():
        with pytest.raises(OperationalError):
            file("Mailbox 7, which the police reads", away)
        receipt = file("Only by the lawyer", lambda _: None)
        identity = portal.vault.identity(f"source-{receipt.submission_id}")
        assert identity == {"name": "Nadia Demo", "contact": "Only by the lawyer"}
