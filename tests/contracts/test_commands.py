"""Commands stand in the contracts: under one name each, and what is sent is what is understood."""

from dataclasses import MISSING, fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from services.followup.app import service as followup
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.commands import NAMES, Command, address, data_of
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.platform.settings import Settings
from tests.contracts.made import made_of

SERVICES = (
    INTAKE_SERVICE,
    APPROVALS_SERVICE,
    followup(Settings(demo=True)),
    STAKEHOLDERS_SERVICE,
)
COMMANDS: tuple[type[Command], ...] = get_args(Command)


def test_every_command_has_one_name_at_one_service() -> None:
    named = [(names.service, name, cls) for names in NAMES for name, cls in names.types.items()]
    assert len({(service, name) for service, name, _ in named}) == len(named)
    assert sorted(map(repr, (cls for *_, cls in named))) == sorted(map(repr, COMMANDS))
    assert {cls: address(cls) for cls in COMMANDS} == {
        cls: (service, name) for service, name, cls in named
    }


def test_a_service_takes_all_of_its_commands_and_rules_on_each() -> None:
    for service, names in zip(SERVICES, NAMES, strict=True):
        assert service.name == names.service
        assert dict(service.commands) == dict(names.types)
        ruled = [command for command, _ in service.deciders]
        assert len(ruled) == len(set(ruled))
        assert set(names.types.values()) <= set(ruled)


def test_only_a_demonstration_moves_its_clock() -> None:
    assert AdvanceDemoClock not in FOLLOWUP_SERVICE.commands.values()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: "-".join(address(one)))
def test_what_is_sent_is_what_is_understood(command: type[Command]) -> None:
    """A default that is left out means what one written out means.

    The outbox keeps commands of older releases, which may have left it out.
    """
    understood: TypeAdapter[Command] = TypeAdapter(command)
    optional = [field for field in fields(command) if field.default is not MISSING]
    defaults = {field.name: from_json(to_json(field.default)) for field in optional}
    assert all(field.default_factory is MISSING for field in fields(command))

    @settings(max_examples=10)
    @given(made_of(command))
    def sent(one: Any) -> None:
        data = from_json(to_json(data_of(one)))
        assert understood.validate_python(data) == one
        short = {name: value for name, value in data.items() if name not in defaults}
        whole = {**data, **defaults}
        assert understood.validate_python(short) == understood.validate_python(whole)

    sent()
