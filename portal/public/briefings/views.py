"""Issues that were sent: the public edition for everybody, the other one for the staff.

What an issue says is made anew each time that it is read, from what is public at that moment. What
was taken back stands there as removed.
"""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from portal.letters.documents import anybody
from portal.letters.documents.typesetting import NotSet
from portal.public.briefings import paper, queries, words
from portal.public.briefings.queries import STAFF, Issue, Section
from portal.public.briefings.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import public, require, signed_in
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language, in_other_languages
from portal.web.waiting import waited
from shared.contracts.stakeholders_briefings import Edition

bp = Blueprint("briefings", __name__, url_prefix="/briefings")
staff = Blueprint("staffbriefings", __name__, url_prefix="/staff-briefings")

_IN_FEED = 30


@bp.after_request
@staff.after_request
def _keep_nowhere(response: Response) -> Response:
    """What is taken back is gone at once."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("")
@public
@in_every_language
def index() -> str:
    person = signed_in()
    works_here = person is not None and person.has(*STAFF)
    with engine().connect() as conn:
        page = paging.cut(conn, queries.sent(staff=works_here), "issues", paging.asked)
        issues = page.of(queries.issue(row) for row in page)
    return render_template(
        "briefings/index.html", issues=issues, words=words, works_here=works_here
    )


@bp.get("/<code>")
@public
@in_every_language
def show(code: str) -> str:
    return _shown(code, "public")


@bp.get("/issues.atom")
@public
@in_other_languages
def feed() -> Response:
    with engine().connect() as conn:
        issues = [queries.issue(row) for row in conn.execute(queries.sent().limit(_IN_FEED))]
    updated = issues[0].ended_at if issues else now()
    body = render_template("briefings/feed.xml", issues=issues, words=words, updated=updated)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@staff.get("/<code>")
@require(*STAFF)
def edition(code: str) -> str:
    return _shown(code, "staff")


@bp.get("/<code>/issue.pdf")
@public
@in_every_language
def pdf(code: str) -> Response:
    return _pressed(code, "public")


@staff.get("/<code>/issue.pdf")
@require(*STAFF)
def edition_pdf(code: str) -> Response:
    return _pressed(code, "staff")


def _pressed(code: str, which: Edition) -> Response:
    one, sections = _read(code, which)
    try:
        made = paper.set_(one, sections, which)
    except NotSet as no:
        return anybody.later(_page(one, sections, which, not_set=no.sentence))
    answer = Response(made, mimetype="application/pdf")
    name = f"{one.kind}-{one.period}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _shown(code: str, which: Edition) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _page(*_read(code, which), which, late=late)


def _read(code: str, which: Edition) -> tuple[Issue, Sequence[Section]]:
    """Return the issue, and what stands in this edition of it. Raises ``NotFound``."""
    with engine().connect() as conn:
        one = queries.one(conn, code)
        if one is None or one.stage != "sent" or (which == "public" and not one.public):
            raise NotFound
        reveal = vault().reveal_public if which == "public" else vault().reveal_all
        found = queries.content(conn, one, reveal, edition=which)
    return one, found.by_section(one.kind)


def _page(
    one: Issue,
    sections: Sequence[Section],
    which: Edition,
    *,
    late: bool = False,
    not_set: str = "",
) -> str:
    return htmx.render(
        "briefings/issue.html",
        block="content",
        one=one,
        sections=sections,
        edition=which,
        not_set=not_set,
        words=words,
        late=late,
    )
