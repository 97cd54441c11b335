"""5,000 people ask for the 300 seats of one session, through the whole path, on a whole platform.

Each command is signed and posted to the service, every tenth twice, as by a double click. What the
portal's tables then have is compared with what was asked: nobody overtaken, no seat given twice,
nothing lost that was accepted.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import create_engine, select

from deploy.local.testing import Platform
from portal.stakeholders.sessions import asking
from portal.stakeholders.sessions.read_model import seats
from portal.web.accounts.account import Account
from shared.contracts.commands import stored
from shared.contracts.stakeholders_session_commands import OpenSession, RequestSeat
from shared.contracts.stakeholders_sessions import Capacity, SessionDetails
from shared.core.actor import Actor, ActorSigner
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.sessions import seat_id
from tests.bench import samples
from tests.bench.figures import rate
from tests.bench.http_load import Unexpected, length_of
from tests.bench.machine import cpu_seconds

SEATS: Final = 300
MINUTES: Final = 5  # in which all of them have to be taken
_TWICE: Final = 10
_PATIENCE: Final = 120.0
_OFFICER: Final = Actor(actor_id="an-officer", roles=frozenset({Role.STAKEHOLDER_OFFICER}))


@dataclass(slots=True)
class Asked:
    """When each was sent and answered, by number; in seconds."""

    sent: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)


def opening(session_id: str, begins: datetime, *, link: Sealed | None = None) -> OpenSession:
    details = SessionDetails(
        title="Exchange with civil society",
        room="Room XX",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        zone="Europe/Zurich",
        access="open",
        audience=("ngo", "nhri"),
        languages=("en", "sign"),
        accessibility="Step-free",
        input_call="What should be asked?",
        input_until=(begins - timedelta(days=5)).date(),
    )
    capacity = Capacity(room=SEATS, remote=0, reserved={}, per_organisation=2)
    return OpenSession(session_id=session_id, details=details, capacity=capacity, link=link)


def subject_of(session_id: str, holder_id: str) -> str:
    return asking.seat_subject(seat_id(session_id, holder_id))


def requesting(
    session_id: str, holder: Account, pseudonym: str | None, person: Sealed
) -> RequestSeat:
    return RequestSeat(
        session_id=session_id,
        holder_id=holder.account_id,
        organisation=pseudonym,
        category="nhri" if Role.CONTACT_POINT in holder.roles else "ngo",
        region=None,
        zone="UTC",
        kind="room",
        seats=1,
        person=person,
        needs=None,
        shows_name=True,
    )


def measured(platform: Platform, *, people: int, clients: int) -> dict[str, Any]:
    """Let ``people`` ask, ``clients`` at once, each as soon as the one before has an answer."""
    session_id, asked = str(uuid4()), Asked()
    keys = platform.environment["RAPPORTEUR_ACTOR_KEYS"]
    signer = ActorSigner(Settings(actor_keys=keys).actor_key_list)
    begins = datetime.now(UTC) + timedelta(days=20)
    first = _request(signer, opening(session_id, begins), _OFFICER, uuid4())
    watched = {name: platform.pids[name] for name in ("stakeholders", "consume")}
    port = platform.ports["stakeholders"]
    asyncio.run(_send(port, first))
    before, began = cpu_seconds(watched), time.perf_counter()
    asyncio.run(_all(port, session_id, signer, people, clients, asked))
    took = time.perf_counter() - began
    line = _shown(platform, session_id, people)
    shown = time.perf_counter() - began
    used = {name: after - before[name] for name, after in cpu_seconds(watched).items()}
    latencies = [asked.answered[n] - asked.sent[n] for n in range(people)]
    return {
        "people": people,
        "clients": clients,
        "took_s": round(took, 1),
        "shown_s": round(shown, 1),
        "asking": asdict(rate(latencies, took, used)),
        **judged(line, asked, people),
    }


def judged(line: Sequence[tuple[str, str]], asked: Asked, people: int) -> dict[str, int]:
    """Compare holder and state of each seat, in the order of asking, with what was asked.

    Who had an answer before another one asked stands before that one.
    """
    numbers = {f"holder-{n}": n for n in range(people)}
    times = Counter(holder for holder, _ in line)
    earliest, overtaken = float("inf"), 0
    for holder, _ in reversed(line):
        n = numbers[holder]
        overtaken += earliest < asked.sent[n]
        earliest = min(earliest, asked.answered[n])
    states = [state for _, state in line]
    return {
        "overtaken": overtaken,
        "out of turn": sum(state != "confirmed" for state in states[:SEATS])
        + sum(state != "waiting" for state in states[SEATS:]),
        "confirmed": states.count("confirmed"),
        "waiting": states.count("waiting"),
        "doubled": sum(number - 1 for number in times.values()),
        "lost": sum(name not in times for name in numbers),
    }


async def _all(
    port: int, session_id: str, signer: ActorSigner, people: int, clients: int, asked: Asked
) -> None:
    turns = itertools.count()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while (n := next(turns)) < people:
                asked.sent[n] = time.perf_counter()
                for _ in range(2 if n % _TWICE == 0 else 1):
                    await _ask(reader, writer, _asks(signer, session_id, n))
                    asked.answered.setdefault(n, time.perf_counter())
        finally:
            writer.close()
            await writer.wait_closed()

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())


def _asks(signer: ActorSigner, session_id: str, number: int) -> bytes:
    holder = Account(
        account_id=f"holder-{number}",
        email="",
        name=f"Name of {number}",
        password_hash="",
        roles=frozenset({Role.NGO_MEMBER}),
    )
    subject = subject_of(session_id, holder.account_id)
    person = Sealed(subject, "c2VhbGVk" * 12)  # as long as a name that is sealed
    command = requesting(session_id, holder, f"of-{number}", person)
    by = Actor(actor_id=holder.account_id, roles=holder.roles)
    return _request(signer, command, by, derive_id("asking", session_id, number))


def _request(
    signer: ActorSigner, command: OpenSession | RequestSeat, by: Actor, command_id: UUID
) -> bytes:
    service, name, data = stored(command)
    case = asking.case_of(command.session_id)
    return samples.request(name, data, by, signer, case, to=service, command_id=command_id)


async def _send(port: int, request: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await _ask(reader, writer, request)
    finally:
        writer.close()
        await writer.wait_closed()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    body = await reader.readexactly(length_of(head))
    if not head.startswith(b"HTTP/1.1 200"):
        raise Unexpected(head + body)


def _shown(platform: Platform, session_id: str, people: int) -> list[tuple[str, str]]:
    """Return holder and state of each seat in the order of asking, once all have arrived."""
    c = seats.c
    these = select(c.holder_id, c.state).where(c.session_id == session_id)
    engine = create_engine(platform.environment["RAPPORTEUR_DATABASE"])
    until = time.monotonic() + _PATIENCE
    try:
        while True:
            with engine.connect() as conn:
                rows = conn.execute(these.order_by(c.queued_at, c.number)).all()
            if len(rows) >= people or time.monotonic() > until:
                return [(row.holder_id, row.state) for row in rows]
            time.sleep(0.1)
    finally:
        engine.dispose()
