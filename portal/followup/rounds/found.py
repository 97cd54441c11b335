"""What the views of follow-up rounds find: the round as this person sees it, or 404."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from flask import url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.shared_with import Recommendation, narrowed
from portal.followup.rounds import queries
from portal.followup.rounds.published import Head
from portal.followup.rounds.queries import Own, Round
from portal.followup.rounds.read_model import before as passed
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.paging import first
from shared.core.message import Sealed, derive_id
from shared.reference.rounds import ROWS

KEYS: Final = "followupround"
"""The kind of the subjects of what is said in a round."""


def ours(round_id: UUID) -> Round:
    with engine().connect() as conn:
        one = queries.find(conn, current_actor(), str(round_id))
    if one is None:
        raise NotFound
    return one


def asked(round_id: UUID) -> Own:
    with engine().connect() as conn:
        one = queries.own(conn, current_actor(), str(round_id))
    if one is None:
        raise NotFound
    return one


def before(conn: Connection, round_id: str) -> list[str]:
    """Return the mandates whose it was before it went to another. Ask before who looks."""
    had = passed.c
    these = select(had.mandate).where(had.round_id == round_id).order_by(had.mandate)
    return list(conn.scalars(these))


def about(one: Round) -> About:
    return About(
        address=url_for("rounds.show", round_id=one.round_id),
        case=case_of(one.round_id),
        back=gettext("The follow-up round"),
        caption=caption(one),
    )


def about_own(one: Own, page: str = "rounds.answer") -> About:
    return About(
        address=url_for(page, round_id=one.round_id),
        case=case_of(one.round_id),
        back=gettext("The follow-up round"),
        caption=caption(one),
    )


def caption(one: Round | Own | Head) -> str:
    return gettext(
        "%(mandate)s, %(state)s",
        mandate=names.mandate(one.mandate),
        state=names.recipient(one.state),
    )


def case_of(round_id: str) -> UUID:
    return derive_id("round case", round_id)


def seen_rows(
    conn: Connection, ids: Sequence[str]
) -> Mapping[str, tuple[Recommendation, str | None]]:
    """Return those recommendations that exist for this person, with their texts."""
    this = recommendations.c.recommendation_id.in_(ids)
    found = list(narrowed(conn, current_actor(), this, "rows", first, size=ROWS))
    texts = texts_of(found)
    return {one.recommendation_id: (one, text) for one, text in zip(found, texts, strict=True)}


def sealed(item_id: str, text: str) -> Sealed:
    """Seal an answer, a comment, a name or a situation: each has its own key."""
    return vault().seal(subject_of(item_id), text)


def subject_of(item_id: str) -> str:
    return f"{KEYS}-{item_id}"


def opened(some: Sequence[Sealed | None]) -> Mapping[str, str | None]:
    """Open them by their ciphers, all at once. None: erased."""
    those = [one for one in some if one is not None]
    texts = vault().reveal_all(those) if those else []
    return dict(zip((one.cipher for one in those), texts, strict=True))
