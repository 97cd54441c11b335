"""The brief on a State for its country team, as PDF, by the engine of briefings (section G.3).

A file travels: in it is what is public, and nothing that the page has for its partners alone.
"""

from datetime import date
from hashlib import sha256
from urllib.parse import urljoin

from flask import Response, request
from pydantic_core import to_json
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.homes.work import due, recommended, team
from portal.homes.work.team import bp
from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, heading
from portal.letters.documents.typesetting import NotSet
from portal.public.register import briefing_files
from portal.public.register import words as register
from portal.public.register.briefing import Asked
from portal.public.register.briefing_files import Edition
from portal.public.register.briefings import found_of
from portal.web.accounts.access import current_actor, require
from portal.web.context import settings, today
from portal.web.db import engine
from portal.web.i18n.formats import listed, number, short_day
from portal.web.i18n.texts import gettext, language

__all__ = ["bp"]  # with all the views that are on it

_kept = anybody.Kept(most=8)


@bp.get("/<code>/brief.pdf")
@require(team.PARTNER)
def brief(code: str) -> Response:
    if code not in current_actor().states or not register.is_state(code):
        raise NotFound
    found, texts = found_of(Asked(state=code))
    with engine().connect() as conn:
        own = _edition(conn, code, today())
    laid = briefing_files.laid_out(found, texts, today(), None, own)
    key = sha256(to_json(laid)).digest()
    try:
        made = _kept.pressed(key, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(team.page(code, no.sentence))
    answer = Response(made, content_type="application/pdf")
    name = f"country-team-{code}-{today().isoformat()}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _edition(conn: Connection, code: str, on: date) -> Edition:
    """Return what stands before the sources: what falls due, goals, and what is for the team."""
    spoken = language().code
    goals = recommended.by_goal(conn, code)
    counted = [f"{row.label}: {number(row.values[0] or 0)}" for row in goals.rows]
    return Edition(
        title=gettext("Brief for the country team: %(state)s", state=register.recipient(code)),
        more=[
            *_part(gettext("What falls due in 12 months"), _due(conn, code, on), spoken),
            *_part(goals.caption, counted, spoken),
        ],
        heading=gettext("Recommendations to the State and the country team"),
        first=recommended.for_team(conn, code),
    )


def _due(conn: Connection, code: str, on: date) -> list[str]:
    return [
        listed(
            (
                short_day(one.on),
                one.what,
                register.acronyms(one.mandates),
                urljoin(request.url_root, one.address),
            )
        )
        for one in due.calls(conn, code, on)
    ]


def _part(title: str, lines: list[str], spoken: str) -> list[Block]:
    return [heading(title, spoken), block(lines, spoken)] if lines else []
