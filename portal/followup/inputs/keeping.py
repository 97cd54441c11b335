"""Keeping what a sender says: the outbox has it before anybody is told that it is kept.

A contribution has a return code, as a submission has, and its id is made of that code: no table
links them. The code is made of the form and of all that was sent with it, so the same again has
the same code, and nobody else can make it.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy.exc import IntegrityError

from portal.casefile.submissions import return_code
from portal.casefile.submissions.keeping import SHOWN_FOR
from portal.web.commands import ServiceAway
from portal.web.context import commands, now, settings, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from shared.contracts.commands import address, stored
from shared.contracts.followup_input_commands import OfSender, SubmitContribution
from shared.contracts.followup_inputs import Publication
from shared.core.actor import by_contribution
from shared.core.message import Sealed, derive_id

_, SUBMIT = address(SubmitContribution)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    call_id: str
    language: str
    name: str
    text: str
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """``code``: None once it may not be shown any more."""

    contribution_id: str
    code: str | None
    kept_at: datetime


def subject_of(contribution_id: str) -> str:
    """Return the subject of its key: all that is written in it, or noted about it."""
    return f"contribution-{contribution_id}"


def receive(written: Written, form_id: UUID) -> Receipt:
    """Keep it and return its receipt: the same again gives the same one. Raises ``Forgotten``."""
    codes = list(_codes(written, form_id))
    for code in codes:
        if (at := _kept_at(contribution_of(code))) is not None:
            return _receipt(code, at)
    return _receipt(codes[0], _keep(written, contribution_of(codes[0])))


def contribution_of(code: str) -> str:
    """Return the contribution that this code opens, if there is one. Raises ``Mistyped``."""
    return str(derive_id("contribution of a code", return_code.digest(code)))


def waits(contribution_id: str) -> bool:
    """Whether it was kept and is in no table yet: it is on its way."""
    return _kept_at(contribution_id) is not None


def say(command: OfSender, command_id: UUID) -> str | None:
    """Keep it for delivery after what was kept before, and try at once.

    Return what the next page waits for, if it is known. Raises ``CommandRefused``.
    """
    at, case = now(), UUID(command.contribution_id)
    before = outbox.waiting(engine(), correlation_id=case)
    if before is not None:
        at = max(at, before + _TICK)
    service, type_, data = stored(command)
    try:
        with engine().begin() as conn:
            outbox.add(
                conn,
                service,
                type_,
                data,
                by=_by(command.contribution_id),
                command_id=command_id,
                correlation_id=case,
                at=at,
            )
    except IntegrityError:  # the same form again
        return None
    if before is not None:
        return None
    try:
        return outbox.deliver_one(engine(), commands(), command_id, at=now()).after
    except ServiceAway:
        return None


def _by(contribution_id: str) -> Sealed:
    return outbox.sealed(vault(), by_contribution(contribution_id))


def _codes(written: Written, form_id: UUID) -> Iterator[str]:
    """Yield the code as each key makes it: a key may have been added since it was first sent."""
    content = to_json(written)
    for key in settings().secret_key_list:
        digest = hmac.digest(key.encode(), content, "sha256").hex()
        yield return_code.made_of(derive_id("contribution", form_id, digest), "contribution", key)


def _receipt(code: str, at: datetime) -> Receipt:
    return Receipt(
        contribution_id=contribution_of(code),
        code=code if now() - at < SHOWN_FOR else None,
        kept_at=at,
    )


def _keep(written: Written, contribution_id: str) -> datetime:
    seal = vault().sealer(subject_of(contribution_id))
    command = SubmitContribution(
        contribution_id=contribution_id,
        call_id=written.call_id,
        language=written.language,
        name=seal(written.name) if written.name else None,
        text=seal(written.text),
        publication=written.publication,
    )
    return outbox.put(
        engine(),
        *stored(command),
        by=_by(contribution_id),
        command_id=_command_of(contribution_id),
        correlation_id=UUID(contribution_id),
        at=now(),
    )


def _kept_at(contribution_id: str) -> datetime | None:
    with engine().connect() as conn:
        row = outbox.find(conn, _command_of(contribution_id))
    return None if row is None else row["created_at"]


def _command_of(contribution_id: str) -> UUID:
    return derive_id(SUBMIT, contribution_id)
