"""The processes of the laptop's platform: their commands, ports and readiness."""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeAlias

PUBLIC_PORT: Final = 8000
"""Where browsers go unless told otherwise; every other port keeps its distance to this one."""

_CLOCKS: Final = {
    "approvals": ("services.approvals.clock",),
    "followup": ("services.followup.clock",),
    "stakeholders": ("services.stakeholders.clock",),
}

FORKED: Final = "RAPPORTEUR_FORKED"
"""Environment variable: with 0 every process starts by itself, as it does in production and on
systems whose libraries do not bear a fork without an exec."""

WORLD: Final = "RAPPORTEUR_WORLD"
"""Environment variable: with 0 a demonstration begins with a handful of cases, as in tests, and
with ``people`` without any."""

SERVICES: Final = {"intake": 8101, "approvals": 8102, "followup": 8103, "stakeholders": 8104}


@dataclass(frozen=True, slots=True)
class Says:
    """Ready when the process prints this text."""

    text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Ready when a GET of the path on the process's own port has one of the statuses."""

    path: str
    statuses: tuple[int, ...] = (200,)


@dataclass(frozen=True, slots=True)
class Accepts:
    """Ready when the process's own port accepts a connection."""


@dataclass(frozen=True, slots=True)
class Finishes:
    """A one-shot process: ready once it ended with exit code 0, and not restarted after that."""


Readiness: TypeAlias = Says | Answers | Accepts | Finishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process to keep alive.

    ``needs`` names the processes that must be ready before this one starts, and that outlive it
    when the platform stops. ``imports``: what it runs; with any it is ``python -m`` of a module of
    ours and begins as a copy of a process that has imported them (decision 0024).
    """

    name: str
    command: tuple[str, ...]
    ready: Readiness
    port: int | None = None
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    imports: tuple[str, ...] = ()


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


def platform(*, var: Path, offset: int, given: Mapping[str, str]) -> tuple[Process, ...]:
    """List the processes that keep their data under ``var``, every port moved by ``offset``.

    Where ``given`` (the environment) already names a Kafka or an event store, that one is used
    and the embedded one is not started.
    """
    foundations = _foundations(var, offset, given)
    store = tuple(p.name for p in foundations if p.name == "eventstore")
    broker = tuple(p.name for p in foundations if p.name == "broker")
    topics = Process(
        name="topics", command=python("shared.facts.topics"), ready=Finishes(), needs=broker
    )
    migrate = Process(name="migrate", command=python("portal.app.migrate"), ready=Finishes())
    facts = (*broker, "topics")
    world = _world(given, needs=(*store, "migrate"))
    first = tuple(process.name for process in world)
    services = tuple(
        _listening(
            name,
            python(f"services.{name}"),
            port + offset,
            needs=(*store, *facts, *first),
            imports=(f"services.{name}.app", *_CLOCKS.get(name, ()), "shared.hosting.process"),
        )
        for name, port in SERVICES.items()
    )
    relays = tuple(
        Process(
            name=f"relay-{name}",
            command=python(f"services.{name}", "relay"),
            ready=Says("relay ready"),
            needs=(*store, *facts, *first),
            imports=(f"services.{name}.app", "shared.hosting.relay"),
        )
        for name in SERVICES
    )
    web = _listening(
        "web",
        python("portal", "web"),
        8010 + offset,
        needs=("migrate",),
        ready=Answers("/health", (200, 503)),
        imports=("portal.app.web", "portal.app.server"),
    )
    consume = _listening(
        "consume",
        python("portal", "consume"),
        8001 + offset,
        needs=(*facts, "migrate"),
        imports=("portal.app.consumer",),
    )
    feed = _listening(
        "feed",
        python("portal", "feed"),
        8002 + offset,
        needs=(*facts, "migrate"),
        imports=("portal.app.feed",),
    )
    demo = Process(
        name="demo",
        command=python("portal", "demo"),
        ready=Finishes(),
        needs=(*SERVICES, *(relay.name for relay in relays), "migrate"),
        imports=("portal.demo.cases",),
    )
    front = _listening("front", python("deploy.local.front"), PUBLIC_PORT + offset, ready=Accepts())
    alone = given.get("RAPPORTEUR_DEMO") == "0" or given.get(WORLD) == "people"
    invented = () if alone else (demo,)
    ours = (*world, *services, *relays, web, consume, feed, *invented)
    if sys.platform != "linux" or given.get(FORKED) == "0":
        ours = tuple(replace(process, imports=()) for process in ours)
    return (*foundations, topics, migrate, front, *ours)


def _world(given: Mapping[str, str], *, needs: tuple[str, ...]) -> tuple[Process, ...]:
    """Return the process that tells an empty demonstration two years of work, before others ask."""
    if given.get("RAPPORTEUR_DEMO") == "0" or given.get(WORLD) in {"0", "people"}:
        return ()
    return (
        Process(
            name="world",
            command=python("deploy.local.world"),
            ready=Finishes(),
            needs=needs,
            imports=("deploy.local.world.load",),
        ),
    )


def partitions_of(topics: Path) -> int:
    """Return how many partitions the embedded broker's topics have; 0: there are none yet.

    A platform goes on with the number that its topics were created with (decision 0212).
    """
    each = Counter(path.parent for path in topics.glob("*/*.log"))
    return max(each.values(), default=0)


def settings(*, var: Path, offset: int, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that all processes share; what is ``given`` wins, ports excepted."""
    defaults = {
        "MALLOC_ARENA_MAX": "2",  # else each thread keeps what it once needed; as in the image
        "RAPPORTEUR_EVENTSTORE": f"esdb://127.0.0.1:{2113 + offset}?Tls=false",
        "RAPPORTEUR_KAFKA": f"127.0.0.1:{9092 + offset}",
        "RAPPORTEUR_DATABASE": f"sqlite:///{var}/portal.db",
        "RAPPORTEUR_ATTACHMENTS": str(var / "attachments"),
        "RAPPORTEUR_VAULT_DATABASE": f"sqlite:///{var}/vault.db",
        "RAPPORTEUR_APPROVALS_DATABASE": f"sqlite:///{var}/approvals.db",
        "RAPPORTEUR_FOLLOWUP_DATABASE": f"sqlite:///{var}/followup.db",
        "RAPPORTEUR_DEMO": "1",
        "RAPPORTEUR_DEMO_FILE": f"{var}/demo.json",
    }
    addresses = {
        f"RAPPORTEUR_{name.upper()}_URL": f"http://127.0.0.1:{port + offset}"
        for name, port in {**SERVICES, "web": 8010, "consume": 8001, "feed": 8002}.items()
    }
    if not given.get("RAPPORTEUR_KAFKA") and (kept := partitions_of(var / "broker" / "topics")):
        defaults["RAPPORTEUR_PARTITIONS"] = str(kept)
    return {**defaults, **given, **addresses, "PYTHONUNBUFFERED": "1"}


def _foundations(var: Path, offset: int, given: Mapping[str, str]) -> tuple[Process, ...]:
    eventstore = Process(
        name="eventstore",
        command=python(
            "deploy.local.eventstore",
            *("--port", str(2113 + offset)),
            *("--data", str(var / "eventstore.db")),
        ),
        port=2113 + offset,
        ready=Says("eventstore ready on"),
    )
    broker = Process(
        name="broker",
        command=python(
            "deploy.local.broker",
            *("--port", str(9092 + offset)),
            *("--data-dir", str(var / "broker")),
        ),
        port=9092 + offset,
        ready=Says("broker ready on"),
    )
    embedded = {"RAPPORTEUR_EVENTSTORE": eventstore, "RAPPORTEUR_KAFKA": broker}
    return tuple(process for setting, process in embedded.items() if not given.get(setting))


def _listening(
    name: str,
    command: tuple[str, ...],
    port: int,
    *,
    needs: tuple[str, ...] = (),
    ready: Readiness | None = None,
    imports: tuple[str, ...] = (),
) -> Process:
    return Process(
        name=name,
        command=command,
        port=port,
        needs=needs,
        ready=ready or Answers("/health/ready"),
        imports=imports,
        environment={"RAPPORTEUR_HTTP_PORT": str(port), "RAPPORTEUR_HTTP_HOST": "127.0.0.1"},
    )
