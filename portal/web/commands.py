"""Commands to a service over HTTP: signed for the actor, answered at once."""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from markupsafe import Markup
from opentelemetry import trace
from pydantic_core import to_json

from portal.web import place
from portal.web.i18n import refusals
from shared.contracts.commands import Command, address, data_of
from shared.core.actor import Actor, ActorSigner, Asked
from shared.core.said import Said, Value, from_wire, say
from shared.facts.kafka import partition_of
from shared.platform import telemetry
from shared.platform.settings import Settings
from shared.platform.vault import Vault

_AWAY = say(
    "This part of the platform does not answer. Nothing was changed; please try again shortly."
)

# Not the person's doing: the store is away, or a key or a version is being rolled out.
_OURS = {httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.UNAUTHORIZED}


class CommandRefused(Exception):
    """The service said no, or the portal before it asked. ``status`` is 400 to 503.

    ``sentence`` is for the person, in their language, as a part of a page; ``str`` is it in
    English, for programs.
    """

    def __init__(self, status: int, why: str | Said, /, **values: Value) -> None:
        self.said = why if isinstance(why, Said) else say(why, **values)
        super().__init__(self.said.title)
        self.status = status

    @property
    def sentence(self) -> Markup:
        return refusals.sentence(self.said)


class ServiceAway(CommandRefused):
    """The service, or its event store, did not answer: the same command may be asked again."""

    def __init__(self) -> None:
        super().__init__(503, _AWAY)


@dataclass(frozen=True, slots=True)
class Accepted:
    """``after`` goes into the next page's address: it waits until it can show this."""

    after: str | None


@dataclass(slots=True)
class Commands:
    """Asks the services. Thread-safe; one for a process, made after forking.

    ``clock`` is the real one, and ``ahead`` how far a demonstration's is moved. ``place_keys``
    seal what pages wait for; without any nobody is told where that is. ``vault``: what the
    outbox keeps sealed is read by it.
    """

    settings: Settings
    clock: Callable[[], datetime]
    client: httpx.Client
    place_keys: Sequence[str] = ()
    vault: Vault | None = None
    ahead: Callable[[], timedelta] = timedelta

    def ask(
        self,
        command: Command,
        *,
        by: Actor,
        command_id: UUID,
        correlation_id: UUID | None = None,
        at: datetime | None = None,
    ) -> Accepted:
        """Ask the service that ``command`` is for.

        ``command_id`` was minted when the form was rendered, so asking twice is asking once.
        ``correlation_id`` names the case; without one the command begins a case of its own.
        Raises ``CommandRefused`` with the sentence to show.
        """
        service, name = address(command)
        return self.ask_by_name(
            service,
            name,
            data_of(command),
            by=by,
            command_id=command_id,
            correlation_id=correlation_id,
            at=at,
        )

    def ask_by_name(
        self,
        service: str,
        type_: str,
        data: Mapping[str, Any],
        *,
        by: Actor,
        command_id: UUID,
        correlation_id: UUID | None = None,
        at: datetime | None = None,
    ) -> Accepted:
        """Ask for what was put into data before, perhaps by an older release."""
        ahead = self.ahead()
        asked = Asked(at=at or self.clock() + ahead, by=as_known_to(service, by), ahead=ahead.days)
        envelope = {
            "id": command_id,
            "type": type_,
            "correlation_id": correlation_id or command_id,
            "data": dict(data),
        }
        body = to_json(envelope)
        token = _signer(self.settings).sign(asked, command_id, to=service, body=body)
        headers = {"content-type": "application/json", "authorization": f"Actor {token}"}
        with (
            telemetry.untraced(type_),
            telemetry.span(f"ask {type_}", kind=trace.SpanKind.CLIENT),
        ):
            if parent := telemetry.traceparent():
                headers["traceparent"] = parent
            try:
                answer = self.client.post(
                    f"{self.settings.service_url(service)}/commands",
                    content=body,
                    headers=headers,
                )
            except httpx.HTTPError as error:
                raise ServiceAway from error
        if answer.status_code in _OURS:
            raise ServiceAway
        said = _read_answer(answer)
        if not answer.is_success:
            why = from_wire(said)
            raise CommandRefused(answer.status_code, why)
        return Accepted(self._after(service, said))

    def _after(self, service: str, done: Mapping[str, Any]) -> str | None:
        """Topic, partition and position by which a read model shows what the command did."""
        if done["position"] is None or not self.place_keys:
            return None
        partition = partition_of(done["stream"], self.settings.partitions)
        return place.sealed(f"{service}.events:{partition}:{done['position']}", self.place_keys)


def as_known_to(service: str, by: Actor) -> Actor:
    """Send intake the filer's pseudonym as the actor, and other services no pseudonym."""
    if service == "intake":
        return by.as_filer()
    return replace(by, filed_as=None, filed_under=None)


def client(settings: Settings) -> httpx.Client:
    """The HTTP client that ``Commands`` works with: short waits, many at once."""
    return httpx.Client(
        verify=ssl.create_default_context(cafile=settings.http_ca or None),
        timeout=httpx.Timeout(10.0, connect=2.0),
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
    )


def _read_answer(answer: httpx.Response) -> Mapping[str, Any]:
    """Return the service's answer; the answer of a gateway or proxy counts as empty."""
    try:
        said = answer.json()
    except ValueError as error:
        raise ServiceAway from error
    wanted = {"stream", "position"} if answer.is_success else {"title"}
    if not isinstance(said, dict) or not wanted <= said.keys():
        raise ServiceAway
    return said


def _signer(settings: Settings) -> ActorSigner:
    return ActorSigner(settings.actor_key_list)
