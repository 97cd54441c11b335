"""Hand kept files to intake: at once where it answers, by the outbox where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from werkzeug.datastructures import FileStorage

from portal import outbox
from portal.attachments import queries
from portal.attachments.keep import keep
from portal.attachments.kinds import NotTaken
from portal.attachments.objects import Objects, StoreAway
from portal.attachments.scan import Harmful, ScannerAway
from portal.attachments.spool import File
from portal.commands import CommandRefused, ServiceAway
from portal.context import commands, now, settings, vault
from portal.db import engine
from shared.actor import Actor
from shared.message import derive_id
from shared.vault import Forgotten

_ADD = "add-attachment"
_HARMFUL = "The scanner found something harmful in this file. It was not kept."
_NO_SCAN = "Files cannot be checked for harmful content just now. Send it again in a few minutes."
_NO_STORE = "Files cannot be kept just now. Send it again in a few minutes."
_ERASED = "This submission was erased on request: nothing more can be recorded about it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """``after``: what the next page waits for. ``refused``: names of files, and why not."""

    number: int
    after: str | None
    refused: Sequence[tuple[str, str]]


def add(files: Sequence[FileStorage], submission_id: UUID, *, by: Actor, form_id: UUID) -> Added:
    """Keep each file that can be kept. The same form twice keeps its files once."""
    number, after, refused = 0, None, []
    for place, file in enumerate(files):
        attachment_id = derive_id("attachment", form_id, place)
        try:
            after = _one(file, submission_id, attachment_id, by) or after
        except _Refused as no:
            refused.append((file.filename or "", str(no)))
        else:
            number += 1
    return Added(number=number, after=after, refused=refused)


class _Refused(Exception):
    """The sentence for whoever sent the file."""


def objects() -> Objects:
    return Objects(settings().attachments)


def _one(file: FileStorage, submission_id: UUID, attachment_id: UUID, by: Actor) -> str | None:
    command_id = derive_id(_ADD, attachment_id)
    with engine().connect() as conn:
        known = queries.one(conn, str(submission_id), str(attachment_id))
        if known is not None or outbox.find(conn, command_id) is not None:
            return None
    command = _kept(file, str(submission_id), str(attachment_id))
    try:
        return _hand_over(command, submission_id, command_id, by)
    except CommandRefused as no:
        objects().discard(command["object_name"])
        raise _Refused(no.sentence) from no


def _kept(file: FileStorage, submission_id: str, attachment_id: str) -> dict[str, Any]:
    stream: File = file.stream
    try:
        kept = keep(
            stream,
            file.filename or "",
            subject=f"submission-{submission_id}",
            vault=vault(),
            objects=objects(),
            clamd=settings().clamd,
            limit=settings().attachment_bytes,
        )
    except NotTaken as no:
        raise _Refused(str(no)) from no
    except Harmful as no:
        raise _Refused(_HARMFUL) from no
    except ScannerAway as no:
        raise _Refused(_NO_SCAN) from no
    except StoreAway as no:
        raise _Refused(_NO_STORE) from no
    except Forgotten as no:
        raise _Refused(_ERASED) from no
    command: dict[str, Any] = to_jsonable_python(kept)
    return command | {"submission_id": submission_id, "attachment_id": attachment_id}


def _hand_over(
    command: dict[str, Any], submission_id: UUID, command_id: UUID, by: Actor
) -> str | None:
    """Ask intake; what does not arrive, such as before its submission, the outbox delivers."""
    try:
        if _arrived(submission_id):
            return (
                commands()
                .ask(
                    "intake",
                    _ADD,
                    command,
                    by=by,
                    command_id=command_id,
                    correlation_id=submission_id,
                )
                .after
            )
    except ServiceAway:
        pass
    outbox.put(
        engine(),
        "intake",
        _ADD,
        command,
        by=by,
        command_id=command_id,
        correlation_id=submission_id,
        at=now(),
    )
    return None


def _arrived(submission_id: UUID) -> bool:
    """Whether nothing about the submission is still on its way to intake."""
    return not outbox.waiting(engine(), correlation_id=submission_id)
