"""The statement at the end of a mission: written from its page, with its State and its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.letters.statements import missions, queries, words
from portal.letters.statements.asking import sealed_wording
from portal.letters.statements.forms import LONGEST_TEXT, EndForm
from portal.letters.statements.missions import Mission, Stated
from portal.letters.statements.wording import content_hash
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, act
from portal.web.db import engine
from shared.contracts.approvals_statement_commands import DraftStatement
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("missionstatements", __name__, url_prefix="/missions/<uuid:mission_id>/statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMission:
    """What the page of a mission says of its statements: address and where each stands."""

    shown: list[tuple[str, tuple[str, str]]]
    writes: bool


@bp.route("/new", methods=["GET", "POST"])
@require(Role.HUMAN_RIGHTS_OFFICER)
def new(mission_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = missions.mission(conn, str(mission_id))
        if one is None:
            raise NotFound
        form = EndForm(mission=one)
        statement_id = str(derive_id("statement", form.command_id.data or ""))
        some = missions.stated(conn, one)
        if request.method == "GET":
            if not _writes(one, some):
                raise NotFound
            form.mandates.data = missions.beside(conn, one)
        elif not _serves(one):
            raise NotFound
        form.taken = _taken(each for each in some if each.statement_id != statement_id)

    def command() -> DraftStatement:
        about = form.about
        return DraftStatement(
            statement_id=statement_id,
            kind=form.what,
            lead_mandate=one.mandate,
            mandates=tuple(form.mandates.data or ()),
            communication_ids=(),
            about=about,
            wording=sealed_wording(statement_id, form.wording),
            content_hash=content_hash(statement_id, form.what, about, form.wording),
            mission_id=one.mission_id,
        )

    address = url_for("statements.show", statement_id=statement_id)
    about = About(address=address, case=UUID(statement_id))
    return act(about, form, partial(_page, form, one), command)


@bp.app_template_global()
def statements_of(mission_id: str) -> OfMission:
    """Return the statements of a mission that whoever came may see, for its page."""
    shown: list[tuple[str, tuple[str, str]]] = []
    with engine().connect() as conn:
        one = missions.mission(conn, mission_id)
        some = missions.stated(conn, one) if one else []
        for each in some:
            found = queries.find(conn, current_actor(), each.statement_id)
            if found:
                address = url_for("statements.show", statement_id=each.statement_id)
                shown.append((address, words.status(found)))
            elif each.public:
                address = url_for("register.statement", statement_id=each.statement_id)
                shown.append((address, words.STATES["issued"]))
    return OfMission(shown=shown, writes=one is not None and _writes(one, some))


@bp.app_template_global()
def public_statements_of(mission_id: str) -> list[Stated]:
    """Return the statements of a mission that are public, for the public page of its report."""
    with engine().connect() as conn:
        one = missions.mission(conn, mission_id)
        return [each for each in missions.stated(conn, one) if each.public] if one else []


def _writes(one: Mission, some: list[Stated]) -> bool:
    """Whether this person writes a statement for it: an officer, while it has none."""
    return _serves(one) and not one.called_off and not _taken(some)


def _serves(one: Mission) -> bool:
    actor = current_actor()
    return actor.has(Role.HUMAN_RIGHTS_OFFICER) and one.opens_for(actor)


def _taken(some: Iterable[Stated]) -> bool:
    return any(each.open for each in some)


def _page(form: EndForm, one: Mission) -> str:
    return htmx.render(
        "statements/write.html",
        block="content",
        form=form,
        statement=None,
        kind=form.what,
        mission=one,
        words=words,
        longest=LONGEST_TEXT,
    )
