"""What the views of actions find: the action of this person's Government or institution, or 404."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import url_for
from sqlalchemy import Connection, and_, or_, select
from werkzeug.exceptions import NotFound

from portal.followup.actions import queries
from portal.followup.actions.queries import Action, Indicator, Texts
from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.shared_with import Recommendation, narrowed
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.paging import first
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id

OFFERED = 200
"""So many recommendations are offered in a form, the newest; any other on its own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An action with its texts, links and indicators, for its owner."""

    one: Action
    links: Mapping[str, str]
    texts: Texts
    indicators: Sequence[Indicator]

    @property
    def stays_back(self) -> bool:
        """Whether all that the office took back would be published again: the service's rule."""
        shown = [each for each in self.indicators if not each.archived]
        values = {day.report_id for each in shown for day in each.dues}
        ids = {self.one.revision_id, self.one.report_id, *(each.indicator_id for each in shown)}
        return self.one.barred and self.one.published_texts <= ids | values

    def text(self, item_id: str | None, name: str = "text") -> Sealed | None:
        return self.texts.get((item_id or "", name))


def ours(action_id: UUID) -> Action:
    with engine().connect() as conn:
        one = queries.find(conn, current_actor(), str(action_id))
    if one is None:
        raise NotFound
    return one


def working(action_id: UUID) -> Action:
    one = ours(action_id)
    if one.archived:
        raise NotFound
    return one


def whole(action_id: UUID) -> Whole:
    one = ours(action_id)
    with engine().connect() as conn:
        return Whole(
            one=one,
            links=queries.links_of(conn, one.action_id),
            texts=queries.texts_of(conn, [one.action_id])[one.action_id],
            indicators=queries.indicators_of(conn, one.action_id),
        )


def indicator(action_id: UUID, indicator_id: UUID) -> tuple[Whole, Indicator]:
    found = whole(action_id)
    some = [one for one in found.indicators if one.indicator_id == str(indicator_id)]
    if not some or found.one.archived:
        raise NotFound
    return found, some[0]


def about(one: Action) -> About:
    return About(
        address=url_for("actions.show", action_id=one.action_id),
        case=case_of(one.action_id),
        back=gettext("The action"),
        caption=caption(one.state),
    )


def caption(state: str) -> str:
    return gettext("Recommendations to the State: %(state)s", state=names.recipient(state))


def by(one: Action) -> Actor:
    """Return who asks for its owner: of an institution under the entry that planned it.

    Entries of the register that were merged are one, of which services know nothing.
    """
    actor = current_actor()
    return replace(actor, organisation_id=one.owner) if one.owner_kind == "nhri" else actor


def case_of(action_id: str) -> UUID:
    return derive_id("action case", action_id)


def linkable(
    conn: Connection, state: str, also: Collection[str] = ()
) -> Mapping[str, tuple[Recommendation, str | None]]:
    """Return the recommendations to the State that this person may link, with their texts.

    ``also``: those that are linked already, or wanted; only if they may be read.
    """
    r = recommendations.c
    open_ = and_(r.addressee == state, r.closed.is_(None), r.let_go_at.is_(None))
    these = or_(open_, and_(r.addressee == state, r.recommendation_id.in_(also)))
    found = list(narrowed(conn, current_actor(), these, "rows", first, size=OFFERED))
    missing = sorted(set(also) - {one.recommendation_id for one in found})
    if missing:
        rest = and_(r.addressee == state, r.recommendation_id.in_(missing))
        found += list(narrowed(conn, current_actor(), rest, "more", first, size=OFFERED))
    texts = texts_of(found)
    return {one.recommendation_id: (one, text) for one, text in zip(found, texts, strict=True)}


def readable(conn: Connection, ids: Collection[str]) -> Mapping[str, str | None]:
    """Return the texts of those that this person may read."""
    this = recommendations.c.recommendation_id.in_(ids)
    found = list(narrowed(conn, current_actor(), this, "rows", first, size=OFFERED))
    return {one.recommendation_id: text for one, text in zip(found, texts_of(found), strict=True)}


def not_public(conn: Connection, ids: Collection[str]) -> bool:
    """Whether one of them is read by some alone."""
    r = recommendations.c
    closed = select(r.recommendation_id).where(
        r.recommendation_id.in_(ids), r.published_at.is_(None)
    )
    return bool(conn.scalar(select(closed.exists())))


def sealed(item_id: str, text: str) -> Sealed:
    """Seal a text of an action: each item has its own key."""
    return vault().seal(f"followupaction-{item_id}", text)


def given(item_id: str, text: str | None) -> Sealed | None:
    return sealed(item_id, text) if text else None


def opened(some: Sequence[Sealed | None]) -> Mapping[str, str | None]:
    """Open them by their ciphers, all at once. None: erased."""
    those = [one for one in some if one is not None]
    texts = vault().reveal_all(those) if those else []
    return dict(zip((one.cipher for one in those), texts, strict=True))
