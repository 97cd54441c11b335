"""The content of a case, as far as the case's sight allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from portal.casefile.replies.cases import Case
from portal.casefile.replies.tables import (
    approvals,
    attachments,
    behind,
    comments,
    dialogue,
    grades,
    reminders,
    replies,
    steps,
    translations,
)
from shared.core.geneva import day_of
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A mandate's last one; what it said before is in the timeline."""

    mandate: str
    scheme: str
    value: str
    patterns: tuple[str, ...]
    rationale: Sealed
    assessed_by: str
    assessed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """``text``: None while it has not come."""

    language: str
    requested_at: datetime
    received_at: datetime | None
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment of a submission's source, which it does not identify."""

    submission_id: str
    text: Sealed
    commented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """``text`` is None for those who see metadata only, and ``files`` is empty."""

    reply_id: str
    kind: str
    language: str
    confidential_by_state: bool
    text: Sealed | None
    received_at: datetime
    logged_by: str
    logged_at: datetime
    by_government: bool
    forwarded_at: datetime | None
    grades: tuple[Grade, ...]
    translations: tuple[Translation, ...]
    comments: tuple[Comment, ...]
    files: tuple[Row[Any], ...]

    @property
    def received_on(self) -> date:
        return day_of(self.received_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """``approved_by``: mandate to the holder who approved its exact text."""

    reminder_id: str
    text: Sealed
    content_hash: str
    drafted_by: str
    drafted_at: datetime
    sent_at: datetime | None
    approved_by: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """``with_whom``: an office of the Government. ``before``: what it corrects, newest first."""

    contact_id: str
    held_on: date
    kind: str
    with_whom: Sealed
    said: Sealed
    noted_by: str
    noted_at: datetime
    before: tuple["Contact", ...] = ()


def replies_of(conn: Connection, case: Case) -> list[Reply]:
    """Return the replies, newest first."""
    if not case.sight.case:
        return []
    rows = conn.execute(
        select(replies)
        .where(replies.c.communication_id == case.communication_id, replies.c.kind.is_not(None))
        .order_by(replies.c.received_at.desc(), replies.c.logged_at.desc())
    ).all()
    given = _by_reply(conn, grades, case) if case.sight.house else {}
    translated = _by_reply(conn, translations, case) if case.sight.house else {}
    attached = _by_reply(conn, attachments, case) if case.sight.replies else {}
    said = _by_reply(conn, comments, case) if case.sight.source else {}
    return [
        Reply(
            reply_id=row.reply_id,
            kind=row.kind,
            language=row.language,
            confidential_by_state=row.confidential_by_state,
            text=row.text if case.sight.replies else None,
            received_at=row.received_at,
            logged_by=row.logged_by,
            logged_at=row.logged_at,
            by_government=row.by_government,
            forwarded_at=row.forwarded_at if case.sight.source else None,
            grades=tuple(map(_grade, given.get(row.reply_id, ()))),
            translations=tuple(map(_translation, translated.get(row.reply_id, ()))),
            comments=tuple(map(_comment, said.get(row.reply_id, ()))),
            files=tuple(attached.get(row.reply_id, ())),
        )
        for row in rows
    ]


def reminders_of(conn: Connection, case: Case) -> list[Reminder]:
    """Return the reminders that were sent, newest first, and before them the one that waits.

    A reminder that was replaced before it went is in the timeline only.
    """
    if not case.sight.replies:
        return []
    c = reminders.c
    rows = conn.execute(
        select(reminders)
        .where(c.communication_id == case.communication_id)
        .order_by(c.position.desc())
    ).all()
    waiting = rows[:1] if case.sight.drafts and rows and rows[0].sent_at is None else []
    shown = [*waiting, *(row for row in rows if row.sent_at is not None)]
    given = conn.execute(
        select(approvals).where(approvals.c.reminder_id.in_([row.reminder_id for row in shown]))
    ).all()
    return [
        Reminder(
            reminder_id=row.reminder_id,
            text=row.text,
            content_hash=row.content_hash,
            drafted_by=row.drafted_by,
            drafted_at=row.drafted_at,
            sent_at=row.sent_at,
            approved_by={
                one.mandate: one.approved_by for one in given if one.reminder_id == row.reminder_id
            },
        )
        for row in shown
    ]


def dialogue_of(conn: Connection, case: Case) -> list[Contact]:
    """Return the contacts with the Government as they hold, newest first."""
    if not case.sight.house:
        return []
    c = dialogue.c
    rows = conn.execute(
        select(dialogue)
        .where(c.communication_id == case.communication_id)
        .order_by(c.held_on.desc(), c.noted_at.desc(), c.contact_id)
    ).all()
    known = {row.contact_id: row for row in rows}
    return [
        replace(_contact(row), before=tuple(_before(row, known)))
        for row in rows
        if not row.corrected
    ]


def _before(row: Row[Any], known: Mapping[str, Row[Any]]) -> Iterator[Contact]:
    while row.corrects is not None:
        row = known[row.corrects]
        yield _contact(row)


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        contact_id=row.contact_id,
        held_on=row.held_on,
        kind=row.kind,
        with_whom=row.with_whom,
        said=row.said,
        noted_by=row.noted_by,
        noted_at=row.noted_at,
    )


def steps_of(conn: Connection, case: Case) -> Sequence[Row[Any]]:
    """Return every fact of the case, oldest first; ``timeline`` says which of them are shown."""
    c = steps.c
    return conn.execute(
        select(steps).where(c.communication_id == case.communication_id).order_by(c.position)
    ).all()


def follows_up(conn: Connection, case: Case) -> str | None:
    """Return the communication that this letter follows up."""
    return conn.scalar(
        select(steps.c.communication_id).where(steps.c.other_id == case.communication_id)
    )


def submission_behind(conn: Connection, case: Case) -> str | None:
    """Return a submission that the letter rests on: the first by its id."""
    c = behind.c
    return conn.scalar(
        select(c.submission_id)
        .where(c.communication_id == case.communication_id)
        .order_by(c.submission_id)
        .limit(1)
    )


def _by_reply(conn: Connection, table: Any, case: Case) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    rows = conn.execute(
        select(table)
        .where(table.c.communication_id == case.communication_id)
        .order_by(*table.primary_key.columns)
    )
    for row in rows:
        found.setdefault(row.reply_id, []).append(row)
    return found


def _grade(row: Row[Any]) -> Grade:
    return Grade(
        mandate=row.mandate,
        scheme=row.scheme,
        value=row.value,
        patterns=tuple(row.patterns),
        rationale=row.rationale,
        assessed_by=row.assessed_by,
        assessed_at=row.assessed_at,
    )


def _translation(row: Row[Any]) -> Translation:
    return Translation(
        language=row.language,
        requested_at=row.requested_at,
        received_at=row.received_at,
        text=row.text,
    )


def _comment(row: Row[Any]) -> Comment:
    return Comment(submission_id=row.submission_id, text=row.text, commented_at=row.commented_at)
