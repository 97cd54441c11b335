"""What a view may ask the running application for.

``create_app`` puts the parts in; a view takes them out here, so that it has no globals and a test
can hand in its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import Engine

from portal.commands import Commands
from shared.settings import Settings
from shared.vault import Vault

_KEY = "rapporteur"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """``engine`` is the portal's own database; ``clock`` returns aware UTC."""

    settings: Settings
    engine: Engine
    vault: Vault
    commands: Commands
    clock: Clock


def init_app(app: Flask, parts: Parts) -> None:
    app.extensions[_KEY] = parts


def parts() -> Parts:
    found: Parts = current_app.extensions[_KEY]
    return found


def settings() -> Settings:
    return parts().settings


def vault() -> Vault:
    return parts().vault


def commands() -> Commands:
    return parts().commands


def now() -> datetime:
    """The time, aware, in UTC, by the application's clock."""
    return parts().clock()
