"""Strict schemas of custom resources, made of the operators' own definitions.

What a definition says in CEL is not checked.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from deploy.k8s.definitions import definitions
from deploy.k8s.render import Object, name

BUILT_IN = ("v1", "apps/v1", "batch/v1", "policy/v1", "autoscaling/v2", "networking.k8s.io/v1")


@cache
def validators() -> Mapping[tuple[str, str], Draft202012Validator]:
    """Return a validator for each custom (apiVersion, kind)."""
    return {
        key: Draft202012Validator(schema)
        for definition in definitions()
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
