"""The commands of the registry: those in the contract, and those that this service asks itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.contracts import stakeholders_registry_commands
from shared.contracts.stakeholders_registry import Form, Kind, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMandate:
    """Only this service's own clock sends it, for the mandates of the reference data."""

    mandate: str
    titles: Mapping[str, str]
    kind: Kind
    form: Form
    resolution: Resolution
    latest: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class PassDay:
    """Only this service's own clock sends it. ``on``: today."""

    mandate: str
    on: date


Command: TypeAlias = stakeholders_registry_commands.Command | ImportMandate | PassDay
