"""The parts of the running application that a view may use.

``create_app`` puts the parts in; a view takes them out here, so that it has no globals and a test
can pass its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app, g, has_request_context
from sqlalchemy import Engine

from portal.web.clock.moved import Moved
from portal.web.commands import Commands
from portal.web.recording import Note, RecordingVault
from shared.core.geneva import day_of
from shared.platform.settings import Settings
from shared.platform.vault import Vault

_KEY = "rapporteur"

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """``engine`` is the portal's own database; ``clock`` returns the real time, aware, in UTC.

    ``note`` puts on record what is read from the vault. The feed's process has neither vault nor
    commands: it can read no restricted text at all.
    """

    settings: Settings
    engine: Engine
    clock: Clock
    vault: Vault | None = None
    note: Note | None = None
    commands: Commands | None = None


class NotHere(Exception):
    """This process was built without that part."""


def init_app(app: Flask, parts: Parts) -> None:
    app.extensions[_KEY] = parts


def parts(app: Flask | None = None) -> Parts:
    """Return the parts of ``app``; without one, of that which answers the present request."""
    found: Parts = (app or current_app).extensions[_KEY]
    return found


def settings() -> Settings:
    return parts().settings


def vault() -> RecordingVault:
    """Return the vault. What it reveals is on record before: see ``portal.web.audit``."""
    found, note = parts().vault, parts().note
    if found is None or note is None:
        raise NotHere
    return RecordingVault(found, note)


def commands() -> Commands:
    found = parts().commands
    if found is None:
        raise NotHere
    return found


def now() -> datetime:
    """The time as everybody sees it, aware, in UTC: a demonstration's clock can be moved."""
    return real_now() + ahead()


def real_now() -> datetime:
    """The real time: of sessions, tokens and limits (decision 0051)."""
    return parts().clock()


def ahead() -> timedelta:
    """How far the clock was moved; asked once in a request."""
    if has_request_context() and "ahead" in g:
        kept: timedelta = g.ahead
        return kept
    here = parts()
    found = Moved(here.settings, here.engine, here.clock).ahead()
    if has_request_context():
        g.ahead = found
    return found


def today() -> date:
    """The day in Geneva, by the same clock."""
    return day_of(now())
