"""Telling the deeds: from the file to everything that happened, and the rows beside the facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Engine, insert, select

from deploy.local.world.deeds import FILES, Deed
from deploy.local.world.here import Here, subjects
from deploy.local.world.history import History
from deploy.local.world.people import actor
from portal.casefile.attachments.keep import Kept
from portal.casefile.attachments.keep import keep as keep_file
from portal.casefile.attachments.objects import Objects
from portal.casefile.filing import Filing
from portal.casefile.submissions import keeping, matching, receipts, sealing
from portal.casefile.submissions.receipts import Receipt
from portal.casefile.submissions.receive import submission_of
from portal.selection import sealed
from portal.web.accounts import filers
from portal.web.commands import as_known_to
from shared.contracts.stakeholders_review import Sheet
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.platform.settings import Settings
from shared.platform.vault import Vault

_UPLOADS: Final = "followup/upload-reference-sheet"
_OF_SHEETS: Final = frozenset({_UPLOADS, "followup/import-reference-batch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A filing of the world, with its submission's id; the deed says who, when and by what way."""

    deed: Deed
    filing: Filing
    submission_id: str


def filings(deeds: Iterable[Deed], here: Here) -> Iterator[Filed]:
    for deed in deeds:
        if deed.asks == FILES:
            yield Filed(
                deed=deed,
                filing=Filing.model_validate(here.value(deed.data["filing"])),
                submission_id=submission_of(deed.command_id),
            )


def keep_sheets(deeds: Iterable[Deed], vault: Vault, store: str) -> Mapping[str, Kept]:
    """Keep the sheets that were uploaded, by which they are. Raises ``StoreAway``.

    A start that was interrupted leaves some behind.
    """
    objects = Objects(store)
    return {
        sheet: keep_file(
            BytesIO(text.encode()),
            name,
            subject=f"reference-{sheet}",
            vault=vault,
            objects=objects,
            clamd="",
            limit=len(text.encode()),
            noted=lambda _: None,
        )
        for deed in deeds
        if deed.asks == _UPLOADS
        for sheet, name, text in [deed.data["file"]["file"]]
    }


def without_sheets(deeds: Iterable[Deed]) -> Sequence[Deed]:
    """Return the deeds as they are told where no file can be kept."""
    return [deed for deed in deeds if deed.asks not in _OF_SHEETS]


def seals_for(vault: Vault, deeds: Sequence[Deed], filed: Iterable[Filed]) -> Mapping[str, Any]:
    """Return what seals, by subject; one commit makes the keys that are not there yet."""
    own = {f"{kind}-{one.submission_id}" for one in filed for kind in ("submission", "source")}
    return vault.sealers(subjects(deeds) | own)


def keep(
    engine: Engine, vault: Vault, filed: Sequence[Filed], here: Here, keys: Sequence[str]
) -> None:
    """Keep the sources' identities, and the receipts with the ways back. Twice is once."""
    vault.keep_identities(
        {f"source-{one.submission_id}": sealing.identity(one.filing) for one in filed}
    )
    c = receipts.receipts.c
    with engine.begin() as conn:
        known = set(conn.scalars(select(c.submission_id)))
        for one in filed:
            if one.submission_id in known:
                continue
            receipt = _receipt(one, here, vault, keys[0])
            receipts.add(conn, receipt)
            keeping.add(conn, keeping.new(receipt, keys[0]), at=receipt.created_at)


def keep_sealed(engine: Engine, vault: Vault, deeds: Sequence[Deed], here: Here) -> None:
    """Keep what members of panels gave under seal in reviews that go on. Twice is once."""
    closed = {deed.case for deed in deeds if deed.asks == "stakeholders/close-review"}
    given = [
        deed
        for deed in deeds
        if deed.asks == "stakeholders/submit-preferences" and deed.case not in closed
    ]
    c = sealed.texts.c
    with engine.begin() as conn:
        known = set(conn.scalars(select(c.commitment)))
        for deed in given:
            told = deed.data["commitment"]
            commitment = here.value(told)
            if commitment in known:
                continue
            vacancy_id, member_id, nonce, sheet = told["preferences"]
            text = sealed.Text(nonce, _adapter(Sheet).validate_python(sheet))
            row = {
                "commitment": commitment,
                "vacancy_id": vacancy_id,
                "member_id": member_id,
                "version": 1,
                "content": vault.seal(f"preferences-{deed.command_id}", sealed.written(text)),
                "kept_at": here.at(deed.minute),
            }
            conn.execute(insert(sealed.texts).values(row))


def _receipt(one: Filed, here: Here, vault: Vault, key: str) -> Receipt:
    by = _actor(one.deed.by, vault)
    command_id = one.deed.command_id
    return Receipt(
        submission_id=one.submission_id,
        command_id=command_id,
        code_hash=receipts.hash_of(receipts.code_of(command_id, key)),
        fingerprint=sha256(one.submission_id.encode()).hexdigest(),  # nobody files it again
        submitter_id=by.as_filer().actor_id,
        organisation_id=by.filed_under,
        created_at=here.at(one.deed.minute),
    )


async def happen(
    deeds: Sequence[Deed],
    filed: Sequence[Filed],
    here: Here,
    *,
    settings: Settings,
    vault: Vault,
    now: datetime,
) -> History:
    """Let the deeds happen until ``now``. Raises ``Refused`` if the rules forbid one of them."""
    history = History(settings, since=here.at(deeds[0].minute))
    of = {one.deed.name: one for one in filed}
    key = matching.key_of(vault)
    for deed in deeds:
        at, by, case = here.at(deed.minute), _actor(deed.by, vault), UUID(deed.case)
        if deed.asks == FILES:
            service = "intake"
            commands = _commands(of[deed.name], here, key)
        else:
            service, cls = history.command(deed.asks)
            commands = [_adapter(cls).validate_python(here.value(deed.data))]
        for number, command in enumerate(commands):
            command_id = derive_id("more", deed.name, number) if number else deed.command_id
            await history.ask(
                service,
                command,
                by=as_known_to(service, by),
                at=at,
                command_id=command_id,
                case=case,
            )
    await history.until(now)
    return history


def _commands(one: Filed, here: Here, key: bytes) -> list[Any]:
    received = one.deed.data.get("received_at")
    first, more = sealing.commands(
        one.filing,
        sealing.texts(one.filing),
        submission_id=one.submission_id,
        source_subject=f"source-{one.submission_id}",
        channel=one.deed.data["channel"],
        seal=here.seals[f"submission-{one.submission_id}"],
        key=key,
        received_at=here.value(received),
    )
    return [first, *more]


def _actor(name: str, vault: Vault) -> Actor:
    return filers.known(vault, actor(name))


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)
