"""Adding files: the outbox has each file before anybody is told that it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import taking, unclaimed
from portal.casefile.attachments.keep import About, Kept
from portal.casefile.attachments.taking import Refused, take
from portal.web.commands import CommandRefused, ServiceAway
from portal.web.context import commands, now, real_now, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from portal.web.i18n.refusals import plain
from portal.web.i18n.texts import lazy
from shared.contracts.commands import address, stored
from shared.contracts.followup_action_commands import AddActionFile
from shared.contracts.followup_evidence import AddImplementationFile
from shared.contracts.followup_input_commands import AddContributionFile
from shared.contracts.followup_reply_commands import AddReplyAttachment
from shared.contracts.followup_round_commands import AddAnswerFile
from shared.contracts.followup_visit_files import AddVisitDocumentFile
from shared.contracts.followup_visit_thread_commands import AddVisitMessageFile
from shared.contracts.intake_commands import AddAttachment
from shared.core.actor import Actor
from shared.core.message import derive_id

FileCommand: TypeAlias = (
    AddAttachment
    | AddReplyAttachment
    | AddContributionFile
    | AddImplementationFile
    | AddAnswerFile
    | AddVisitDocumentFile
    | AddActionFile
    | AddVisitMessageFile
)
"""Tells a service of a kept file."""
_, ADD = address(AddAttachment)
MOST: Final = 50
"""Files of one submission, as intake takes them."""
TOO_MANY: Final = lazy(
    "A submission takes %(most)s files. Tell the desk if you have more.", most=MOST
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """``after``: what the next page waits for. ``refused``: names of files, and why not."""

    number: int
    after: str | None
    refused: Sequence[tuple[str, str]]


def add(
    files: Sequence[FileStorage], submission_id: UUID, *, by: Actor, form_id: UUID, about: About
) -> Added:
    """Keep each file that can be kept. The same form twice keeps its files once."""
    return each(
        files,
        lambda file, place: add_one(
            file, submission_id, derive_id("attachment", form_id, place), by=by, about=about
        ),
    )


def each(files: Sequence[FileStorage], one: Callable[[FileStorage, int], str | None]) -> Added:
    """Do it for each file and its position; a refused file does not stop the others."""
    number, after, refused = 0, None, []
    for place, file in enumerate(files):
        try:
            after = one(file, place) or after
        except Refused as no:
            refused.append((file.filename or "", str(no)))
        else:
            number += 1
    return Added(number=number, after=after, refused=refused)


def add_one(
    file: FileStorage, submission_id: UUID, attachment_id: UUID, *, by: Actor, about: About
) -> str | None:
    """Keep the file and tell intake; return what a page waits for. Raises ``Refused``."""
    if known(ADD, attachment_id):
        return None
    if outbox.number(engine(), ADD, correlation_id=submission_id) >= MOST:
        # Intake may hear of it long after it was said to be kept, and would refuse it then.
        raise Refused(TOO_MANY)
    kept = take(file, subject=f"submission-{submission_id}", about=about)
    command = told(kept, submission_id=str(submission_id), attachment_id=str(attachment_id))
    return tell(
        command,
        by=by,
        correlation_id=submission_id,
        # such as the submission itself, without which intake takes no file
        after=outbox.waiting(engine(), correlation_id=submission_id),
    )


def known(type_: str, attachment_id: UUID) -> bool:
    """Whether this file came before. Raises ``Refused`` if it was not taken then."""
    with engine().connect() as conn:
        row = outbox.find(conn, command_of(type_, attachment_id))
    if row is not None and row["refused"]:
        raise Refused(plain(outbox.why(row["refused"])))
    return row is not None


def command_of(type_: str, attachment_id: UUID | str) -> UUID:
    return derive_id(type_, attachment_id)


def told(kept: Kept, *, submission_id: str, attachment_id: str) -> AddAttachment:
    """Return the command that tells of a kept file."""
    return AddAttachment(
        submission_id=submission_id,
        attachment_id=attachment_id,
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )


def tell(
    command: FileCommand,
    *,
    by: Actor,
    correlation_id: UUID,
    after: datetime | None = None,
) -> str | None:
    """Claim the file for its command and ask; return what a page waits for.

    ``after``: leave it to the outbox, because what was kept then has to arrive before it. Raises
    ``Refused``: then the file is gone again.
    """
    at = now()
    if after is not None:  # by the clock of another machine, perhaps
        at = max(at, after + timedelta(microseconds=1))
    service, type_, data = stored(command)
    command_id = command_of(type_, command.attachment_id)
    name, asked_by = command.object_name, outbox.sealed(vault(), by)
    try:
        with engine().begin() as conn:
            outbox.add(
                conn,
                service,
                type_,
                data,
                by=asked_by,
                command_id=command_id,
                correlation_id=correlation_id,
                at=at,
            )
            unclaimed.claim(conn, [name])
    except IntegrityError:  # the same form at the same moment was faster
        taking.give_back(name)
        return None
    except unclaimed.Lost as lost:
        raise Refused(taking.NO_STORE, HTTPStatus.SERVICE_UNAVAILABLE) from lost
    if after is not None:
        return None
    try:
        return outbox.deliver_one(engine(), commands(), command_id, at=now()).after
    except ServiceAway:
        return None
    except CommandRefused as no:
        unclaimed.note(engine(), name, at=real_now())
        taking.give_back(name)
        raise Refused(plain(no.said)) from no
