"""Requests of a Government to remove an entry of the register, and their one answer (SB9).

Nothing here looks into the register: page, answer and their time are the same whether the entry
that somebody means is there, is hidden, or is not.
"""

from uuid import UUID

from flask import Blueprint, request, url_for

from portal.stakeholders.removals import queries
from portal.stakeholders.removals.forms import RequestForm
from portal.stakeholders.removals.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require, signed_in
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_removal_commands import RequestRemoval
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("ourremovals", __name__, url_prefix="/removal-requests")

GOVERNMENTS = frozenset({Role.GOVERNMENT})
_AT_ONCE = 20


@bp.app_template_global()
def asks_for_removal() -> bool:
    """Whether whoever reads the page is of a Government."""
    account = signed_in()
    return account is not None and account.has(*GOVERNMENTS)


@bp.get("")
@require(*GOVERNMENTS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        ours = queries.of_states(current_account().state_codes)
        rows = paging.cut(conn, ours, "requests", paging.asked, size=_AT_ONCE)
    found = [queries.asked(row) for row in rows]
    texts = vault().reveal_all([one.text for one in found])
    return htmx.render(
        "removals/ours.html",
        block="content",
        requests=rows.of(zip(found, texts, strict=True)),
        recipient=names.recipient,
        late=late,
    )


@bp.route("/ask", methods=["GET", "POST"])
@require(*GOVERNMENTS)
def ask() -> Answer:
    form = RequestForm()
    form.offer(current_account().state_codes)
    request_id = str(derive_id("removal", form.id))
    return act(
        About(
            address=url_for(".index"),
            case=case_of(request_id),
            back=gettext("Requests to remove an entry"),
        ),
        form,
        Page(
            heading=gettext("Ask that an entry be removed"),
            lead=[
                answer(),
                gettext("The request is recorded. Stakeholder officers read it."),
            ],
            button=gettext("Send the request"),
        ),
        lambda: RequestRemoval(
            request_id=request_id,
            state=form.state.data or "",
            text=vault().seal(subject_of(request_id), form.text.data or ""),
            by_letter=False,
        ),
        said=gettext("The request is recorded, and is refused."),
    )


@bp.app_template_global("removal_answer")
def answer() -> str:
    """Return what every Government is told of every request."""
    return gettext(
        "No entry is removed at the request of a Government, and whether there is an entry is "
        "said to nobody: what everybody may see is on the page Organisations."
    )


def case_of(request_id: str) -> UUID:
    return derive_id("removal case", request_id)


def subject_of(request_id: str) -> str:
    """Return the subject of a request: what was written goes with its key."""
    return f"removal-{request_id}"
