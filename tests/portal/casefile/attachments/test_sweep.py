"""The sweep removes files that no command mentions, and no others."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Table, literal, select, update
from sqlalchemy.exc import SQLAlchemyError

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.objects import Objects, StoreAway
from portal.casefile.attachments.read_model import ATTACHMENTS, attachments
from portal.casefile.attachments.sweep import Sweep
from portal.casefile.attachments.unclaimed import PATIENCE, Lost
from portal.casefile.drafts.tables import drafts
from portal.casefile.replies.tables import attachments as replies_attachments
from portal.followup.replies.read_model import REPLIES
from portal.web.delivery import outbox
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.tables import Instant
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.compiled import engine_of
from tests.support.migrated import begin
from tests.support.ready import ready
from tests.support.submissions import AT

NAME = "ab" * 32
LATER = AT + PATIENCE + timedelta(seconds=1)
BY = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}))


@pytest.fixture
def sweep(database_url: str, tmp_path: Path, objects: Objects) -> Iterator[Sweep]:
    vault_url = f"sqlite:///{tmp_path}/vault.db"
    begin(database_url, vault_url)
    engine = engine_of(database_url)
    safe = engine_of(vault_url)
    ready(engine, (ATTACHMENTS, REPLIES))
    yield Sweep(engine, Vault(safe, [Fernet.generate_key().decode()]), objects, timedelta(days=30))
    engine.dispose()
    safe.dispose()


@pytest.fixture
def begun(sweep: Sweep) -> Callable[..., str]:
    """Begin a draft that was changed last at that time."""

    def begin(at: datetime = AT) -> str:
        draft_id = str(uuid4())
        row = {
            "draft_id": draft_id,
            "account_id": "ngo-1",
            "version": 1,
            "content": Sealed("draft", "x"),
            "created_at": at,
            "changed_at": at,
        }
        with sweep.engine.begin() as conn:
            conn.execute(drafts.insert().values(row))
        return draft_id

    return begin


def kept(sweep: Sweep, name: str = NAME, draft_id: str | None = None) -> str:
    """Keep an object as a process does that dies right after it."""
    unclaimed.note(sweep.engine, name, at=AT, draft_id=draft_id)
    sweep.objects.put(name, BytesIO(b"encrypted"))
    return name


def there(sweep: Sweep, name: str = NAME) -> bool:
    try:
        return bool(list(sweep.objects.get(name)))
    except KeyError:
        return False


def notes(sweep: Sweep) -> int:
    with sweep.engine.connect() as conn:
        return len(conn.execute(select(unclaimed.unclaimed)).all())


def told(sweep: Sweep, *, refused: str | None = None, status: int = 422) -> None:
    """Tell of the object as the portal does, and deliver it or not."""
    command_id = uuid4()
    with sweep.engine.begin() as conn:
        outbox.add(
            conn,
            "intake",
            "add-attachment",
            {"object_name": NAME},
            by=BY,
            command_id=command_id,
            correlation_id=command_id,
            at=AT,
        )
        unclaimed.claim(conn, [NAME])
        if refused:
            conn.execute(
                update(outbox.outbox)
                .where(outbox.outbox.c.command_id == command_id)
                .values(refused=refused, refused_status=status, delivered_at=AT)
            )


def test_what_a_dead_process_left_is_removed_after_a_day_and_not_before(sweep: Sweep) -> None:
    kept(sweep)
    assert sweep.once(AT + PATIENCE - timedelta(seconds=1)) == 0
    assert there(sweep)
    assert sweep.once(LATER) == 1
    assert not there(sweep)
    assert notes(sweep) == 0


def test_what_was_told_of_stays_whatever_read_models_know_of_it(sweep: Sweep) -> None:
    kept(sweep)
    told(sweep)
    assert sweep.once(LATER + timedelta(days=365)) == 0
    assert there(sweep)


@pytest.mark.parametrize("table", [attachments, replies_attachments])
def test_what_a_fact_names_stays_also_beside_an_older_backup_of_the_notes(
    sweep: Sweep, table: Table
) -> None:
    kept(sweep)
    with sweep.engine.begin() as conn:
        conn.execute(table.insert().values(attachment_id=str(uuid4()), object_name=NAME))
    assert sweep.once(LATER) == 0
    assert there(sweep)
    assert notes(sweep) == 0


def test_while_tables_are_rebuilt_nothing_is_swept(sweep: Sweep) -> None:
    kept(sweep)
    Applier(sweep.engine, ATTACHMENTS).drop()
    with pytest.raises(SQLAlchemyError):
        sweep.once(LATER)
    assert there(sweep)


def test_what_was_never_kept_after_its_note_is_no_trouble(sweep: Sweep) -> None:
    unclaimed.note(sweep.engine, NAME, at=AT)
    assert sweep.once(LATER) == 1
    assert notes(sweep) == 0


def test_two_that_sweep_at_once_remove_it_once(sweep: Sweep) -> None:
    kept(sweep)
    other = Sweep(sweep.engine, sweep.vault, sweep.objects, sweep.draft_lifetime)
    sweep.once(LATER)
    other.once(LATER)
    assert not there(sweep)


def test_what_is_being_removed_can_be_told_of_no_more(
    sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(sweep)

    def away(_: Objects, __: str) -> None:
        raise StoreAway

    with monkeypatch.context() as while_away:
        while_away.setattr(Objects, "discard", away)
        with pytest.raises(StoreAway):
            sweep.once(LATER)
    with pytest.raises(Lost):
        told(sweep)
    with sweep.engine.connect() as conn:
        assert conn.execute(select(outbox.outbox)).all() == []
    assert sweep.once(LATER) == 1
    assert not there(sweep)


def test_a_file_that_intake_refused_goes_too(sweep: Sweep) -> None:
    kept(sweep)
    told(sweep, refused="A submission takes 50 files.")
    for _ in range(2):
        sweep.once(AT + timedelta(minutes=10))
    assert not there(sweep)


def test_a_file_whose_submission_was_refused_stays_for_when_that_is_delivered_again(
    sweep: Sweep,
) -> None:
    kept(sweep)
    told(sweep, refused="Its submission was refused.", status=outbox.WITHOUT_IT)
    for _ in range(2):
        sweep.once(AT + timedelta(minutes=10))
    assert there(sweep)


def test_a_draft_keeps_its_files_for_as_long_as_it_is_there(
    sweep: Sweep, begun: Callable[..., str]
) -> None:
    kept(sweep, draft_id=begun())
    assert sweep.once(AT + timedelta(days=29)) == 0
    assert there(sweep)


def test_an_expired_draft_takes_its_files_with_it(sweep: Sweep, begun: Callable[..., str]) -> None:
    kept(sweep, draft_id=begun())
    assert sweep.once(AT + timedelta(days=30)) == 1
    assert not there(sweep)
    with sweep.engine.connect() as conn:
        assert conn.execute(select(drafts)).all() == []


def test_what_was_given_up_waits_until_the_tables_are_filled(
    sweep: Sweep, objects: Objects
) -> None:
    """While they are filled a later fact can still be to come that keeps a file."""
    given_up = select(literal(NAME).label("object_name"), literal(AT, Instant).label("since"))
    one = replace(sweep, given_up=[given_up])
    objects.put(NAME, BytesIO(b"x"))
    assert one.once(LATER, filled=False) == 0
    assert objects.has(NAME)
    assert one.once(LATER) == 1
    assert not objects.has(NAME)
