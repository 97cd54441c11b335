"""``python -m deploy.k8s.generate``: the parts of the manifests that follow from the code.

These are the topics and users of Kafka, the groups by which processes scale, and the pages that the
gateway says by itself. Each process may do what its code does: a relay writes to its own topic, and
no other process writes at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import indent
from typing import Final, TypeAlias

from portal.app.consumer import GROUP
from portal.app.read_models import READ_MODELS
from portal.web.bare import AWAY, TOO_LARGE, TOO_LATE, Words, page_in_all
from portal.web.i18n.languages import ready
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import service as followup_service
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.all import CONTRACTS
from shared.hosting.service import Service
from shared.platform.settings import Settings
from shared.read_models.beside import beside
from shared.read_models.model import ReadModel

HERE: Final = Path(__file__).parent
_SETTINGS: Final = Settings()
PARTITIONS: Final = int(Settings.model_fields["partitions"].default)
SERVICES: Final[Sequence[Service]] = (
    INTAKE_SERVICE,
    APPROVALS_SERVICE,
    followup_service(_SETTINGS),
    STAKEHOLDERS_SERVICE,
)
REPLICAS: Final = 3
"""The most of a service; of ``consume`` one more, as a rebuild is to be done by four."""
_TOPICS: Final = tuple(contract.topic for contract in CONTRACTS)

Right: TypeAlias = tuple[str, str, str]
"""Kind and name of the resource, and the operations on it."""

ANSWERS: Final[Mapping[str, Words]] = {
    "gateway-away": AWAY,
    "gateway-too-large": TOO_LARGE,
    "gateway-too-late": TOO_LATE,
}
"""What the gateway says by itself, by the ConfigMap that has it (decision 0180)."""

_READ: Final = "[Describe, Read]"
_RIGHTS: Final = """\
#!/bin/sh
# Written by python -m deploy.k8s.generate; do not edit.
# Gives every process its rights on a Kafka that is there already; the users exist
# (docs/kubernetes.md). Run it where Kafka's tools are:
#   rights.sh --bootstrap-server HOST:PORT --command-config ADMIN.properties
set -eu
connection="$*"
# $connection is several words
allow() {
  user=$1
  shift
  # shellcheck disable=SC2086
  kafka-acls.sh $connection --add --allow-principal "User:$user" "$@"
}
"""
_HEAD: Final = "# Written by python -m deploy.k8s.generate; do not edit.\n"


def kept(service: Service) -> list[ReadModel]:
    return [applier.model for applier in service.keeps(_SETTINGS)]


def groups(service: Service) -> list[str]:
    """Return the consumer groups of a service."""
    own = [service.name] if service.listens else []
    return [*own, *(model.consumer for model in kept(service))]


def heard(service: Service) -> set[str]:
    """Return the topics that a service reads."""
    topics = {contract.topic for contract in service.listens}
    return topics | {one.topic for model in kept(service) for one in model.contracts}


def rights() -> Iterator[tuple[str, list[Right]]]:
    """Return every user of Kafka with its rights; each user has the name of its process."""
    for service in SERVICES:
        # Who hears nothing still asks whether Kafka is there.
        found = [*_reading(heard(service), [*groups(service), *_beside(kept(service))])]
        yield service.name, found or [("topic", service.contract.topic, "[Describe]")]
    for service in SERVICES:
        topic = ("topic", service.contract.topic, "[Describe, Read, Write]")
        yield f"relay-{service.name}", [topic, *_reading((), [f"relay.{service.name}"])]
    told = {one.topic for model in READ_MODELS for one in model.contracts}
    alone = [model.consumer for model in READ_MODELS]  # whoever cannot go on with the others
    yield "consume", [*_reading(told, [GROUP, *alone, *_beside(READ_MODELS)])]
    yield "feed", [*_reading(_TOPICS, ())]
    yield "topics", [("topic", topic, "[Create, Describe]") for topic in _TOPICS]


def _reading(topics: Iterable[str], groups: Iterable[str]) -> Iterator[Right]:
    yield from (("topic", topic, _READ) for topic in sorted(topics))
    yield from (("group", group, _READ) for group in sorted(groups))


def written() -> Mapping[Path, str]:
    """Return the generated files and their contents."""
    every = sorted({*(group for s in SERVICES for group in groups(s)), GROUP})
    seen = [("topic", topic, "[Describe]") for topic in _TOPICS]
    seen += [("group", group, "[Describe]") for group in every]
    scaled = [(service.name, groups(service), True) for service in SERVICES if groups(service)]
    return {
        HERE / "components/kafka/topics.yaml": _HEAD + "---\n".join(map(_topic, _TOPICS)),
        HERE / "components/kafka/users.yaml": _HEAD + "---\n".join(_user(*one) for one in rights()),
        HERE / "components/existing/rights.sh": _RIGHTS + "".join(map(_granted, rights())),
        HERE / "components/autoscale/user.yaml": _HEAD + _user("keda", seen),
        HERE / "components/autoscale/lag.yaml": _HEAD
        + "---\n".join(_scaled(*one) for one in [*scaled, ("consume", [GROUP], False)]),
        HERE / "components/gateway-envoy/pages.yaml": _HEAD
        + "---\n".join(_answer(*one) for one in ANSWERS.items()),
    }


def _beside(models: Iterable[ReadModel]) -> list[str]:
    """Return the groups that build their next generations."""
    return [beside(model.consumer) for model in models]


def _topic(topic: str) -> str:
    return f"""\
apiVersion: kafka.strimzi.io/v1
kind: KafkaTopic
metadata:
  name: {topic}
  labels: {{strimzi.io/cluster: kafka}}
spec:
  partitions: {PARTITIONS}
  replicas: 3
  config: {{retention.ms: -1}}
"""


def _user(name: str, rights: Iterable[Right]) -> str:
    acls = "".join(
        f"      - {{resource: {{type: {kind}, name: {one}}}, operations: {operations}}}\n"
        for kind, one, operations in rights
    )
    return f"""\
apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata:
  name: {name}
  labels: {{strimzi.io/cluster: kafka}}
spec:
  authentication: {{type: scram-sha-512}}
  authorization:
    type: simple
    acls:
{acls}"""


def _granted(user_and_rights: tuple[str, list[Right]]) -> str:
    """Return the commands of Kafka's own tool that give a user its rights."""
    user, had = user_and_rights
    return "".join(
        f"allow {user} --{kind} {one} "
        + " ".join(f"--operation {operation}" for operation in operations.strip("[]").split(", "))
        + "\n"
        for kind, one, operations in had
    )


def _scaled(name: str, groups: Iterable[str], by_processor: bool) -> str:  # noqa: FBT001  # a row's column
    processor = """\
    - type: cpu
      metricType: Utilization
      metadata: {value: "70"}
"""
    lag = "".join(
        f"""\
    - type: kafka
      authenticationRef: {{name: keda-kafka}}
      metadata:
        bootstrapServers: kafka-kafka-bootstrap.rapporteur.svc:9093
        consumerGroup: {group}
        lagThreshold: "500"
        offsetResetPolicy: earliest
        excludePersistentLag: "true"
        sasl: scram_sha512
        tls: enable
"""
        for group in groups
    )
    return f"""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {name}
spec:
  scaleTargetRef: {{name: {name}}}
  minReplicaCount: 2
  maxReplicaCount: {REPLICAS + (name == "consume")}
  fallback: {{failureThreshold: 5, replicas: 2}}
  triggers:
{processor if by_processor else ""}{lag}"""


def _answer(name: str, words: Words) -> str:
    # Envoy would replace what stands between percent signs.
    page = page_in_all(*words, languages=ready()).replace("%", "%%")
    return f"""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
data:
  response.body: |
{indent(page, "    ")}"""


def main() -> None:
    for file, text in written().items():
        file.write_text(text)


if __name__ == "__main__":
    main()
