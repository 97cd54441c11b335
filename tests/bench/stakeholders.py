"""The pages of a register of 15,000 organisations and 30,000 persons, on both databases.

Each page is opened once before it is measured: what a process keeps in memory it then has. How long
that first time took is told as well.
"""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import count
from typing import Any, Final

from portal.stakeholders.sessions import asking
from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.session.decide import SESSION
from shared.contracts.stakeholders_dialogue_commands import (
    ListSpeakers,
    RequestSlot,
    ScheduleDialogue,
)
from shared.contracts.stakeholders_dialogues import DialogueDetails
from shared.core.actor import Actor, Asked
from shared.core.decider import Decider
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.dialogues import slot_id
from shared.reference.sessions import seat_id
from tests.bench import plans
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.bench.seats import opening, requesting, subject_of
from tests.bench.society import Society, organisation, person, report
from tests.support.portal import Pages, Visitor
from tests.support.sessions import LINK, NOW, OFFICER

_DAY: Final = timedelta(days=1)
_SLOTS: Final = 10  # a tenth of those who ask for seats ask to speak
PEOPLE: Final = ("anybody", "officer", "desk officer", "focal point", "participant")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    organisations: int
    persons: int
    registrations: int
    requests: int


SHORT: Final = Size(organisations=160, persons=200, registrations=60, requests=2)


def measured(size: Size, *, durable: bool = True) -> dict[str, Any]:
    """Fill the register and open each page ``size.requests`` times, whole, in this process."""
    return {
        name: {**asdict(size), **_of(built, size)} for name, built in databases(durable=durable)
    }


def _of(built: Pages, size: Size) -> dict[str, Any]:
    used, began = time.process_time(), time.perf_counter()
    filled(built, size)
    plans.settle(built.engine)
    found = {
        "filled_s": round(time.perf_counter() - began, 1),
        "filled_cpu_s": round(time.process_time() - used, 1),
    }
    people = visitors(built, size)
    gc.freeze()  # as a process with pages does when it has started
    pages = {
        name: _opened(built, people[who], page, size.requests)
        for name, (who, page) in addresses(size).items()
    }
    return {**found, "pages": pages}


def filled(built: Pages, size: Size, *, told: int = 1) -> None:
    """Fill the tables, with one session and one dialogue that many asked for.

    What values there are is not counted: a database that knows how few they are reads all of them.
    ``told``: the number of the first fact, after all that the tables heard before.
    """
    numbers = count(told)
    society = Society(built.engine, built.vault, size.organisations, size.persons, numbers)
    society.fill()
    society.tell(_seats(society, size))
    society.tell(_slots(society, size))


def visitors(built: Pages, size: Size) -> Mapping[str, Visitor]:
    society = Society(built.engine, built.vault, size.organisations, size.persons)
    focal = society.account(_holder(0))
    return {
        "anybody": built.visitor(),
        "officer": built.signed_in(Role.STAKEHOLDER_OFFICER, account_id="bench-officer"),
        "desk officer": built.signed_in(
            Role.DESK_OFFICER, account_id="bench-desk", state_codes=frozenset({"KEN", "FRA"})
        ),
        "focal point": built.sign_in(focal),
        "participant": built.sign_in(society.account(_holder(size.registrations - 1))),
    }


def addresses(size: Size) -> Mapping[str, tuple[str, str]]:
    """Return whose page each is, and where: what grows with the register, by what it shows."""
    one, session, dialogue = organisation(9), session_id(), dialogue_id()
    name = "ban".capitalize()
    return {
        "the register": ("anybody", "/en/organisations"),
        "its last page": ("anybody", "/en/organisations?page=400"),
        "its search": ("anybody", "/en/organisations?q=albana"),
        "its search by country and type": ("anybody", "/en/organisations?country=KEN&type=ngo"),
        "its search by status": ("anybody", "/en/organisations?status=special"),
        "one organisation": ("anybody", f"/en/organisations/{organisation(3)}"),
        "the register desk": ("officer", "/register-desk"),
        "its entries that are closed": ("officer", "/register-desk?seen=closed"),
        "entries for partners": ("desk officer", "/partner-organisations"),
        "its search by name": ("officer", f"/register-desk?q={name}"),
        "one entry, with duplicates": ("officer", f"/register-desk/{one}"),
        "one entry of a duplicate": ("officer", f"/register-desk/{organisation(53)}"),
        "merging, likely ones": ("officer", f"/register-desk/{organisation(53)}/merge"),
        "merging, search": ("officer", f"/register-desk/{one}/merge?q=albana"),
        "our organisation": ("focal point", "/our-organisation"),
        "the session, for everybody": ("anybody", f"/en/sessions/{session}"),
        "the session desk": ("officer", "/session-desk"),
        "the session, waiting list": ("officer", f"/session-desk/{session}"),
        "its 90th page": ("officer", f"/session-desk/{session}?line=90"),
        "my seats": ("participant", "/my-seats"),
        "my place on the waiting list": (
            "participant",
            f"/my-seats/{seat_id(session, person(_holder(size.registrations - 1)))}",
        ),
        "a confirmed seat": (
            "focal point",
            f"/my-seats/{seat_id(session, person(_holder(0)))}",
        ),
        "asking for a seat": ("focal point", f"/my-seats/ask/{free_session_id()}"),
        "the dialogues": ("anybody", "/en/dialogues"),
        "the speakers' list": ("anybody", f"/en/dialogues/{dialogue}"),
        "the speakers' list, officer": ("officer", f"/dialogue-desk/{dialogue}"),
        "choosing speakers": ("officer", f"/dialogue-desk/{dialogue}/list"),
        "the contact log": ("officer", "/contact-log"),
        "its 40th page": ("officer", "/contact-log?log=40"),
        "with whom, by name": ("officer", "/contact-log/log?q=albana"),
        "logging a contact": ("officer", f"/contact-log/log/{one}"),
        "our contacts": ("focal point", "/our-contacts"),
        "the notice desk": ("officer", "/notice-desk"),
        "the audience of a notice": ("officer", f"/notice-desk/{report(_last(size))}"),
        "my subscription": ("participant", "/my-notices"),
    }


def _last(size: Size) -> int:
    return max(4, size.organisations * 60 * 24 // 15_000) - 1


def session_id() -> str:
    return str(derive_id("session of the bench", 1))


def free_session_id() -> str:
    return str(derive_id("session of the bench", 2))


def dialogue_id() -> str:
    return str(derive_id("dialogue of the bench", 1))


def _holder(number: int) -> int:
    """The person whose turn it is: all of them are of organisations that are confirmed."""
    return number + 3 + 2 * (number // 48)


def _seats(society: Society, size: Size) -> Iterator[object]:
    decide = _deciding(SESSION)
    link = society.vault.seal(asking.link_subject(session_id()), LINK)
    begins = NOW + 20 * _DAY
    first = opening(session_id(), begins, link=link)
    yield from decide(first, OFFICER, NOW - 60 * _DAY)
    for n in range(size.registrations):
        holder = society.account(_holder(n) % size.persons)
        person = asking.written({"name": holder.name, "companion": ""})
        command = requesting(
            session_id(),
            holder,
            society.vault.pseudonym("seats", f"{session_id()}/{holder.organisation_id}"),
            society.vault.seal(subject_of(session_id(), holder.account_id), person),
        )
        by = Actor(actor_id=holder.account_id, roles=holder.roles)
        yield from decide(command, by, NOW - 50 * _DAY + timedelta(milliseconds=60 * n))
    another = _deciding(SESSION)
    yield from another(opening(free_session_id(), begins), OFFICER, NOW - 60 * _DAY)


def _slots(society: Society, size: Size) -> Iterator[object]:
    decide = _deciding(DIALOGUE)
    details = DialogueDetails(
        title="Dialogue on torture",
        sub_item="3",
        mandate="sr-torture",
        state_concerned="KEN",
        visits=0,
        starts_at=NOW + 20 * _DAY,
        minutes=180,
    )
    this = {"dialogue_id": dialogue_id()}
    yield from decide(ScheduleDialogue(**this, details=details), OFFICER, NOW - 60 * _DAY)
    slots = []
    for n in range(size.registrations // _SLOTS):
        holder = society.account(_holder(n))
        of = society.vault.pseudonym("slots", f"{dialogue_id()}/{holder.organisation_id}")
        slots.append(slot := slot_id(dialogue_id(), of))
        command = RequestSlot(
            dialogue_id=dialogue_id(),
            slot_id=slot,
            speaks="ngo",
            organisation=of,
            state=None,
            speaker=society.vault.seal(f"slot-{slot}", holder.name),
            grade="special",
        )
        by = Actor(actor_id=holder.account_id, roles=frozenset({Role.NGO_MEMBER}))
        yield from decide(command, by, NOW - 30 * _DAY + timedelta(seconds=n))
    listed = ListSpeakers(**this, slot_ids=tuple(slots[: len(slots) // 2]))
    yield from decide(listed, OFFICER, NOW - 20 * _DAY)


def _deciding(decider: Decider[Any, Any, Any]) -> Callable[..., list[object]]:
    """Return what decides on one stream, each command after those before."""
    state = decider.initial

    def decide(command: Any, by: Actor, at: Any) -> list[object]:
        nonlocal state
        facts = list(decider.decide(command, Asked(at=at, by=by), state))
        state = decider.fold(facts, state)
        return facts

    return decide


def _opened(built: Pages, visitor: Visitor, page: str, requests: int) -> dict[str, Any]:
    with plans.statements(built.engine) as asked:
        began = time.perf_counter()
        visitor.get(page)
        first = time.perf_counter() - began
    latencies: list[float] = []
    used, began = time.process_time(), time.perf_counter()
    for _ in range(requests):
        at = time.perf_counter()
        answer = visitor.get(page)
        latencies.append(time.perf_counter() - at)
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answered {answer.status_code}")
    cpu = {"page": time.process_time() - used}
    return {
        **asdict(rate(latencies, time.perf_counter() - began, cpu)),
        "first_ms": round(first * 1_000),
        "statements": len(asked),
        "plans": plans.explained(built.engine, asked),
    }
