"""A submission with its return channel, and the tables that a returning source reads."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert

from portal.app.read_models import READ_MODELS
from portal.casefile.submissions import keeping, passphrase, receipts
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.casefile.submissions.receipts import Receipt
from portal.desk.triage.read_model import TRIAGE
from portal.source.channel.read_model import CHANNEL
from portal.web.accounts.channel_tables import channels
from shared.core.message import derive_id
from shared.read_models.model import Applier
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.submissions import ID, published
from tests.support.twice import twice

COMMAND = UUID("6a0b9f2e-5a43-4f0e-9a54-0a8f5e1d7c11")
EARLIER = UUID("6a0b9f2e-5a43-4f0e-9a54-0a8f5e1d7c10")


@dataclass(slots=True)
class Told:
    """The tables that the page of a returning source reads, and the facts that made them."""

    engine: Engine
    told: int = 0
    appliers: list[Applier] = field(default_factory=list)

    def __post_init__(self) -> None:
        ready(self.engine, READ_MODELS)  # others show on these pages what is theirs
        self.appliers = [Applier(self.engine, model) for model in (SUBMISSIONS, CHANNEL, TRIAGE)]

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        numbered = list(enumerate(facts, self.told + 1))
        self.told += len(numbered)
        twice(self.appliers, [published(one, number) for number, one in numbered])


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission that has its receipt, and what the receipt says."""

    return_code: str


@dataclass(frozen=True, slots=True)
class Before:
    """What a receipt from before return codes says."""

    submission_id: str
    code: str
    passphrase: str


def kept(
    portal: Pages, language: str | None = None, *, of: str = ID, command_id: UUID = COMMAND
) -> Kept:
    """Keep this submission with its channel, filed by ``ngo-1``.

    ``language``: in which the source wants to be written to.
    """
    key, receipt = _key(portal), _receipt(portal, of, command_id)
    channel = keeping.new(receipt, key, language)
    with portal.engine.begin() as conn:
        receipts.add(conn, receipt)
        keeping.add(conn, channel, at=portal.clock.at)
        secrets = keeping.shown(conn, receipt, [key], at=portal.clock.at)
    assert secrets.return_code
    return Kept(secrets.return_code)


def kept_before(portal: Pages, command_id: UUID = EARLIER) -> Before:
    """Keep another submission as the release before return codes did."""
    receipt = _receipt(portal, str(derive_id("submission", command_id)), command_id)
    made = passphrase.made_of(command_id, "nonce", _key(portal))
    with portal.engine.begin() as conn:
        receipts.add(conn, receipt)
        conn.execute(
            insert(channels).values(
                submission_id=receipt.submission_id,
                passphrase_hash=passphrase.hashed(made),
                nonce="nonce",
                shown_until=portal.clock.at + keeping.SHOWN_FOR,
            )
        )
    code = receipts.code_of(command_id, _key(portal))
    return Before(receipt.submission_id, code, made)


def _key(portal: Pages) -> str:
    return portal.settings.secret_key.get_secret_value().strip()


def _receipt(portal: Pages, submission_id: str, command_id: UUID) -> Receipt:
    return Receipt(
        submission_id=submission_id,
        command_id=command_id,
        code_hash=receipts.hash_of(receipts.code_of(command_id, _key(portal))),
        fingerprint="f",
        submitter_id="ngo-1",
        organisation_id=None,
        created_at=portal.clock.at,
    )
