"""One KRaft node: its configuration, its process and its readiness."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local.apache_kafka.jars import fetched, java
from deploy.local.ports import free_port

# One node, so every internal topic has one replica; no waiting for more members, as on a laptop;
# short sessions so that tests of takeover are short.
CONFIGURATION = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
num.partitions=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
"""
MEMORY = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
SILENT_AT_MOST = 60.0  # seconds in which a node that starts writes nothing into its log
START_TAKES_AT_MOST = 240.0  # seconds, on a slow and busy machine
STOP_TAKES_AT_MOST = 20.0


SECURED = """\
process.roles=broker,controller
listeners=PLAINTEXT://127.0.0.1:{port},SCRAM://127.0.0.1:{scram},MUTUAL://127.0.0.1:{mutual},\
CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},SCRAM://127.0.0.1:{scram},\
MUTUAL://127.0.0.1:{mutual},CONTROLLER://127.0.0.1:{controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SCRAM:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.scram.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.mutual.ssl.client.auth=required
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={truststore}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
"""
"""What a secured node has besides: SCRAM and mutual TLS, and nothing allowed that is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """``keystore``: PEM, key and certificate; ``truststore``: PEM, to verify clients.

    ``users``: SCRAM user names and their passwords.
    """

    keystore: Path
    truststore: Path
    users: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """``plain`` is for administration on this machine: a client on it may do everything."""

    plain: int
    scram: int
    mutual: int


class NotStarted(Exception):
    """The node ended or stayed silent; the sentence holds the end of its log."""


def start_secured(directory: Path, secured: Secured) -> tuple[subprocess.Popen[bytes], Ports]:
    """Start a node that authenticates clients, as in production; otherwise as ``start``."""
    ports = Ports(plain=free_port(), scram=free_port(), mutual=free_port())
    besides = SECURED.format(
        port=ports.plain,
        scram=ports.scram,
        mutual=ports.mutual,
        controller="{controller}",
        keystore=secured.keystore,
        truststore=secured.truststore,
    )
    users = [
        part
        for name, password in secured.users.items()
        for part in ("--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]")
    ]
    process, _ = _started(directory, ports.plain, CONFIGURATION + besides, users)
    return process, ports


def start(directory: Path, port: int = 0) -> tuple[subprocess.Popen[bytes], str]:
    """Format the directory if necessary, start the node, wait until it answers.

    Returns the process, which the caller stops, and "127.0.0.1:PORT". Raises `Missing`,
    `NotFetched`, `NotStarted`.
    """
    return _started(directory, port or free_port(), CONFIGURATION, [])


def _started(
    directory: Path, port: int, template: str, users: Sequence[str]
) -> tuple[subprocess.Popen[bytes], str]:
    program, jars = java(), fetched()
    data = (directory / "data").resolve()
    data.mkdir(parents=True, exist_ok=True)
    configuration = directory / "server.properties"
    configuration.write_text(template.format(port=port, controller=free_port(), data=data))
    with (directory / "kafka.log").open("ab") as log:
        if not (data / "meta.properties").exists():
            _format(program, jars, configuration, users, log.fileno())
        process = subprocess.Popen(  # noqa: S603  the java of this machine
            [program, *MEMORY, "-cp", f"{jars}/*", "kafka.Kafka", str(configuration)],
            stdout=log,
            stderr=log,
        )
    try:
        _await_answer(process, port, directory / "kafka.log")
    except BaseException:
        process.kill()
        process.wait()
        raise
    return process, f"127.0.0.1:{port}"


def _format(program: str, jars: Path, configuration: Path, users: Sequence[str], log: int) -> None:
    tool = [program, "-cp", f"{jars}/*", "kafka.tools.StorageTool"]
    made = subprocess.run(  # noqa: S603  the java of this machine
        [*tool, "random-uuid"], capture_output=True, text=True, check=True
    )
    cluster = made.stdout.split()[-1]
    subprocess.run(  # noqa: S603  likewise
        [*tool, "format", "--standalone", "-t", cluster, "-c", str(configuration), *users],
        stdout=log,
        stderr=log,
        check=True,
    )


def _await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait as long as it gets on: how fast it does is the machine's."""
    began = told = time.monotonic()
    size = 0
    while time.monotonic() < min(told + SILENT_AT_MOST, began + START_TAKES_AT_MOST):
        if (now := log.stat().st_size) != size:
            size, told = now, time.monotonic()
        if process.poll() is not None:
            raise NotStarted(f"Apache Kafka ended with {process.returncode}; see kafka.log.")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            with contextlib.suppress(KafkaError):
                admin = KafkaAdminClient(
                    bootstrap_servers=f"127.0.0.1:{port}", bootstrap_timeout_ms=5000
                )
                try:
                    if admin.describe_cluster()["brokers"]:
                        return
                finally:
                    admin.close()
        time.sleep(0.2)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    raise NotStarted(f"Apache Kafka did not answer in {time.monotonic() - began:.0f} s:\n{last}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it in order, or by force when it takes too long."""
    process.terminate()
    try:
        process.wait(STOP_TAKES_AT_MOST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
