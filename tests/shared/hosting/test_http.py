"""POST /commands: accepted, refused with a sentence, or rejected with the errors. Never a 500."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from faststream.asgi import AsgiFastStream
from httpx import ASGITransport, AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, Sampler
from prometheus_client import REGISTRY, generate_latest, make_asgi_app

from services.intake.app import INTAKE_SERVICE
from shared.contracts.followup_reprisal_commands import OnReprisal
from shared.core.actor import Actor, ActorSigner, Asked
from shared.core.decider import Refused
from shared.core.message import Metadata
from shared.core.roles import Role
from shared.core.said import Count
from shared.core.store import Conflict, StoreError
from shared.core.testing import AT, InMemoryStore
from shared.hosting.consumer import broker
from shared.hosting.http import commands
from shared.hosting.service import asking
from shared.platform.cluster import Cluster

NOWHERE = Cluster(servers="127.0.0.1:1")
SIGNER = ActorSigner(["key"])
NGO = Actor(actor_id="a-1", roles=frozenset({Role.NGO_MEMBER}))
SEALED = {"subject": "submission-1", "cipher": "…"}
DATA: dict[str, Any] = {
    "submission_id": "s-1",
    "channel": "portal",
    "language": "en",
    "state": "FRA",
    "urgent": True,
    "mandates": ["sr-torture"],
    "on_behalf": False,
    "source_subject": "source-1",
    "victims": [
        {
            "victim_id": "1",
            "details": SEALED,
            "consent": {"act": "yes", "authorities": "no", "public": "no", "name_form": "none"},
        }
    ],
    "perpetrators": SEALED,
    "incident": SEALED,
    "narrative": SEALED,
}


def body(command_id: UUID, data: dict[str, Any] = DATA, type_: str = "submit-allegation") -> Any:
    return {"id": str(command_id), "type": type_, "correlation_id": str(command_id), "data": data}


def token(content: bytes, *, by: Actor = NGO, to: str = "intake") -> dict[str, str]:
    signed = SIGNER.sign(Asked(at=AT, by=by), uuid4(), to=to, body=content)
    return {"authorization": f"Actor {signed}"}


async def send(client: AsyncClient, content: Any, *, by: Actor = NGO) -> Response:
    """Send a command as the portal does: signed for this service, byte by byte."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return await client.post("/commands", content=raw, headers=token(raw, by=by))


def http(store: Any) -> AsyncClient:
    endpoint = commands("intake", INTAKE_SERVICE.commands, SIGNER, asking(INTAKE_SERVICE, store))
    app = AsgiFastStream(broker(NOWHERE), asgi_routes=[("/commands", endpoint)])
    return AsyncClient(transport=ASGITransport(app), base_url="http://intake")


@pytest.fixture
def store() -> InMemoryStore:
    return InMemoryStore()


@pytest.fixture
async def client(store: InMemoryStore) -> AsyncIterator[AsyncClient]:
    async with http(store) as client:
        yield client


async def test_a_command_is_accepted_once(client: AsyncClient, store: InMemoryStore) -> None:
    command_id = uuid4()
    answers = [await send(client, body(command_id)) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(store.log) == 1
    assert store.log[0].event.received_at == AT
    assert store.log[0].event.submitter_id == "a-1"


async def test_a_command_is_timed_for_the_operators(client: AsyncClient) -> None:
    labels = {"type": "submit-allegation", "status": "200"}
    before = REGISTRY.get_sample_value("rapporteur_command_seconds_count", labels) or 0
    command_id = uuid4()
    await send(client, body(command_id))
    assert REGISTRY.get_sample_value("rapporteur_command_seconds_count", labels) == before + 1


async def test_no_number_tells_of_a_reprisal_case() -> None:
    """Decision 0099: nobody who reads metrics learns that somebody reports or closes one.

    Nor whoever reads the store: no trace leads to its fact from another one.
    """
    known: list[Metadata] = []

    async def refuse(*asked: Any) -> Any:
        known.append(asked[-1])
        raise Refused("There is no such case.")

    endpoint = commands("x", {"report-reprisal": OnReprisal}, SIGNER, refuse)
    app = AsgiFastStream(broker(NOWHERE), asgi_routes=[("/commands", endpoint)])
    raw = json.dumps(body(uuid4(), {"case_id": "1", "step": 1}, "report-reprisal")).encode()
    async with AsyncClient(transport=ASGITransport(app), base_url="http://x") as client:
        tracer = TracerProvider(sampler=ALWAYS_ON).get_tracer("test")
        with tracer.start_as_current_span("a page"):
            answer = await client.post("/commands", content=raw, headers=token(raw, to="x"))
    assert answer.status_code == 422
    assert known[0].traceparent is None
    assert "reprisal" not in generate_latest(REGISTRY).decode()


@pytest.mark.parametrize(("sampler", "kept"), [(ALWAYS_ON, True), (ALWAYS_OFF, False)])
async def test_a_commands_time_leads_to_its_trace_where_that_is_kept(
    sampler: Sampler,
    kept: bool,  # noqa: FBT001  # a row's column
    client: AsyncClient,
) -> None:
    tracer = TracerProvider(sampler=sampler).get_tracer("test")
    with tracer.start_as_current_span("a page") as span:
        command_id = uuid4()
        await send(client, body(command_id))
    trace_id = f'# {{trace_id="{span.get_span_context().trace_id:032x}"}}'
    async with AsyncClient(transport=ASGITransport(make_asgi_app()), base_url="http://x") as http:
        plain = await http.get("/")
        asked = {"accept": "application/openmetrics-text; version=1.0.0"}
        open_metrics = await http.get("/", headers=asked)
    assert open_metrics.headers["content-type"].startswith("application/openmetrics-text")
    assert (trace_id in open_metrics.text) is kept
    assert "trace_id" not in plain.text


async def test_a_refusal_is_a_sentence(client: AsyncClient) -> None:
    command_id = uuid4()
    wrong = {**DATA, "state": "ZZZ"}
    answer = await send(client, body(command_id, wrong))
    assert answer.status_code == 422
    assert "from the list" in answer.json()["title"]


async def test_who_may_not_is_told_who_may(client: AsyncClient) -> None:
    command_id = uuid4()
    auditor = Actor(actor_id="a-2", roles=frozenset({Role.AUDITOR}))
    answer = await send(client, body(command_id), by=auditor)
    assert answer.status_code == 403
    assert "NGO member" in answer.json()["title"]


async def test_a_malformed_command_is_told_which_field_and_never_what_it_held(
    client: AsyncClient,
) -> None:
    command_id = uuid4()
    wrong = {**DATA, "channel": "Mária Novák"}
    answer = await send(client, body(command_id, wrong))
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["fields"][0]["field"] == "channel"
    assert "Novák" not in answer.text


@pytest.mark.parametrize("headers", [{}, {"authorization": "Actor forged"}])
async def test_nobody_speaks_for_another(
    client: AsyncClient, store: InMemoryStore, headers: dict[str, str]
) -> None:
    answer = await client.post("/commands", json=body(uuid4()), headers=headers)
    assert answer.status_code == 401
    assert store.log == []


@pytest.mark.parametrize(
    "sent",
    [
        {"id": str(uuid4())},
        {"type": "triage-submission"},
        {"correlation_id": str(uuid4())},
        {"data": {**DATA, "submission_id": "s-2"}},
        {"data": {**DATA, "urgent": False}},
    ],
    ids=["another id", "another type", "another case", "another stream", "other words"],
)
async def test_a_signature_for_one_command_serves_for_no_other(
    client: AsyncClient, store: InMemoryStore, sent: dict[str, Any]
) -> None:
    command = body(uuid4())
    headers = token(json.dumps(command).encode())
    answer = await client.post(
        "/commands", content=json.dumps({**command, **sent}).encode(), headers=headers
    )
    assert answer.status_code == 401
    assert store.log == []


async def test_a_signature_for_another_service_serves_for_nothing_here(
    client: AsyncClient, store: InMemoryStore
) -> None:
    raw = json.dumps(body(uuid4())).encode()
    for to, status in (("followup", 401), ("intake", 200)):
        answer = await client.post("/commands", content=raw, headers=token(raw, to=to))
        assert answer.status_code == status
    assert len(store.log) == 1


async def test_an_unheard_of_command_is_refused(client: AsyncClient) -> None:
    command_id = uuid4()
    for type_ in ("link-to-communication", "drop-everything"):  # a policy's own is none of theirs
        answer = await send(client, body(command_id, type_=type_))
        assert answer.status_code == 400


async def test_a_command_over_a_megabyte_is_refused(client: AsyncClient) -> None:
    assert (await send(client, b"x" * 1_100_000)).status_code == 413


@pytest.mark.parametrize(("signed", "most", "status"), [(False, 0, 401), (True, 17, 413)])
async def test_of_what_nobody_signed_nothing_is_read_and_of_anything_a_megabyte(
    store: InMemoryStore,
    signed: bool,  # noqa: FBT001  # a row's column
    most: int,
    status: int,
) -> None:
    endpoint = commands("intake", INTAKE_SERVICE.commands, SIGNER, asking(INTAKE_SERVICE, store))
    read, sent = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 65_536, "more_body": read < 5_000}

    async def send_(message: Any) -> None:
        sent.append(message)

    header = token(b"")["authorization"] if signed else ""
    scope = {"type": "http", "method": "POST", "headers": [(b"authorization", header.encode())]}
    await endpoint(scope, receive, send_)
    assert sent[0]["status"] == status
    assert read <= most


class Broken(InMemoryStore):
    error: Exception

    async def append(self, *_: Any, **__: Any) -> int:
        raise self.error


async def test_a_refusal_travels_as_a_text_and_its_values(store: InMemoryStore) -> None:
    """A portal of an older release shows the title, and needs nothing else."""

    async def full(*_: Any) -> Any:
        raise Refused.many("{n} file is enough.", "{n} files are enough.", n=Count(50))

    endpoint = commands("intake", INTAKE_SERVICE.commands, SIGNER, full)
    app = AsgiFastStream(broker(NOWHERE), asgi_routes=[("/commands", endpoint)])
    async with AsyncClient(transport=ASGITransport(app), base_url="http://intake") as client:
        answer = await send(client, body(uuid4()))
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "status": 422,
        "title": "50 files are enough.",
        "text": "{n} file is enough.",
        "many": "{n} files are enough.",
        "values": {"n": {"count": 50}},
    }
    assert store.log == []


@pytest.mark.parametrize(("error", "status"), [(Conflict("s"), 409), (StoreError(), 503)])
async def test_a_lost_race_and_a_lost_store_say_so(error: Exception, status: int) -> None:
    store = Broken()
    store.error = error
    command_id = uuid4()
    async with http(store) as client:
        answer = await send(client, body(command_id))
    assert answer.status_code == status
    assert "try again" in answer.json()["title"]
    assert answer.json()["text"] == answer.json()["title"]


async def test_a_mistake_of_ours_is_a_problem_too() -> None:
    store = Broken()
    store.error = ZeroDivisionError("Novák")
    command_id = uuid4()
    async with http(store) as client:
        answer = await send(client, body(command_id))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Novák" not in answer.text


async def test_commands_are_posted(client: AsyncClient) -> None:
    assert (await client.get("/commands")).status_code == 405


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60) | anything.map(lambda v: json.dumps(v).encode()), anything)
async def test_no_input_makes_it_fall_over(
    client: AsyncClient, store: InMemoryStore, raw: bytes, value: object
) -> None:
    command_id = uuid4()
    mutated = {**DATA, list(DATA)[len(raw) % len(DATA)]: value}
    for content in (raw, json.dumps(body(command_id, mutated)).encode()):
        answer = await send(client, content)
        assert answer.status_code in {200, 400, 401, 403, 422}


async def test_outside_a_demonstration_nobody_moves_the_clock(
    client: AsyncClient, store: InMemoryStore
) -> None:
    raw = json.dumps(body(uuid4())).encode()
    moved = Asked(at=AT + timedelta(days=61), by=NGO, ahead=61)
    signed = SIGNER.sign(moved, uuid4(), to="intake", body=raw)
    headers = {"authorization": f"Actor {signed}"}
    assert (await client.post("/commands", content=raw, headers=headers)).status_code == 401
    assert store.log == []


def test_the_clock_of_a_token_is_the_asking_one() -> None:
    asked = Asked(at=AT + timedelta(days=61), by=NGO)
    signed = SIGNER.sign(asked, uuid4(), to="intake", body=b"")
    assert SIGNER.opened(signed).of("intake", b"").at == asked.at
