"""Papers of a meeting of the Committee: adding one with its file, reading it, withdrawing it.

Each is sealed under a key of its own, so that data protection can erase it alone. Who reads the
meeting reads it, or only the Committee and who is invited, or its guests, too. For anybody else
there is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort
from markupsafe import Markup
from sqlalchemy import ColumnElement, Connection, and_, false, select, true

from portal.casefile.attachments.handing import download
from portal.casefile.attachments.upload import upload
from portal.committee.meetings import found, queries
from portal.committee.meetings.forms import PaperForm
from portal.committee.meetings.queries import READERS, WRITERS, Meeting
from portal.committee.meetings.read_model import papers
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_meeting_commands import AddMeetingPaper, WithdrawMeetingPaper
from shared.contracts.stakeholders_meetings import PaperReaders
from shared.core.message import derive_id

bp = Blueprint("meetingpapers", __name__, url_prefix="/committee/meetings")

SUBJECT: Final = "meetingpaper-"
INVITED: Final = "invited"
GUESTS: Final = "guests"
_READERS: Final[Mapping[str, PaperReaders]] = {
    "readers": "readers",
    "invited": "invited",
    "guests": "guests",
}
_c = papers.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """``title``: None once it was erased. ``mine``: whoever came may withdraw it."""

    paper_id: str
    title: str | None
    readers: str
    scanned: str
    added_at: datetime
    mine: bool


def subject_of(paper_id: str) -> str:
    """Under this key the title of a paper and the details of its file are sealed."""
    return f"{SUBJECT}{paper_id}"


def listed(conn: Connection, one: Meeting) -> Sequence[Paper]:
    """Return the papers that stand and whoever came may read, the first that was added first."""
    actor = current_actor()
    part = queries.takes_part(conn, actor, one.meeting_id, today())
    works = found.standing(conn).works
    mine = true() if works else and_(true() if part else false(), _c.added_by == actor.actor_id)
    return _these(conn, one, true() if part else _c.readers != INVITED, mine)


def for_guests(conn: Connection, one: Meeting) -> Sequence[Paper]:
    """Return the papers that a guest of the meeting reads."""
    return _these(conn, one, _c.readers == GUESTS, false())


def _these(
    conn: Connection, one: Meeting, which: ColumnElement[bool], mine: ColumnElement[bool]
) -> Sequence[Paper]:
    columns = select(papers, mine.label("mine"))
    these = columns.where(_c.meeting_id == one.meeting_id, _c.withdrawn_at.is_(None), which)
    rows = conn.execute(these.order_by(_c.added_at, _c.paper_id)).all()
    titles = vault().reveal_all([row.title for row in rows])
    return [
        Paper(
            paper_id=row.paper_id,
            title=title,
            readers=row.readers,
            scanned=row.scanned,
            added_at=row.added_at,
            mine=bool(row.mine),
        )
        for row, title in zip(rows, titles, strict=True)
    ]


@bp.route("/<uuid:meeting_id>/papers/add", methods=["GET", "POST"])
@require(*WRITERS)
def add(meeting_id: UUID) -> Answer:
    one = found.found(meeting_id, "called", "held", "agreed", part=True)
    form = PaperForm()
    paper_id = str(derive_id("meeting paper", form.command_id.data))
    subject = subject_of(paper_id)

    def command(files: Sequence[LibraryFile]) -> AddMeetingPaper:
        [file] = files
        return AddMeetingPaper(
            meeting_id=one.meeting_id,
            paper_id=paper_id,
            title=vault().seal(subject, form.title.data or ""),
            readers=_READERS[form.readers.data],
            file=file,
        )

    return upload(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Add a paper"),
            lead=gettext("Such as an agenda, a background note or a list of speakers."),
            button=gettext("Continue"),
            fields=["title", "readers"],
        ),
        command,
        lambda: Check(
            title=gettext("Check this paper"),
            lead=gettext("It is on the page of the meeting at once. You can withdraw it."),
            button=gettext("Add the paper"),
            answers=answers(form.title, form.readers),
        ),
        subject=subject,
        needed=gettext("Choose a file"),
        alone=gettext("Choose one file. Add each other one as a paper of its own."),
        said=gettext("The paper is on the page of the meeting."),
    )


@bp.get("/<uuid:meeting_id>/papers/<uuid:paper_id>")
@require(*READERS)
def paper(meeting_id: UUID, paper_id: UUID) -> Response:
    """Hand the file out, on record: a paper of the Committee is never public."""
    one = found.found(meeting_id)
    return handed_out(one, _paper_or_404(one, paper_id))


def handed_out(one: Meeting, this: Paper) -> Response:
    """Hand out the file of a paper that whoever came may read, on record."""
    columns = select(_c.object_name, _c.sha256, _c.size, _c.details)
    these = (_c.meeting_id == one.meeting_id, _c.paper_id == this.paper_id)
    with engine().connect() as conn:
        object_name, sha256, size, details = conn.execute(columns.where(*these)).one()
    return download(object_name=object_name, sha256=sha256, size=size, details=details)


@bp.route("/<uuid:meeting_id>/papers/<uuid:paper_id>/withdraw", methods=["GET", "POST"])
@require(*WRITERS)
def withdraw(meeting_id: UUID, paper_id: UUID) -> Answer:
    one = found.found(meeting_id, part=True)
    this = _paper_or_404(one, paper_id)
    if not this.mine:
        abort(404)
    return act(
        found.about(one),
        CommandForm(),
        Page(
            heading=gettext("Withdraw this paper?"),
            lead=[
                Markup("<bdi>{}</bdi>").format(this.title or gettext("erased")),
                gettext("Nobody finds it any more. Who has a copy keeps it."),
            ],
            button=gettext("Withdraw the paper"),
            leave=gettext("Back without withdrawing it"),
            tone="warning",
        ),
        lambda: WithdrawMeetingPaper(meeting_id=one.meeting_id, paper_id=this.paper_id),
        said=gettext("The paper is withdrawn."),
    )


def _paper_or_404(one: Meeting, paper_id: UUID) -> Paper:
    with engine().connect() as conn:
        some = listed(conn, one)
    return among(some, paper_id)


def among(some: Sequence[Paper], paper_id: UUID) -> Paper:
    return next((each for each in some if each.paper_id == str(paper_id)), None) or abort(404)


def knows(meeting_id: str, paper_id: str) -> bool:
    """Whether this paper was ever added: it is sent once more, say."""
    these = (_c.meeting_id == meeting_id, _c.paper_id == paper_id)
    with engine().connect() as conn:
        return conn.scalar(select(_c.paper_id).where(*these)) is not None
