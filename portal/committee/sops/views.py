"""Standard operating procedures: what is in force, what it was before, and what is drafted."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.committee.sops import found, queries
from portal.committee.sops.queries import COMMENTS, READERS, Other, Text
from portal.committee.sops.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, public, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate as mandate_name
from portal.web.waiting import waited
from shared.core.roles import Role

bp = Blueprint("sops", __name__, url_prefix="/committee/procedures")
public_bp = Blueprint("publicsops", __name__, url_prefix="/committee/public-procedures")


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    on = today()
    with engine().connect() as conn:
        every = queries.every(conn, found.seen(conn))
        works = found.works(conn)
    titles = vault().reveal_all([one.title(on).title for one in every])
    return htmx.render(
        "sops/index.html",
        block="content",
        late=late,
        every=list(zip(every, titles, strict=True)),
        works=works,
        today=on,
    )


@bp.get("/<uuid:sop_id>")
@require(*READERS)
def show(sop_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor, on = found.found(sop_id), current_actor(), today()
    with engine().connect() as conn:
        works, leads = found.works(conn), found.leads(conn)
        others = queries.others(conn, one.sop_id)
        reads = works or actor.has(Role.MANDATE_HOLDER)
        comments = queries.comments_on(conn, one.sop_id) if reads else []
        current = one.in_force(on)
        read = queries.readers_of(conn, one.sop_id, current.version) if current and reads else []
        people = {each.author for each in comments} | {reader for reader, _ in read}
        called = accounts.names(conn, people)
    going = {each.mandate for each in others if each.last is None}
    own = actor.mandates if actor.has(Role.MANDATE_HOLDER) else frozenset()
    return htmx.render(
        "sops/one.html",
        block="content",
        late=late,
        one=one,
        texts=_read(one.texts),
        title=vault().reveal(one.title(on).title),
        others=others,
        reasons=_reasons(others) if reads else {},
        reads=reads,
        comments=list(zip(comments, _all([each.text for each in comments]), strict=True)),
        called=called,
        works=works,
        leads=leads,
        comments_on=works or actor.has(*COMMENTS - {Role.COORDINATION_COMMITTEE}),
        may_deviate=bool(own - going) and one.texts[-1].adopted_on is not None,
        may_follow=not own.isdisjoint(going),
        current=current,
        read=read,
        has_read=actor.actor_id in {reader for reader, _ in read},
        today=on,
        mandate_name=mandate_name,
    )


@bp.app_template_global()
def procedures_in_force() -> list[tuple[str, str | None, bool]] | None:
    """Return the procedures of this day for whoever holds a mandate; None for others.

    Each with its title, and whether one of the own mandates does it another way.
    """
    actor, on = current_actor(), today()
    if not (actor.has(Role.MANDATE_HOLDER) and actor.mandates):
        return None
    with engine().connect() as conn:
        every = queries.every(conn, found.seen(conn))
        going = {one.sop_id: text for one in every if (text := one.in_force(on)) is not None}
        other = {
            sop_id: any(queries.deviates(conn, sop_id, own, on) for own in sorted(actor.mandates))
            for sop_id in going
        }
    titles = _all([text.title for text in going.values()])
    return [(sop_id, title, other[sop_id]) for sop_id, title in zip(going, titles, strict=True)]


@public_bp.get("")
@public
@in_every_language
def index_of_all() -> str:
    on = today()
    with engine().connect() as conn:
        every = queries.every(conn, queries.PUBLIC)
    titles = vault().reveal_public([one.title(on).title for one in every])
    return htmx.render(
        "sops/public.html",
        block="content",
        every=list(zip(every, titles, strict=True)),
    )


@public_bp.get("/<uuid:sop_id>")
@public
@in_every_language
def show_to_all(sop_id: UUID) -> str:
    on = today()
    with engine().connect() as conn:
        one = queries.one(conn, str(sop_id), queries.PUBLIC)
    if one is None:
        raise NotFound
    revealed = vault().reveal_public([each.text for each in one.texts])
    [title] = vault().reveal_public([one.title(on).title])
    return htmx.render(
        "sops/public_one.html",
        block="content",
        title=title,
        texts=list(zip(one.texts, revealed, strict=True)),
    )


def _reasons(others: Sequence[Other]) -> dict[Other, str | None]:
    """Return why mandates do it another way: for the Committee and mandate-holders alone."""
    return dict(zip(others, _all([each.reason for each in others]), strict=True))


def _read(texts: Sequence[Text]) -> list[tuple[Text, str | None]]:
    return list(zip(texts, _all([one.text for one in texts]), strict=True))


def _all(sealed: Sequence[object]) -> list[str | None]:
    return list(vault().reveal_all(list(sealed)))  # type: ignore[arg-type]
