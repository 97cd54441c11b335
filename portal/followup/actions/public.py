"""What is done about a recommendation, as everybody reads it, and what its page shows of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.followup.actions import queries, shown, words
from portal.followup.actions.shown import Shown
from portal.followup.recommendations.shared_with import Recommendation
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, known, public, signed_in
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from shared.core.message import Sealed

_AT_ONCE: Final = 5
bp = Blueprint("publicactions", __name__, url_prefix="/actions-on")


@bp.get("/<uuid:recommendation_id>")
@public
@in_every_language
def show(recommendation_id: UUID) -> str:
    with engine().connect() as conn:
        about = shown.public(conn, str(recommendation_id))
        if about is None:
            raise NotFound
        some = _page(conn, about.recommendation_id)
        account = signed_in()
        by = known(account) if account else None
        back = shown.takes_back(conn, by, [one.action_id for one in some]) if by else ()
    return htmx.render(
        "actions/public.html",
        block="content",
        about=about,
        some=some,
        opened=_opened(some),
        takes_back=back,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.app_template_global()
def acted_on(recommendation_ids: Collection[str]) -> frozenset[str]:
    """Return of which of these everybody reads what is done about them."""
    with engine().connect() as conn:
        return shown.acted_on(conn, recommendation_ids)


@bp.app_template_global()
def owns_actions() -> bool:
    """Return whether whoever reads this page implements recommendations."""
    return current_actor().has(*queries.OWNERS)


@bp.app_template_global()
def actions_on(about: Recommendation) -> Mapping[str, object]:
    """Return what the page of a recommendation shows of actions, for whoever reads that page."""
    actor = current_actor()
    with engine().connect() as conn:
        some = _page(conn, about.recommendation_id)
        ids = [one.action_id for one in some]
        back = shown.takes_back(conn, actor, ids)
        files = shown.number_of_files(conn, actor, ids)
    owner = queries.owner_of(actor, about.addressee)
    return {
        "some": some,
        "opened": _opened(some, everybody=about.published_at is not None),
        "takes_back": back,
        "files": files,
        "plans": owner is not None and about.closed is None and not about.let_go_at,
        "words": words,
        "state_name": names.recipient,
    }


def _page(conn: Connection, recommendation_id: str) -> paging.Page[Shown]:
    """Anybody asks for it, so it has so much and no more."""
    rows = paging.cut(conn, shown.about(recommendation_id), "acts", paging.asked, size=_AT_ONCE)
    return rows.of(shown.of_rows(conn, rows))


def _opened(some: Sequence[Shown], *, everybody: bool = True) -> Mapping[str, str | None]:
    """Open their texts by their ciphers; on record, where not everybody reads them."""
    sealed: list[Sealed] = [text for one in some for text in one.sealed]
    if not sealed:
        return {}
    texts = vault().reveal_public(sealed) if everybody else vault().reveal_all(sealed)
    return dict(zip((text.cipher for text in sealed), texts, strict=True))
