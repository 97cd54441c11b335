"""Generator of docs/events.md and docs/asyncapi.json: ``python -m shared.docs``."""

import dataclasses
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.contracts import Contract
from shared.contracts.all import CONTRACTS

_DOCS = Path(__file__).parent.parent / "docs"
_HEADERS = {
    "ce_specversion": "always 1.0",
    "ce_id": "the event's id; the same however often it is published",
    "ce_type": "wire name and version, such as admissibility-confirmed.v1",
    "ce_source": "the service",
    "ce_subject": "the event's stream",
    "ce_time": "when it was recorded",
    "ce_position": "the event store's position; grows within a partition",
    "ce_correlationid": "the case; never changes along it",
    "ce_causationid": "the command, or the fact that a policy reacted to",
    "ce_actor": "the opaque id of the actor",
    "traceparent": "W3C trace context, if tracing is on",
    "ce_ahead": "days by which the clock of a demonstration was moved then; never outside one",
}


def events() -> str:
    """Return every published fact, by topic, in Markdown."""
    return "\n".join(_events()) + "\n"


def _events() -> Iterator[str]:
    yield "# Events"
    yield ""
    yield "Generated from `shared/contracts` by `make docs`. The names never change."
    yield ""
    yield "Every message is a CloudEvent in binary mode. Its key is the stream; its headers:"
    yield ""
    yield "| header | is |"
    yield "| --- | --- |"
    for name, meaning in _HEADERS.items():
        yield f"| `{name}` | {meaning} |"
    for contract in CONTRACTS:
        yield ""
        yield f"## `{contract.topic}`"
        yield ""
        yield (inspect.getdoc(inspect.getmodule(next(iter(contract.catalogue))[1])) or "").strip()
        for name, cls in contract.catalogue:
            yield ""
            yield f"### `{name}.v{contract.catalogue.version(name)}`"
            said = inspect.getdoc(cls) or ""
            if not said.startswith(f"{cls.__name__}("):
                yield ""
                yield said
            yield ""
            yield "| field | type |"
            yield "| --- | --- |"
            for field in dataclasses.fields(cls):
                yield f"| `{field.name}` | {_type(field.type)} |"


def _type(of: Any) -> str:
    text = of if isinstance(of, str) else inspect.formatannotation(of)
    for module in ("shared.core.message.", "shared.contracts.intake.", "typing.", "datetime."):
        text = text.replace(module, "")
    for contract in CONTRACTS:
        text = text.replace(f"shared.contracts.{contract.service}.", "")
    escaped = text.replace("collections.abc.", "").replace("|", "\\|")
    return f"`{escaped}`"


def asyncapi() -> str:
    """Return an AsyncAPI 3.0 document of all topics, as JSON."""
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rapporteur",
            "version": "1",
            "description": "Facts, with one topic for each service.",
        },
        "defaultContentType": "application/json",
        "channels": {contract.service: _channel(contract) for contract in CONTRACTS},
        "operations": {
            f"{contract.service}-tells": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{contract.service}"},
            }
            for contract in CONTRACTS
        },
        "components": {
            "messageTraits": {
                "cloudevent": {
                    "headers": {
                        "type": "object",
                        "properties": {
                            name: {"type": "string", "description": meaning}
                            for name, meaning in _HEADERS.items()
                        },
                    }
                }
            }
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _channel(contract: Contract) -> dict[str, Any]:
    return {
        "address": contract.topic,
        "messages": {
            name: {
                "name": f"{name}.v{contract.catalogue.version(name)}",
                "traits": [{"$ref": "#/components/messageTraits/cloudevent"}],
                "payload": _embed_schema(contract, name),
            }
            for name, _ in contract.catalogue
        },
    }


def _embed_schema(contract: Contract, name: str) -> dict[str, Any]:
    """The fact's JSON schema, with its references made absolute."""
    text = json.dumps(contract.catalogue.schema(name))
    place = f"#/channels/{contract.service}/messages/{name}/payload/$defs/"
    schema: dict[str, Any] = json.loads(text.replace("#/$defs/", place))
    return schema


DOCUMENTS = {"events.md": events, "asyncapi.json": asyncapi}


def main() -> None:
    for name, write in DOCUMENTS.items():
        (_DOCS / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
