"""Keeping what a sender says: the outbox has it before anybody is told that it is kept.

A contribution has a return code, as a submission has, and its id is made of that code: no table
links them. The code is made of the form and of all that was sent with it, so the same again has
the same code, and nobody else can make it.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.casefile.submissions import return_code
from portal.casefile.submissions.keeping import SHOWN_FOR
from portal.web.commands import CommandRefused, ServiceAway
from portal.web.context import commands, now, settings, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from shared.contracts.commands import address, stored
from shared.contracts.followup_input_commands import (
    ChooseContributionPublication,
    OfSender,
    SubmitContribution,
    WithdrawContribution,
)
from shared.contracts.followup_inputs import Publication
from shared.core.actor import by_contribution
from shared.core.message import Sealed, derive_id

_, SUBMIT = address(SubmitContribution)
_TICK: Final = timedelta(microseconds=1)
MOST: Final = 50
"""Additions to one contribution, and choices of publication; one towards less is never too much."""
Standing: TypeAlias = Literal["waits", "refused"]


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
    code = next(_codes(written, form_id))
    return received(written, form_id) or _receipt(code, _keep(written, contribution_of(code)))


def received(written: Written, form_id: UUID) -> Receipt | None:
    """Return the receipt of what was kept before, whatever became of the call since."""
    for code in _codes(written, form_id):
        if (row := _kept(contribution_of(code))) is not None:
            return _receipt(code, row["created_at"])
    return None


def name_of(written: Written, form_id: UUID) -> str:
    """Return the id that this contribution has once it is kept."""
    return contribution_of(next(_codes(written, form_id)))


def contribution_of(code: str) -> str:
    """Return the contribution that this code opens, if there is one. Raises ``Mistyped``."""
    return str(derive_id("contribution of a code", return_code.digest(code)))


def standing(contribution_id: str) -> Standing | None:
    """Return how what was kept stands that is in no table yet: on its way, or refused for good."""
    row = _kept(contribution_id)
    if row is None:
        return None
    return "refused" if row["refused"] and row["delivered_at"] is not None else "waits"


def call_of(contribution_id: str) -> str | None:
    """Return the call to which it was sent."""
    row = _kept(contribution_id)
    return None if row is None else row["data"]["call_id"]


def said(contribution_id: str, form_id: UUID, typed: str) -> UUID:
    """Return the id of what a sender says: other words from the same form are something else."""
    key = settings().secret_key_list[0]
    digest = hmac.digest(key.encode(), typed.encode(), "sha256").hex()
    return derive_id("said by a sender", contribution_id, form_id, digest)


def hand_in(command: OfSender, command_id: UUID) -> str | None:
    """Keep it for delivery after what was kept before, and try at once.

    What was refused is told at once and kept no longer: anybody can send what is refused, as often
    as they like. Return what the next page waits for, if it is known. Raises ``CommandRefused``.
    """
    at, case = now(), _case(command)
    before = outbox.waiting(engine(), correlation_id=case)
    if before is not None:
        at = max(at, before + _TICK)
    service, type_, data = stored(command)
    _within(command, type_, command_id)
    try:
        with engine().begin() as conn:
            outbox.ask_anew(conn, command_id)
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
    except IntegrityError:
        return _again(command, command_id)
    return _ask(command, command_id) if before is None else None


def _again(command: OfSender, command_id: UUID) -> str | None:
    """Answer the same form again, perhaps at the same moment: as the first one is answered."""
    with engine().connect() as conn:
        kept = outbox.find(conn, command_id)
    if kept is None or (kept["refused"] and kept["delivered_at"] is not None):
        return hand_in(command, command_id)  # refused just now
    is_next = outbox.is_next(engine(), command_id, correlation_id=_case(command))
    return _ask(command, command_id) if is_next and kept["failed_at"] is None else None


def _ask(command: OfSender, command_id: UUID) -> str | None:
    try:
        return outbox.deliver_one(engine(), commands(), command_id, at=now()).after
    except NoResultFound:  # the same form was refused at this moment
        return hand_in(command, command_id)
    except ServiceAway:
        return None
    except CommandRefused:
        with engine().begin() as conn:
            outbox.ask_anew(conn, command_id)
        raise


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


def _within(command: OfSender, type_: str, command_id: UUID) -> None:
    """Refuse what is too much, but nothing by which a sender shows less."""
    less = isinstance(command, ChooseContributionPublication) and command.publication == "no"
    if less or isinstance(command, WithdrawContribution):
        return
    with engine().connect() as conn:
        again = outbox.find(conn, command_id) is not None
    if not again and outbox.number(engine(), type_, correlation_id=_case(command)) >= MOST:
        raise CommandRefused(422, "This contribution takes no more. You can send another one.")


def _case(command: OfSender) -> UUID:
    return UUID(command.contribution_id)


def _kept(contribution_id: str) -> Mapping[str, Any] | None:
    with engine().connect() as conn:
        return outbox.find(conn, _command_of(contribution_id))


def _command_of(contribution_id: str) -> UUID:
    return derive_id(SUBMIT, contribution_id)
