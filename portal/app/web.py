"""The ``web`` process: pages and JSON API."""

from flask import Flask

from portal.app.pages import create_app
from portal.web.clock.moved import Moved
from portal.web.commands import Commands, client
from shared.platform import telemetry
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault


def start(settings: Settings) -> Flask:
    """Return the application on real parts."""
    telemetry.start_logging(settings.log_level)
    telemetry.start(settings.telemetry, "portal-web")
    vault = Vault(
        make_engine(settings.vault_database, durable=True, pool=settings.pool),
        settings.vault_key_list,
    )
    engine = make_engine(settings.database, durable=True, pool=settings.pool)
    clock = Moved(settings, engine)
    return create_app(
        settings,
        engine=engine,
        vault=vault,
        commands=Commands(
            settings, clock.real, client(settings), settings.secret_key_list, vault, clock.ahead
        ),
        clock=clock.real,
    )
