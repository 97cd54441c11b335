"""The composition root of the pages: the only module that knows all parts of the portal."""

from typing import Any

import structlog
from flask import Flask, request
from sqlalchemy import Engine
from typing_extensions import override
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.app.areas import AREAS
from portal.casefile.attachments import views as attachments
from portal.web import area, context, htmx, measures, origin, presentation, static_files, tracing
from portal.web.accounts import access, fresh, navigation
from portal.web.accounts.reads import Reads
from portal.web.addresses import LateRule
from portal.web.answers import compressed, errors, garbled, headers
from portal.web.clock.moved import Moved
from portal.web.commands import Commands
from portal.web.context import Clock, Parts
from portal.web.i18n import asked
from portal.web.sizes import FORM_BYTES
from shared.platform.settings import Settings
from shared.platform.vault import Vault

log = structlog.get_logger(__name__)


class Portal(Flask):
    """Flask, that logs where a page failed and not what it was about."""

    url_rule_class = LateRule

    @override
    def log_exception(self, exc_info: Any) -> None:
        log.error("page failed", endpoint=request.endpoint, exc_info=exc_info[1])


def create_app(
    settings: Settings, *, engine: Engine, vault: Vault, commands: Commands, clock: Clock
) -> Flask:
    """Build the portal.

    ``engine``: the portal's database, migrated. ``commands``: asks a service. ``clock``: the real
    time, aware, in UTC.
    """
    note = Reads(engine, Moved(settings, engine, clock)).note
    return build(
        Parts(
            settings=settings,
            engine=engine,
            vault=vault,
            note=note,
            commands=commands,
            clock=clock,
        )
    )


def build(parts: Parts) -> Flask:
    """Build the portal on these parts, all of them given."""
    settings = parts.settings
    app = Portal("portal")
    app.config.update(_config(settings))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "cache_size": -1}
    context.init_app(app, parts)
    garbled.init_app(app)
    tracing.init_app(app)
    measures.init_app(app)
    htmx.init_app(app)
    compressed.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    static_files.init_app(app)
    attachments.init_app(app)
    asked.init_app(app)
    access.init_app(app, settings)
    fresh.init_app(app)
    presentation.init_app(app)
    navigation.init_app(app)
    area.init_app(app, AREAS)
    asked.add_addresses(app)
    origin.init_app(app)
    # One proxy stands in front, always: the laptop's front or the cluster's gateway.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # as Flask's documentation does
    return app


def _config(settings: Settings) -> dict[str, object]:
    newest, *older = settings.secret_key_list
    return {
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        "MAX_CONTENT_LENGTH": FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": 500,
    }
