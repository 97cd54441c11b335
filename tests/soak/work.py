"""The mixed load: the repeated actions of each kind of person, until told to stop.

A person who gets no answer, because a process was killed, repeats exactly the same request.
"""

import itertools
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from deploy.local.testing import Platform
from deploy.local.world.people import account_id
from portal.web.commands import CommandRefused, Commands, ServiceAway, client
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.reference.admissibility import STANDARD
from tests.bench.clicks import NAMED
from tests.support.filing import submission
from tests.support.people import filed, person

AGAIN = 0.3  # seconds
RECEIPT = "filing, until the receipt"
RECIPIENTS = ("GBR", "KEN", "FRA", "BRA")
DESK = Actor(actor_id="soak-desk", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="soak-officer",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
HOLDER = replace(OFFICER, actor_id=account_id("holder"), roles=frozenset({Role.MANDATE_HOLDER}))
"""Who has the term that the demonstration tells of: nobody else decides for the mandate."""
CHIEF = Actor(actor_id="soak-chief", roles=frozenset({Role.CHIEF}))
PAGES = {
    "officer": ("/", "/triage/", "/communications/", "/replies/", "/recommendations/"),
    "committee": ("/activity/", "/"),
    None: (
        "/en/",
        "/en/register",
        "/en/register?q=torture",
        "/en/register/recommendations?q=rights",
    ),
}


@dataclass(slots=True)
class Work:
    """What was begun and what was promised. ``filed``: code by number of the submission.

    ``took``: when each page was asked for, and how long it took, in seconds.
    """

    platform: Platform
    stop: threading.Event = field(default_factory=threading.Event)
    filed: dict[int, str] = field(default_factory=dict)
    files: int = 0
    transmitted: dict[str, str] = field(default_factory=dict)  # letter to recipient
    replied: set[str] = field(default_factory=set)
    triaged: set[str] = field(default_factory=set)
    pages: int = 0
    pace: float = 2.0
    began: float = field(default_factory=time.monotonic)
    took: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def timed(self, page: str, since: float) -> None:
        """Keep how long this took that began at ``since`` by the monotonic clock."""
        answer = (since - self.began, time.monotonic() - since)
        self.took.setdefault(page, []).append(answer)

    @property
    def settings(self) -> Settings:
        of = self.platform.environment
        found = Settings(
            vault_database=of["RAPPORTEUR_VAULT_DATABASE"],
            vault_keys=SecretStr(of["RAPPORTEUR_VAULT_KEYS"]),
            actor_keys=SecretStr(of["RAPPORTEUR_ACTOR_KEYS"]),
        )
        addresses = {f"{name}_url": of[f"RAPPORTEUR_{name.upper()}_URL"] for name in _SERVICES}
        return found.model_copy(update=addresses)


_SERVICES = ("intake", "approvals", "followup", "stakeholders")


def chosen(number: int) -> tuple[str, ...]:
    """The mandates of one submission: no other names the same three, or four.

    The feed names no mandate of a country, so a line with one could not be known again.
    """
    return _choices()[number]


@cache
def _choices() -> tuple[tuple[str, ...], ...]:
    """Enough for 20 a second in an hour."""
    some = itertools.chain(*(itertools.combinations(NAMED, size) for size in (3, 4)))
    return tuple(itertools.islice(some, 100_000))


def file(work: Work, number: int) -> None:
    """File a submission until there is a receipt; every tenth has a small file.

    It is timed from when it was due, so that what waits for those before it is seen to wait.
    """
    due = work.began + number / work.pace
    given = submission(mandates=list(chosen(number)), narrative=f"Soak {number} (invented).")
    answer = _until_answered(lambda: filed(work.platform, given, f"soak-{number}"))
    if answer.status_code != httpx.codes.CREATED:
        work.wrong.append(f"submission {number}: {answer.status_code} {answer.text[:200]}")
        return
    work.filed[number] = answer.json()["tracking_code"]
    work.timed(RECEIPT, due)
    if number % 10 == 0:
        _attach(work, number)


def _attach(work: Work, number: int) -> None:
    answer = _until_answered(
        lambda: httpx.post(
            f"{work.platform.url}/api/v1/submissions/{work.filed[number]}/files",
            files={"file": ("note.txt", f"Note {number} (invented).\n" * 40, "text/plain")},
            headers={
                "Authorization": f"Bearer {work.platform.demo['api_token']}",
                "Idempotency-Key": f"soak-file-{number}",
            },
            timeout=20,
            trust_env=False,
        )
    )
    if answer.status_code == httpx.codes.CREATED:
        work.files += 1
    else:
        work.wrong.append(f"file of {number}: {answer.status_code} {answer.text[:200]}")


def _until_answered(ask: Any) -> httpx.Response:
    while True:
        with suppress(httpx.TransportError):
            answer: httpx.Response = ask()
            if not answer.is_server_error:
                return answer
        time.sleep(AGAIN)


def triage(work: Work, submission_id: str) -> None:
    data = {
        "submission_id": submission_id,
        "urgency": "urgent",
        "mandates": ["sr-torture"],
    }
    points = [{"mandate": None, "point": point, "met": True} for point in STANDARD]
    confirm = {"submission_id": submission_id, "answers": points}
    if _ask(work, "intake", "triage-submission", data, DESK) and _ask(
        work, "intake", "confirm-admissibility", confirm, DESK
    ):
        work.triaged.add(submission_id)


def write(work: Work, number: int) -> None:
    """Draft, approve and transmit a letter, and log what the Government replies."""
    letter, recipient = str(uuid4()), RECIPIENTS[number % len(RECIPIENTS)]
    text = f"Letter {number} (invented)."
    this = {"communication_id": letter}
    exact: dict[str, Any] = {"version": 1, "content_hash": sha256(text.encode()).hexdigest()}
    draft = {
        **this,
        "submission_ids": ["somewhere-else"],
        "type": "UA",
        "recipient": recipient,
        "lead_mandate": "sr-torture",
        "mandates": [],
        "text": _sealed(work, f"communication-{letter}", text),
        "content_hash": exact["content_hash"],
    }
    approval = {**this, **exact, "mandate": "sr-torture", "authorise": True}
    steps: tuple[tuple[str, Mapping[str, Any], Actor], ...] = (
        ("draft-communication", draft, OFFICER),
        ("request-approval", {**this, **exact}, OFFICER),
        ("approve-text", approval, HOLDER),
        ("transmit-communication", {**this, **exact}, CHIEF),
    )
    if not all(_ask(work, "approvals", type_, data, by) for type_, data, by in steps):
        return
    work.transmitted[letter] = recipient
    if number % 2 == 0:
        _reply(work, letter)


def _reply(work: Work, letter: str) -> None:
    """The case opens when the fact has come to followup: until then it is refused."""
    reply_id = str(uuid4())
    reply = {
        "communication_id": letter,
        "reply_id": reply_id,
        "kind": "substantive",
        "language": "en",
        "confidential_by_state": False,
        "text": _sealed(work, f"reply-{reply_id}", "A reply (invented)."),
    }
    command_id = uuid4()
    while not work.stop.is_set():
        now = {**reply, "received_at": datetime.now(UTC)}
        if _ask(work, "followup", "log-reply", now, DESK, command_id=command_id, patient=True):
            work.replied.add(letter)
            return
        work.stop.wait(AGAIN)


def _sealed(work: Work, subject: str, text: str) -> Sealed:
    """Seal as ``web`` does, beside it: on SQLite the lock may be another's for a while."""
    engine = make_engine(work.settings.vault_database, durable=True)
    try:
        while True:
            with suppress(OperationalError):
                return Vault(engine, work.settings.vault_key_list).seal(subject, text)
            time.sleep(AGAIN)
    finally:
        engine.dispose()


def _ask(
    work: Work,
    service: str,
    type_: str,
    data: Mapping[str, Any],
    by: Actor,
    *,
    command_id: UUID | None = None,
    patient: bool = False,
) -> bool:
    """Ask until answered; ``patient``: a refusal is no fault yet."""
    command_id = command_id or uuid4()
    with client(work.settings) as http:
        commands = Commands(work.settings, lambda: datetime.now(UTC), http)
        while True:
            try:
                commands.ask_by_name(service, type_, data, by=by, command_id=command_id)
            except ServiceAway:
                time.sleep(AGAIN)
            except CommandRefused as no:
                if not patient:
                    work.wrong.append(f"{type_}: {no.status} {no.sentence}")
                return False
            else:
                return True


def look(work: Work, who: str | None) -> None:
    """Open one page after another; a page may be away, and must never be a fault of ours."""
    while not work.stop.is_set():
        with suppress(httpx.TransportError, AssertionError), _as(work, who) as http:
            for address in itertools.cycle(PAGES[who]):
                since = time.monotonic()
                answer = http.get(address)
                work.pages += 1
                if answer.is_success:
                    work.timed(f"{who or 'anybody'}: {address}", since)
                if answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                    work.wrong.append(f"{address}: {answer.status_code}")
                if work.stop.wait(AGAIN):
                    return
        work.stop.wait(AGAIN)


@contextmanager
def _as(work: Work, who: str | None) -> Iterator[httpx.Client]:
    if who is None:
        with httpx.Client(base_url=work.platform.url, trust_env=False, timeout=20) as http:
            yield http
        return
    http = person(work.platform, who).http
    try:
        yield http
    finally:
        http.close()


def described(work: Work) -> dict[str, Any]:
    return {
        "receipts": len(work.filed),
        "files": work.files,
        "triaged": len(work.triaged),
        "letters": len(work.transmitted),
        "replies": len(work.replied),
        "pages": work.pages,
        "wrong": work.wrong[:50],
    }
