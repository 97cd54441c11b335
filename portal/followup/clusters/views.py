"""Clusters: the list, the page of one, and what the page of a recommendation says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.followup.clusters import queries
from portal.followup.clusters.queries import Cluster
from portal.followup.clusters.read_model import CONSUMER
from portal.followup.recommendations import words
from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.sight import READERS
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.reference.grouping import owners, state_of

bp = Blueprint("clusters", __name__, url_prefix="/recommendation-groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cluster with its name, and the beginnings of its recommendations that are read."""

    one: Cluster
    name: str
    members: Sequence[tuple[Recommendation, str]]


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    own = owners(actor)
    with engine().connect() as conn:
        page = queries.listed(conn, actor, paging.asked)
    return htmx.render(
        "clusters/index.html",
        block="content",
        rows=page.of(zip(page, names_of(page), strict=True)),
        late=late,
        private=any(state_of(code) for code in own),
        own=bool(own),
        words=words,
    )


@bp.get("/<uuid:cluster_id>")
@require(*READERS)
def show(cluster_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = queries.find(conn, current_actor(), str(cluster_id))
        if one is None and not late:
            raise NotFound
        shown = _shown(conn, one) if one else None
    return htmx.render(
        "clusters/cluster.html",
        block="content",
        shown=shown,
        late=late,
        words=words,
    )


def names_of(some: Sequence[Cluster]) -> list[str]:
    opened = vault().reveal_all([one.name for one in some])
    return [name or gettext("[erased]") for name in opened]


def labels_of(some: Sequence[Recommendation]) -> Mapping[str, str]:
    """Return by mandate and how each begins, for a form."""
    return {
        one.recommendation_id: f"{words.mandate(one.mandate)}: {words.short(text)}"
        for one, text in zip(some, texts_of(some), strict=True)
    }


def _shown(conn: Connection, one: Cluster) -> Shown:
    some = queries.members_of(conn, current_actor(), one.cluster_id)
    beginnings = map(words.short, texts_of(some))
    return Shown(one=one, name=names_of([one])[0], members=list(zip(some, beginnings, strict=True)))


@bp.app_template_global()
def clusters_of(about: Recommendation) -> Sequence[Shown]:
    """Return in which clusters a recommendation is, for whoever reads its page."""
    with engine().connect() as conn:
        some = queries.of_recommendation(conn, current_actor(), about.recommendation_id)
        return [_shown(conn, one) for one in some]


@bp.app_template_global()
def may_group(about: Recommendation) -> bool:
    """Whether this person begins a group with it: for its mandate, or in confidence."""
    return not about.let_go_at and queries.begins_as(current_actor(), about) is not None
