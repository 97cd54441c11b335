"""Coverage of States for those who work here: every column, and silence as a finding (SD4)."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.casefile.replies.cases import WORKERS
from portal.committee.coverage import exports, registered, showing, silence, words
from portal.committee.coverage.read_model import CONSUMER
from portal.committee.coverage.readers import READERS
from portal.committee.members import queries as members
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.reference.coverage import SILENT, periods

bp = Blueprint("coveragedesk", __name__, url_prefix="/coverage-desk")


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return showing.index("coverage/desk.html", whole=True, late=late, writes=writes())


@bp.get("/compare/<month>")
@require(*READERS)
def compare(month: str) -> str:
    return showing.compare("coverage/compare.html", month, whole=True, desk=True)


@bp.get("/states/<code>")
@require(*READERS)
def state(code: str) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return showing.state(
        "coverage/state.html",
        code,
        whole=True,
        desk=True,
        records=writes(),
        late=late,
        works=current_actor().has(*WORKERS),
    )


@bp.get("/silence")
@require(*READERS)
def silent() -> str:
    with engine().connect() as conn:
        register = registered.for_pages(conn, today(), whole=True)
        found = silence.silent(conn, current_actor(), register, today())
    known = {one.state for one in found if one.visit_known}
    first, end = periods(today(), SILENT)
    in_order = names.in_order([one.state for one in found], "states")
    return htmx.render(
        "coverage/silence.html",
        block="content",
        known=paging.part([one for one in in_order if one in known], "known", paging.asked),
        unknown=paging.part([one for one in in_order if one not in known], "unknown", paging.asked),
        first=first,
        end=end,
        words=words,
        state_name=names.recipient,
    )


@bp.get("/coverage.csv")
@require(*READERS)
def csv() -> Response:
    return exports.as_csv(showing.file_table(whole=True))


@bp.get("/coverage.<any(xlsx, ods):book>")
@require(*READERS)
def xlsx(book: str) -> Response:
    return exports.as_workbook(showing.file_table(whole=True), book)


def writes() -> bool:
    """Whether this person works for the Committee: who left it as a member records nothing."""
    with engine().connect() as conn:
        return members.works(conn, current_actor(), today())
