"""Wire names, versions and upcasters for one service's events, or one topic's facts."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pydantic import TypeAdapter
from pydantic_core import from_json

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


class Catalogue:
    """Maps a wire name to its class, and lifts old payloads to today's shape.

    Wire names are written out by hand, so that renaming a class never touches history. The n-th
    upcaster of a name turns its version n into n + 1.
    """

    def __init__(
        self,
        types: Mapping[str, type],
        upcasters: Mapping[str, tuple[Upcaster, ...]] | None = None,
    ) -> None:
        self._types = dict(types)
        self._name_of = {cls: name for name, cls in types.items()}
        self._adapter: dict[str, TypeAdapter[Any]] = {
            name: TypeAdapter(cls) for name, cls in types.items()
        }
        self._upcasters = dict(upcasters or {})

    def version(self, name: str) -> int:
        return len(self._upcasters.get(name, ())) + 1

    def name_of(self, cls: type) -> str:
        return self._name_of[cls]

    def encode(self, event: object) -> tuple[str, int, bytes]:
        """Return wire name, version and JSON."""
        name = self.name_of(type(event))
        return name, self.version(name), self._adapter[name].dump_json(event)

    def decode(self, name: str, version: int, data: bytes) -> Any:
        lifts = self._upcasters.get(name, ())[version - 1 :]
        if not lifts:
            return self._adapter[name].validate_json(data)
        payload = from_json(data)
        for lift in lifts:
            payload = lift(payload)
        return self._adapter[name].validate_python(payload)

    def schema(self, name: str) -> dict[str, Any]:
        """The JSON schema of the newest version."""
        return self._adapter[name].json_schema()

    def __contains__(self, name: str) -> bool:
        return name in self._adapter

    def __iter__(self) -> Iterator[tuple[str, type]]:
        return iter(self._types.items())
