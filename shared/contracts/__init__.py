"""The facts that the services publish, with one topic for each service."""

from dataclasses import dataclass

from shared.core.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A service's published language. ``topic`` is ``<service>.events``."""

    service: str
    catalogue: Catalogue

    @property
    def topic(self) -> str:
        return f"{self.service}.events"
