"""Receiving a submission: seal it, keep the identity in the vault, store it, give a receipt.

Everything that can fail happens before the one commit that the receipt waits for; after it, the
outbox delivers the submission to intake, whatever is down.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Connection

from portal.casefile.filing import Filing
from portal.casefile.submissions import keeping, matching, receipts, sealing, standing
from portal.casefile.submissions.keeping import Secrets
from portal.casefile.submissions.receipts import Receipt
from portal.web.accounts import filers
from portal.web.context import now, settings, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from shared.contracts.commands import stored
from shared.contracts.intake import Channel
from shared.contracts.intake_commands import AddAttachment, Command
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.platform.metrics import RECEIPTS

Files: TypeAlias = Callable[[str], Iterable[tuple[UUID, AddAttachment]]]
"""Given the submission's id: the command, with its id, for each file that came with it."""


class Altered(Exception):
    """The same command came before, with other content or from somebody else."""


def receive(
    filing: Filing,
    *,
    by: Actor,
    command_id: UUID,
    channel: Channel,
    received_at: datetime | None = None,
    files: Files = lambda _: (),
    also: Callable[[Connection], object] = lambda _: None,
) -> Receipt:
    """Keep the filing and return its receipt; the same again gives the same receipt.

    ``received_at``: when it came, where the desk enters it. ``files`` are kept by the same receipt.
    ``also`` happens in the transaction
    that keeps it, such as throwing the draft away.

    Raises:
        Altered: nothing of this filing was kept.
        TooLong: likewise, because all its texts together are.
        Forbidden: likewise, because the contact point that files it may not now.
    """
    receipt, by = _known(command_id), filers.known(vault(), by)
    if receipt is None:
        if filing.for_whom is not None:
            standing.require_for_filing(by)
        came = _Came(
            by=by, command_id=command_id, channel=channel, received_at=received_at, files=files
        )
        receipt = _keep(filing, came, also)
        RECEIPTS.inc()
    if not receipt.is_of(by) or receipt.fingerprint not in _fingerprints(filing):
        raise Altered
    return receipt


def submission_of(command_id: UUID) -> str:
    """Return the submission that this command files."""
    return str(derive_id("submission", command_id))


def code_of(receipt: Receipt) -> str | None:
    """Return the receipt's tracking code; None once the key that made it is gone."""
    return receipts.code_for(receipt, _keys())


def secrets_of(receipt: Receipt) -> Secrets:
    """Return what opens the return channel, as long as it may be shown."""
    with engine().connect() as conn:
        return keeping.shown(conn, receipt, _keys(), at=now())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Came:
    """The way in which a submission arrived. ``received_at``: when, if the desk enters it."""

    by: Actor
    command_id: UUID
    channel: Channel
    received_at: datetime | None
    files: Files


def _keep(filing: Filing, came: _Came, also: Callable[[Connection], object]) -> Receipt:
    by, command_id = came.by, came.command_id
    submission_id = submission_of(command_id)
    subject, source_subject = f"submission-{submission_id}", f"source-{submission_id}"
    receipt = Receipt(
        submission_id=submission_id,
        command_id=command_id,
        code_hash=receipts.hash_of(receipts.code_of(command_id, _keys()[0])),
        fingerprint=_fingerprints(filing)[0],
        submitter_id=by.as_filer().actor_id,
        organisation_id=by.filed_under,
        created_at=now(),
    )
    way_back = keeping.new(receipt, _keys()[0], filing.contact_language)
    texts = sealing.texts(filing)  # first: what is too long may not leave an identity
    vault().keep_identity(source_subject, sealing.identity(filing), beside=[subject])
    submitted, more = sealing.commands(
        filing,
        texts,
        submission_id=submission_id,
        source_subject=source_subject,
        channel=came.channel,
        seal=vault().sealer(subject),
        key=matching.key_of(vault()),
        received_at=came.received_at,
    )

    following: list[tuple[UUID, Command]] = [
        *(
            (derive_id("victims", command_id, number), command)
            for number, command in enumerate(more, 1)
        ),
        *came.files(submission_id),
    ]

    asked_by = outbox.sealed(vault(), by)

    def keep(conn: Connection) -> None:
        for number, (further_id, further) in enumerate(following, 1):
            outbox.add(
                conn,
                *stored(further),
                by=asked_by,
                command_id=further_id,
                correlation_id=UUID(submission_id),
                at=receipt.created_at + timedelta(microseconds=number),
            )
        receipts.add(conn, receipt)
        keeping.add(conn, way_back, at=receipt.created_at)
        also(conn)

    outbox.put(
        engine(),
        *stored(submitted),
        by=asked_by,
        command_id=command_id,
        correlation_id=UUID(submission_id),
        at=receipt.created_at,
        also=keep,
    )
    # whoever was first, should two have come at once
    return _known(command_id) or receipt


def _known(command_id: UUID) -> Receipt | None:
    with engine().connect() as conn:
        return receipts.by_command(conn, command_id)


def _fingerprints(filing: Filing) -> list[str]:
    """Return hashes that tell a changed filing from a repeated one, and reveal nothing.

    There is one for each key, since a key may have been added after the first filing.
    """
    # a filing without this answer is the same as before there was the question
    unasked = {"contact_language"} if filing.contact_language is None else None
    content = filing.model_dump_json(exclude=unasked).encode()
    return [hmac.digest(key.encode(), content, "sha256").hex() for key in _keys()]


def _keys() -> tuple[str, ...]:
    return settings().secret_key_list
