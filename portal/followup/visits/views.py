"""Country visits: the board of visit files, and the page of one (section E.12)."""

from dataclasses import asdict
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.followup.invitations import queries as invitations
from portal.followup.visits import (
    ages,
    clashes,
    first_weeks,
    found,
    inviting,
    lines,
    queries,
    words,
)
from portal.followup.visits.forms import mandates_for
from portal.followup.visits.offered import offered
from portal.followup.visits.queries import File
from portal.followup.visits.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import REGIONS, mandate_acronym, mandates
from shared.reference.un_offices import COORDINATOR, states_of
from shared.reference.visits import visited

bp = Blueprint("visits", __name__, url_prefix="/visits")

_AT_ONCE: Final = 50
_IN_MARGIN: Final = 5


@bp.get("")
@require(*queries.BOARD)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor, on = current_actor(), today()
    filters, reads = queries.read(request.args), actor.has(*queries.READERS)
    with engine().connect() as conn:
        query = queries.board(actor, filters, on)
        page = paging.cut(conn, query, "files", paging.asked, size=_AT_ONCE)
        these = page.of(queries.of_row(row, actor, on) for row in page)
        invited = invitations.every(conn, {one.state for one in these})
    states = {code: name for code, name in names.states().items() if code in visited()}
    return htmx.render(
        "visits/index.html",
        block="content",
        files=these,
        picture=ages.drawn(filters),
        asked={name: value for name, value in asdict(filters).items() if value},
        inviting=lambda one: inviting.then(invited.get(one.state, invitations.NOTHING), one, on),
        filters=filters,
        mandates={code: mandate_acronym(code) for code in mandates()},
        states=states,
        regions={code: names.word(name) for code, name in REGIONS.items()},
        reads=reads,
        coordinates=bool(states_of(actor, COORDINATOR)),
        statuses=words.shown(reads=reads),
        ages={str(one): words.at_least(one) for one in queries.AGES},
        mine=_own(actor),
        words=words,
        state_name=names.recipient,
        acronym=mandate_acronym,
        late=late,
    )


@bp.get("/find")
@require(*queries.BOARD)
def find() -> Response:
    """The file of a mandate and a State that were chosen; the board, if one of them was not."""
    mandate, state = (request.args.get(name, "") for name in ("mandate", "state"))
    if mandate not in _own(current_actor()) or state not in visited():
        return redirect(url_for("visits.index"), 303)
    return redirect(url_for("visits.show", mandate=mandate, state=state), 303)


@bp.get("/<uuid:visit_file_id>")
@require(*queries.BOARD)
def lead(visit_file_id: UUID) -> Response:
    """Lead to a file of which only the id is known, as a notice knows it; or to its line."""
    with engine().connect() as conn:
        one = queries.by_id(conn, current_actor(), str(visit_file_id), today())
    if one is None or not one.listed:
        raise NotFound
    to = "visits.show" if one.reads else "visits.index"
    return redirect(url_for(to, mandate=one.mandate, state=one.state), 303)


@bp.get("/<mandate>/<state>")
@require(*queries.READERS)
def show(mandate: str, state: str) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(mandate, state), current_actor()
    with engine().connect() as conn:
        query = queries.documents_of(one)
        page = paging.cut(conn, query, "documents", paging.asked, size=queries.DOCUMENTS)
        reserved = queries.reserved_in(conn, one.file_id, [row.document_id for row in page])
        numbers = found.scanned(conn, [row.document_id for row in page])
        documents = page.of(
            queries.on_file(row, one, reserved.get(row.document_id, ())) for row in page
        )
        proposed_on = clashes.proposed_on(conn, one)
        register = invitations.of_state(conn, one.state)
        near, overlapping = clashes.near(conn, one), clashes.overlapping(conn, one)
        people = accounts.names(conn, {each.logged_by for each in documents})
    texts = [
        text
        for each in documents
        for text in (each.reference, each.note, *(text for _, text in each.reservations))
        if text
    ]
    opened = dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))
    return htmx.render(
        "visits/file.html",
        block="content",
        one=one,
        documents=documents,
        scans=numbers,
        opened=opened,
        offered=offered(one, actor, today()),
        inviting=[inviting.then(register, one, today()), inviting.now(register, one, today())],
        near=near,
        overlapping=overlapping,
        people=people,
        next_step=words.next_step(one, today(), proposed_on),
        lines=lines,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        acronym=mandate_acronym,
        late=late,
    )


@bp.app_template_global()
def visits_waiting() -> list[tuple[File, str, str]]:
    """Return the first files on which something is to be done by whoever came, for other pages."""
    actor, on = current_actor(), today()
    with engine().connect() as conn:
        page = paging.cut(conn, queries.waiting(actor, on), "visits", size=_IN_MARGIN)
        some = [queries.of_row(row, actor, on) for row in page]
    return [(one, names.recipient(one.state), words.next_step(one, on)) for one in some]


@bp.app_template_global()
def visits_to_take_over(
    mandate: str, since: date
) -> tuple[list[tuple[File, str, str]], bool] | None:
    """Return what a new holder of the mandate takes over, and whether there is more.

    None: whoever came does not work for the mandate.
    """
    actor, on = current_actor(), today()
    if not (actor.serves(mandate) and actor.has(*queries.WRITERS)):
        return None
    with engine().connect() as conn:
        query = first_weeks.left_open(actor, mandate, since, on)
        page = paging.cut(conn, query, "visits", size=first_weeks.AT_ONCE)
        left = [queries.of_row(row, actor, on) for row in page]
    some = [(one, names.recipient(one.state), words.next_step(one, on)) for one in left]
    return some, page.next is not None


def _own(actor: Actor) -> dict[str, str]:
    """Return the mandates on whose files this person works."""
    every = actor.has(Role.QUICK_RESPONSE_DESK)
    if not (every or actor.has(Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)):
        return {}
    return mandates_for(actor.mandates, every=every)
