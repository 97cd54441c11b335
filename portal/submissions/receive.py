"""Take a filing in: seal it, keep who the source is in the vault, store it, give a receipt.

All that can fail happens before the one commit that the receipt waits for; after it, the outbox
sees to it that intake learns of the submission, whatever is down.
"""

import hmac
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import Connection

from portal import outbox
from portal.channel import keeping
from portal.context import now, settings, vault
from portal.db import engine
from portal.submissions import receipts
from portal.submissions.filing import Filing
from portal.submissions.receipts import Receipt
from shared.actor import Actor
from shared.contracts.intake import Channel, Consent, Victim
from shared.message import derive_id


class Altered(Exception):
    """The same command came before, with other content or from somebody else."""


def receive(filing: Filing, *, by: Actor, command_id: UUID, channel: Channel) -> Receipt:
    """Keep the filing and return its receipt; the same again gives the same receipt.

    Raises:
        Altered: nothing of this filing was kept.
    """
    receipt = _known(command_id) or _keep(filing, by, command_id, channel)
    if receipt.submitter_id != by.actor_id or receipt.fingerprint not in _fingerprints(filing):
        raise Altered
    return receipt


def code_of(receipt: Receipt) -> str | None:
    """Return the receipt's tracking code; None once the key that made it is gone."""
    return receipts.code_for(receipt, _keys())


def passphrase_of(receipt: Receipt) -> str | None:
    """Return what opens the return channel beside the code, as long as it may be shown."""
    with engine().connect() as conn:
        return keeping.shown(conn, receipt, _keys(), at=now())


def _keep(filing: Filing, by: Actor, command_id: UUID, channel: Channel) -> Receipt:
    submission_id = str(derive_id("submission", command_id))
    source_subject = f"source-{submission_id}"
    receipt = Receipt(
        submission_id=submission_id,
        command_id=command_id,
        code_hash=receipts.hash_of(receipts.code_of(command_id, _keys()[0])),
        fingerprint=_fingerprints(filing)[0],
        submitter_id=by.actor_id,
        organisation_id=by.organisation_id,
        created_at=now(),
    )
    way_back = keeping.new(receipt, _keys()[0])
    command = _sealed(filing, submission_id, source_subject, channel)
    if command["on_behalf"]:
        command["contact_point"] = by.organisation_id

    def keep(conn: Connection) -> None:
        receipts.add(conn, receipt)
        keeping.add(conn, way_back, at=receipt.created_at)

    vault().keep_identity(source_subject, _identity(filing))
    outbox.put(
        engine(),
        "intake",
        "submit-allegation",
        command,
        by=by,
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


def _sealed(
    filing: Filing, submission_id: str, source_subject: str, channel: Channel
) -> dict[str, Any]:
    """The command ``submit-allegation``: no restricted text in it is readable."""
    subject = f"submission-{submission_id}"

    def seal(text: str) -> Any:
        return vault().seal(subject, text)

    consent = filing.consent
    command = {
        "submission_id": submission_id,
        "channel": channel,
        "language": filing.language,
        "state": filing.state,
        "urgent": filing.urgent,
        "mandates": filing.mandates,
        "on_behalf": filing.for_whom is not None,
        "source_subject": source_subject,
        "victims": [
            Victim(
                victim_id=str(derive_id("victim", submission_id, 0)),
                details=seal(filing.victims),
                consent=Consent(
                    act=consent.act,
                    authorities=consent.authorities,
                    public=consent.public,
                    name_form=consent.name_form,
                    reason=None if consent.reason is None else seal(consent.reason),
                ),
            )
        ],
        "perpetrators": seal(filing.perpetrators or ""),
        "incident": seal(f"{filing.date}\n{filing.place}"),
        "narrative": seal(filing.narrative),
    }
    sealed: dict[str, Any] = to_jsonable_python(command)
    return sealed


def _identity(filing: Filing) -> dict[str, str]:
    identity = {"name": filing.submitter_name, "contact": filing.submitter_contact}
    if filing.for_whom is not None:
        identity["for_whom"] = filing.for_whom
    return identity


def _fingerprints(filing: Filing) -> list[str]:
    """What tells a changed filing from a repeated one, and tells nobody else anything.

    One for each key, as one may have been added since the filing came first.
    """
    content = filing.model_dump_json().encode()
    return [hmac.digest(key.encode(), content, "sha256").hex() for key in _keys()]


def _keys() -> list[str]:
    return [k.strip() for k in settings().secret_key.get_secret_value().split(",") if k.strip()]
