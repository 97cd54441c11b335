"""The facts that the services publish, one topic each, and the commands that they take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.contracts.feed import Feed
from shared.core.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A service's published facts. ``topic`` is ``<service>.events``.

    ``feed``: what the Committee's feed shows of them. Default deny: a fact that is not named has no
    line, and a new field of a fact is not shown until somebody names it.
    """

    service: str
    catalogue: Catalogue
    feed: Feed = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return f"{self.service}.events"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandNames:
    """The commands that people can send to a service: each class by its wire name.

    Wire names are written out by hand, so that renaming a class changes nothing on the wire.
    """

    service: str
    types: Mapping[str, type]
