"""The invented sessions of a demonstration: one with papers and a waiting list, and one over."""

from datetime import timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import library_file
from portal.casefile.attachments.taking import Refused, take
from portal.stakeholders.sessions import asking, papers
from portal.web.accounts.demo import PEOPLE
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_session_commands import (
    AddSessionPaper,
    OpenSession,
    RecordAttendance,
    RequestSeat,
)
from shared.contracts.stakeholders_sessions import (
    Capacity,
    Category,
    PaperAudience,
    SessionDetails,
)
from shared.core.message import derive_id
from shared.reference.sessions import seat_id

_OFFICER = "stakeholders"
_PEOPLE: tuple[tuple[str, Category], ...] = (("focal", "ngo"), ("ngo", "ngo"), ("nhri", "nhri"))
_MEMBERS = ("Ines", "Omar", "Ravi", "Lena", "Tomas", "Aya")
"""Of the focal point's organisation; they have no accounts."""
_NAMES = {one.local: one.name for one in PEOPLE}


def tell() -> None:
    coming = _opened("Exchange with civil society (invented)", opened=12, begins=21, room=3)
    past = _opened("Consultation on protection (invented)", opened=40, begins=-9, room=30)
    came = []
    _paper(coming, "Agenda (invented)", "public")
    _paper(coming, "How to come in, and who speaks when (invented)", "registered")
    for session_id, days in ((coming, 5), (past, 20)):
        for who, category in _PEOPLE:
            holder = invented(who).actor_id
            came.append(
                _asked(session_id, who, holder, f"{_NAMES[who]} (invented)", category, days=days)
            )
        for name in _MEMBERS:
            holder = str(derive_id("demo member", name))
            called = f"{name} Demo (invented)"
            came.append(_asked(session_id, "focal", holder, called, "ngo", days=days))
    record = RecordAttendance(
        session_id=past, registration_ids=tuple(came[len(came) // 2 :]), came=True
    )
    _ask(record, _OFFICER, past, "came", days=8)


def _opened(title: str, *, opened: int, begins: int, room: int) -> str:
    session_id = str(derive_id("demo session", title))
    starts_at = (now() + timedelta(days=begins)).replace(hour=9, minute=0, second=0, microsecond=0)
    details = SessionDetails(
        title=title,
        room="Room XX",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        zone="Europe/Zurich",
        access="open",
        audience=("ngo", "nhri"),
        languages=("en", "fr", "sign"),
        accessibility="Step-free, with a loop and captions",
        input_call="Which questions should be asked?",
        input_until=(starts_at - timedelta(days=10)).date(),
    )
    command = OpenSession(
        session_id=session_id,
        details=details,
        capacity=Capacity(room=room, remote=0, reserved={}, per_organisation=2),
        link=seal(asking.link_subject(session_id), "https://meet.example.org/invented"),
    )
    _ask(command, _OFFICER, session_id, "opened", days=opened)
    return session_id


def _paper(session_id: str, title: str, audience: PaperAudience) -> None:
    """Add a paper, unless it is there, or no file can be kept."""
    paper_id = str(derive_id("demo session paper", session_id, title))
    subject = papers.subject_of(paper_id)
    if papers.knows(session_id, paper_id):
        return
    text = f"{title}. An invented paper.".encode()
    try:
        kept = take(FileStorage(BytesIO(text), filename="Paper.txt"), subject=subject)
    except Refused:
        return
    add = AddSessionPaper(
        session_id=session_id,
        paper_id=paper_id,
        title=seal(subject, title),
        audience=audience,
        file=library_file(kept, derive_id("demo session file", paper_id)),
    )
    _ask(add, _OFFICER, session_id, f"paper {title}", days=10)
    with engine().begin() as conn:
        unclaimed.strike(conn, [kept.object_name])


def _asked(  # what differs from one to the next
    session_id: str, by: str, holder: str, name: str, category: Category, *, days: int
) -> str:
    registration_id = seat_id(session_id, holder)
    organisation_id = invented(by).organisation_id
    command = RequestSeat(
        session_id=session_id,
        holder_id=holder,
        organisation=asking.pseudonym(session_id, organisation_id),
        category=category,
        region=None,
        zone="Europe/Zurich",
        kind="room",
        seats=1,
        person=seal(
            asking.seat_subject(registration_id), asking.written({"name": name, "companion": ""})
        ),
        needs=None,
        shows_name=False,
    )
    _ask(command, by, session_id, f"seat {holder}", days=days)
    return registration_id


def _ask(command: Command, by: str, session_id: str, step: str, *, days: int) -> None:
    case = str(asking.case_of(session_id))
    ask(command, by, case, f"session {session_id}", step, at=now() - timedelta(days=days))
