"""What a source asks of intake beside filing, from a return channel or from its account's page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.channel.forms import DevelopmentForm
from portal.commands import Accepted
from portal.context import commands, vault
from shared.actor import Actor
from shared.message import derive_id


def ask(type_: str, data: Mapping[str, Any], *, of: str, by: Actor, command_id: UUID) -> Accepted:
    """Ask for a command about the submission ``of``. Raises ``CommandRefused``."""
    return commands().ask(
        "intake",
        type_,
        {"submission_id": of, **data},
        by=by,
        command_id=command_id,
        correlation_id=UUID(of),
    )


def add_development(form: DevelopmentForm, *, of: str, by: Actor) -> Accepted:
    """Add what the form says. Raises ``CommandRefused`` and ``Forgotten``."""
    added = {
        "development_id": str(derive_id("development", form.id)),
        "text": vault().seal(f"submission-{of}", form.text.data or ""),
    }
    return ask("add-development", added, of=of, by=by, command_id=form.id)
