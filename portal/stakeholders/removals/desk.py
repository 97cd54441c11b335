"""Requests of Governments to remove an entry, as officers read them: which entry, and who is told.

An officer says from the page of an entry which request means it. That an organisation is told is a
choice of the officer: it hears who asked and when, and never what was written.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import queries as organisations
from portal.stakeholders.organisations.desk import OFFICERS
from portal.stakeholders.organisations.opened import about, entry_or_404
from portal.stakeholders.organisations.profile import read
from portal.stakeholders.removals import queries
from portal.stakeholders.removals.forms import LetterForm, PlaceForm, cut
from portal.stakeholders.removals.own import case_of, subject_of
from portal.stakeholders.removals.queries import Request, Told
from portal.stakeholders.removals.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_removal_commands import PlaceRemovalRequest, RequestRemoval
from shared.core.message import derive_id

bp = Blueprint("removaldesk", __name__, url_prefix="/register-desk/removal-requests")

_officers = require(*OFFICERS)
_AT_ONCE = 20


@bp.get("")
@_officers
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.every(), "requests", paging.asked, size=_AT_ONCE)
    found = [queries.request(row) for row in rows]
    return htmx.render(
        "removals/desk.html",
        block="content",
        requests=rows.of(zip(found, _texts(found), _called(found), strict=True)),
        recipient=names.recipient,
        subject_of=subject_of,
        late=late,
    )


@bp.route("/record", methods=["GET", "POST"])
@_officers
def record() -> Answer:
    form = LetterForm()
    request_id = str(derive_id("removal", form.id))
    return act(
        _about(request_id),
        form,
        Page(
            heading=gettext("Record a request that came by letter"),
            lead=gettext("It is refused as it is recorded. Answer the letter in the same words."),
            button=gettext("Record the request"),
        ),
        lambda: RequestRemoval(
            request_id=request_id,
            state=form.state.data,
            text=vault().seal(subject_of(request_id), form.text.data or ""),
            by_letter=True,
        ),
        said=gettext("The request is recorded, and is refused."),
    )


@bp.route("/<uuid:request_id>/none", methods=["GET", "POST"])
@_officers
def none(request_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = queries.one(conn, str(request_id))
    if one is None or one.told or (one.placed_at and one.organisation_id is None):
        raise NotFound
    return act(
        _about(one.request_id),
        CommandForm(),
        Page(
            heading=gettext("Does this request mean no entry of the register?"),
            lead=gettext("The Government is told nothing of this."),
            texts=[(None, _texts([one])[0])],
            button=gettext("It means no entry"),
            leave=gettext("Not now"),
        ),
        lambda: PlaceRemovalRequest(request_id=one.request_id, organisation_id=None, told=False),
        said=gettext("It is kept that this request means no entry."),
    )


@bp.route("/of/<uuid:organisation_id>", methods=["GET", "POST"])
@_officers
def place(organisation_id: UUID) -> Answer:
    """Say which request means this entry: of those whose organisation is not told."""
    entry, profile = entry_or_404(organisation_id)
    with engine().connect() as conn:
        found = _placeable(conn, entry.organisation_id)
    if not found:
        raise NotFound
    form = PlaceForm()
    texts = map(cut, _texts(found))
    form.offer({one.request_id: _line(one, text) for one, text in zip(found, texts, strict=True)})
    return act(
        about(entry, profile),
        form,
        Page(
            heading=gettext("A Government asked to remove this entry"),
            lead=gettext(
                "The entry stays as it is. The Government is told nothing of what you say here."
            ),
            button=gettext("Keep it"),
        ),
        lambda: PlaceRemovalRequest(
            request_id=form.request_id.data or "",
            organisation_id=entry.organisation_id,
            told=form.told.data == "yes",
        ),
        said=gettext("It is kept which entry the request means."),
    )


@bp.app_template_global()
def removal_requests_waiting() -> bool:
    """Whether an officer has still to say of a request which entry it means."""
    with engine().connect() as conn:
        return bool(queries.waiting(conn))


@bp.app_template_global()
def removal_requests_placeable(organisation_id: str) -> bool:
    """Whether an officer can say of a request that it means this entry."""
    with engine().connect() as conn:
        return bool(_placeable(conn, organisation_id))


@bp.app_template_global()
def removal_requests_of(organisation_id: str) -> list[Request]:
    """Return the requests that mean this entry, for officers."""
    with engine().connect() as conn:
        return queries.of_entry(conn, organisation_id)


@bp.app_template_global()
def removal_requests_told(organisation_id: str) -> list[tuple[Told, str]]:
    """Return what this organisation is told, with the name of the State."""
    with engine().connect() as conn:
        found = queries.told_to(conn, organisation_id)
    return [(one, names.recipient(one.state)) for one in found]


def _placeable(conn: Connection, organisation_id: str) -> list[Request]:
    """Return those that wait, that mean no entry, or this one and nobody is told of it."""
    here = [one for one in queries.of_entry(conn, organisation_id) if not one.told]
    return [*queries.waiting(conn), *queries.without_entry(conn), *here]


def _line(one: Request, text: str) -> str:
    return f"{listed((names.recipient(one.state), short_day(one.requested_at)))}: {text}"


def _texts(found: Sequence[Request]) -> list[str | None]:
    return list(vault().reveal_all([one.text for one in found]))


def _called(found: Sequence[Request]) -> list[str | None]:
    """Return the name of the entry of each; None where there is none, or it is erased."""
    ids = {one.organisation_id for one in found if one.organisation_id}
    with engine().connect() as conn:
        sealed = organisations.sealed_of(conn, ids)
    texts = vault().reveal_all(list(sealed.values()))
    called = {one: read(text).name for one, text in zip(sealed, texts, strict=True) if text}
    return [called.get(one.organisation_id or "") for one in found]


def _about(request_id: str) -> About:
    return About(
        address=url_for(".index"),
        case=case_of(request_id),
        back=gettext("Requests to remove an entry"),
    )
