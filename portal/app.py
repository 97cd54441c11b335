"""The composition root of the pages: the only place that knows all parts of the portal."""

from typing import Any

import structlog
from flask import Blueprint, Flask, request
from sqlalchemy import Engine
from typing_extensions import override
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import (
    context,
    errors,
    headers,
    health,
    home,
    htmx,
    measures,
    origin,
    presentation,
    static_files,
    tracing,
)
from portal.accounts import (
    access,
    addresses,
    administration,
    arrival,
    confirming,
    fresh,
    provider,
    security,
)
from portal.accounts import views as accounts
from portal.activity import views as activity
from portal.api import views as api
from portal.attachments import views as attachments
from portal.attachments.sizes import FORM_BYTES
from portal.audit import views as audit
from portal.audit.reads import Reads
from portal.channel import views as channel
from portal.commands import Commands
from portal.communications import views as communications
from portal.contactpoints import views as contactpoints
from portal.context import Clock, Parts
from portal.demo import views as demo
from portal.drafts import views as drafts
from portal.forgetting import views as forgetting
from portal.help import views as help_
from portal.identity import views as identity
from portal.letters import views as letters
from portal.mandatesettings import views as mandatesettings
from portal.notices import views as notices
from portal.publication import decisions as publication
from portal.recommendations import inviting as recommendations
from portal.register import bulletin as register
from portal.replies import views as replies
from portal.search import views as search
from portal.selection import views as selection
from portal.statements import views as statements
from portal.submissions import views as submissions
from portal.times import views as times
from portal.triage import views as triage
from shared.platform.settings import Settings
from shared.platform.vault import Vault

# One line for each area; its views say themselves who may open them (portal/accounts/access.py).
BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    help_.bp,
    accounts.bp,
    arrival.bp,
    provider.bp,
    security.bp,
    administration.bp,
    addresses.bp,
    confirming.bp,
    health.bp,
    api.bp,
    submissions.bp,
    drafts.bp,
    channel.bp,
    attachments.bp,
    identity.bp,
    contactpoints.bp,
    mandatesettings.bp,
    triage.bp,
    communications.bp,
    letters.bp,
    times.bp,
    notices.bp,
    activity.bp,
    replies.bp,
    statements.bp,
    publication.bp,
    register.bp,
    recommendations.bp,
    selection.bp,
    search.bp,
    audit.bp,
    forgetting.bp,
    demo.bp,
)

log = structlog.get_logger(__name__)


class Portal(Flask):
    """Flask, that logs where a page failed and not what it was about."""

    @override
    def log_exception(self, exc_info: Any) -> None:
        log.error("page failed", endpoint=request.endpoint, exc_info=exc_info[1])


def create_app(
    settings: Settings, *, engine: Engine, vault: Vault, commands: Commands, clock: Clock
) -> Flask:
    """Build the portal.

    ``engine``: the portal's database, migrated. ``commands``: asks a service. ``clock``: the time,
    aware, in UTC.
    """
    note = Reads(engine, clock).note
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
    app = Portal(__name__)
    app.config.update(_config(settings))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    context.init_app(app, parts)
    tracing.init_app(app)
    measures.init_app(app)
    htmx.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    static_files.init_app(app)
    attachments.init_app(app)
    access.init_app(app, settings)
    fresh.init_app(app)
    presentation.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
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
