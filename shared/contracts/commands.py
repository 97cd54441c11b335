"""Every command that people can ask for, and where each goes."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias

from pydantic_core import to_jsonable_python

from shared.contracts import (
    approvals_commands,
    followup_commands,
    intake_commands,
    stakeholders_commands,
)
from shared.contracts.approvals_commands import APPROVALS_COMMANDS
from shared.contracts.followup_commands import FOLLOWUP_COMMANDS
from shared.contracts.intake_commands import INTAKE_COMMANDS
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS

Command: TypeAlias = (
    intake_commands.Command
    | approvals_commands.Command
    | followup_commands.Command
    | stakeholders_commands.Command
)

NAMES = (INTAKE_COMMANDS, APPROVALS_COMMANDS, FOLLOWUP_COMMANDS, STAKEHOLDERS_COMMANDS)
_ADDRESS = {cls: (names.service, name) for names in NAMES for name, cls in names.types.items()}


def address(command: Command | type[Command]) -> tuple[str, str]:
    """Return the service for the command, or its class, and its wire name."""
    return _ADDRESS[command if isinstance(command, type) else type(command)]


def stored(command: Command) -> tuple[str, str, dict[str, Any]]:
    """Return service, wire name and fields, as what outlives this process keeps them."""
    service, name = address(command)
    return service, name, to_jsonable_python(data_of(command))


def data_of(command: Command) -> Mapping[str, Any]:
    """Return the fields as sent, all of them: defaults included."""
    return {field.name: getattr(command, field.name) for field in fields(command)}
