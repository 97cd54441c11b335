"""A session of the tests, its people, and its facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.stakeholders.session.commands import Command, PassTime
from services.stakeholders.session.decide import SESSION
from services.stakeholders.session.state import Session
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_session_commands import (
    AcceptOffer,
    AddSessionPaper,
    AppealRefusal,
    CancelRegistration,
    ChangeCapacity,
    ChangeSession,
    CloseSession,
    DecideAppeal,
    DeclineOffer,
    EraseRegistration,
    HandOnSeat,
    OpenSession,
    RecordAttendance,
    RefuseSessionRegistration,
    RequestSeat,
    WithdrawSessionPaper,
)
from shared.contracts.stakeholders_sessions import Capacity, Fact, SessionDetails, SessionOpened
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.sessions import seat_id

ID = str(derive_id("session", 1))
STARTS = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=3)
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
SECOND = Actor(actor_id="officer-2", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
PASSED = timedelta(days=3)  # more than the hours of an offer
CLOCK = system("registry")
LINK = Sealed(f"session-{ID}", "bGluaw")

DETAILS = SessionDetails(
    title="Exchange with civil society",
    room="Room XX",
    starts_at=STARTS,
    ends_at=ENDS,
    zone="Europe/Zurich",
    access="open",
    audience=("ngo", "nhri"),
    languages=("en", "fr"),
    accessibility="Step-free",
    input_call="What should be asked?",
    input_until=date(2026, 1, 15),
)
CAPACITY = Capacity(room=2, remote=0, reserved={}, per_organisation=None)
OPEN = OpenSession(session_id=ID, details=DETAILS, capacity=CAPACITY, link=LINK)
OPENED = SessionOpened(
    session_id=ID,
    details=DETAILS,
    capacity=CAPACITY,
    link=LINK,
    opened_by="officer-1",
    opened_at=AT,
)


def person(name: str, *roles: Role) -> Actor:
    return Actor(
        actor_id=name,
        roles=frozenset(roles or {Role.NGO_MEMBER}),
        organisation_id=f"organisation-{name}",
    )


def ask(name: str, **changed: Any) -> RequestSeat:
    """Return the command by which this person asks for a seat in the room."""
    standard = RequestSeat(
        session_id=ID,
        holder_id=name,
        organisation=f"pseudonym-{name}",
        category="ngo",
        region=None,
        zone="UTC",
        kind="room",
        seats=1,
        person=Sealed(f"seat-{seat_id(ID, name)}", "bmFtZQ"),
        needs=None,
        shows_name=False,
    )
    return replace(standard, **changed)


def of(name: str) -> str:
    return seat_id(ID, name)


class Story:
    """A session as it goes on: each command is decided on what came of those before."""

    def __init__(self, capacity: Capacity = CAPACITY, **details: Any) -> None:
        self.at = AT
        self.facts: list[Fact] = []
        self.state = SESSION.initial
        command = replace(OPEN, capacity=capacity, details=replace(DETAILS, **details))
        self.do(command, OFFICER)

    def do(self, command: Command, by: Actor, *, after: timedelta | None = None) -> list[Fact]:
        """Decide it so much later than the command before: a second, if nothing is said."""
        self.at += timedelta(seconds=1) if after is None else after
        facts = list(SESSION.decide(command, Asked(at=self.at, by=by), self.state))
        self.state = SESSION.fold(facts, self.state)
        self.facts += facts
        return facts

    def asks(self, name: str, **changed: Any) -> list[Fact]:
        return self.do(ask(name, **changed), person(name))

    def accepts(self, name: str) -> list[Fact]:
        return self.do(AcceptOffer(session_id=ID, registration_id=of(name)), person(name))

    def declines(self, name: str) -> list[Fact]:
        return self.do(DeclineOffer(session_id=ID, registration_id=of(name)), person(name))

    def cancels(self, name: str) -> list[Fact]:
        return self.do(CancelRegistration(session_id=ID, registration_id=of(name)), person(name))

    def erases(self, name: str, by: str = "") -> list[Fact]:
        command = EraseRegistration(session_id=ID, registration_id=of(name))
        return self.do(command, person(by or name))

    def passes(self, time: timedelta) -> list[Fact]:
        return self.do(PassTime(session_id=ID), CLOCK, after=time)

    def has_room_for(self, room: int, remote: int = 0, **changed: Any) -> list[Fact]:
        capacity = replace(CAPACITY, room=room, remote=remote, **changed)
        return self.do(ChangeCapacity(session_id=ID, capacity=capacity), OFFICER)

    @property
    def session(self) -> Session:
        assert isinstance(self.state, Session)
        return self.state

    def stage(self, name: str) -> str:
        return self.session.registrations[of(name)].stage.name.lower()

    def waiting(self) -> list[str]:
        return [one.holder_id for one in self.session.line()]


CHANGE = ChangeSession(session_id=ID, details=replace(DETAILS, room="Room XXI"), link=None)
ENLARGE = ChangeCapacity(session_id=ID, capacity=replace(CAPACITY, room=1, remote=1))
REFUSE = RefuseSessionRegistration(session_id=ID, registration_id=of("ann"), code="safety")
APPEAL = AppealRefusal(
    session_id=ID, registration_id=of("ann"), reason=Sealed(f"seat-{of('ann')}", "d2h5")
)
GRANT = DecideAppeal(session_id=ID, registration_id=of("ann"), granted=True)
ACCEPT = AcceptOffer(session_id=ID, registration_id=of("ann"))
CLOSE = CloseSession(session_id=ID, called_off=False)
RECORD = RecordAttendance(session_id=ID, registration_ids=(of("ann"),), came=True)

_ANN, _LATER = person("ann"), AT + timedelta(days=1)
_FOR_EVA = person("leaving", Role.NGO_MEMBER, Role.FOCAL_POINT)
HAND_ON = HandOnSeat(
    session_id=ID, registration_id=of("eva"), organisation=None, to_account="other"
)
ADD_PAPER = AddSessionPaper(
    session_id=ID,
    paper_id="paper-1",
    title=Sealed("sessionpaper-paper-1", "dGl0bGU"),
    audience="public",
    file=LibraryFile(
        file_id="file-1",
        object_name="object-1",
        sha256="0" * 64,
        size=3,
        media_type="application/pdf",
        scanned="clean",
        details=Sealed("sessionpaper-paper-1", "ZGV0YWlscw"),
    ),
)
WITHDRAW_PAPER = WithdrawSessionPaper(session_id=ID, paper_id="paper-1")
EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (replace(OPEN, capacity=replace(CAPACITY, room=1)), OFFICER, AT),
    (CHANGE, OFFICER, AT),
    (ask("ben"), person("ben"), AT),
    (ask("ann"), _ANN, AT),
    (REFUSE, OFFICER, AT),
    (APPEAL, _ANN, AT),
    (GRANT, SECOND, AT),
    (ENLARGE, OFFICER, AT),
    (DeclineOffer(session_id=ID, registration_id=of("ann")), _ANN, AT),
    (CancelRegistration(session_id=ID, registration_id=of("ben")), person("ben"), AT),
    (ACCEPT, _ANN, _LATER),
    (ask("eva"), _FOR_EVA, _LATER),
    (HAND_ON, OFFICER, _LATER),
    (EraseRegistration(session_id=ID, registration_id=of("ben")), person("ben"), _LATER),
    (ADD_PAPER, OFFICER, _LATER),
    (WITHDRAW_PAPER, OFFICER, _LATER),
    (CLOSE, OFFICER, _LATER),
    (RECORD, OFFICER, STARTS),
)
"""Each command once, in an order in which each of them changes something."""


def full(*names: str, room: int = 1, **changed: Any) -> Story:
    """Return a session whose room is full, and these people wait in this order."""
    story = Story(replace(CAPACITY, room=room, **changed))
    for number in range(room):
        story.asks(f"seated-{number}")
    for name in names:
        story.asks(name)
    return story
