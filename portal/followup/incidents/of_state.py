"""What a Government reads of incidents: the words that were put to it, and its answers (VR6)."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Row
from werkzeug.exceptions import NotFound

from portal.followup.incidents import found, queries
from portal.followup.incidents.forms import AnswerForm
from portal.followup.incidents.read_model import CONSUMER, incidents
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.followup_incident_commands import AnswerIncident
from shared.core.message import derive_id
from shared.reference.incidents import MOST_ANSWERS

bp = Blueprint("visitincidents", __name__, url_prefix="/visit-incidents")

_AT_ONCE: Final = 25
_government = require(queries.GOVERNMENT)


@bp.get("")
@_government
def index() -> str:
    with engine().connect() as conn:
        these = queries.put(current_actor())
        page = paging.cut(conn, these, "incidents", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "incidents/put.html",
        block="content",
        incidents=page,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:incident_id>")
@_government
def show(incident_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _put(incident_id)
    with engine().connect() as conn:
        said = queries.answered(conn, {one.incident_id}).get(one.incident_id, ())
    texts = [one.put_text, *(each.text for each in said)]
    return htmx.render(
        "incidents/put_one.html",
        block="content",
        one=one,
        answers=said,
        answers_on=len(said) < MOST_ANSWERS,
        opened=dict(zip(texts, vault().reveal_all(texts), strict=True)),
        state_name=names.recipient,
        mandate_name=names.mandate,
        late=late,
    )


@bp.route("/<uuid:incident_id>/answer", methods=["GET", "POST"])
@_government
def answer(incident_id: UUID) -> Answer:
    one, form = _put(incident_id), AnswerForm()
    answer_id = str(derive_id("answer to an incident", form.id))
    reads = gettext("The mandate and the desk officer of the State at the United Nations read it.")
    return act(
        About(
            address=url_for("visitincidents.show", incident_id=one.incident_id),
            case=derive_id("incident case", one.incident_id),
            back=gettext("The incident"),
            caption=names.recipient(one.state),
        ),
        form,
        Page(
            heading=gettext("Answer the mandate"),
            lead=reads,
            texts=[(gettext("What was put to your Government"), vault().reveal(one.put_text))],
            button=gettext("Continue"),
            leave=gettext("Not now"),
        ),
        lambda: AnswerIncident(
            incident_id=one.incident_id,
            mission_id=one.mission_id,
            mandate=one.mandate,
            answer_id=answer_id,
            text=found.sealed(answer_id, form.text.data or ""),
        ),
        checks=lambda: Check(
            title=gettext("Check the answer"),
            lead=gettext("An answer that was sent stays. You can send another one."),
            button=gettext("Send the answer"),
            answers=answers(form.text),
        ),
        said=gettext("The answer is sent."),
    )


def _put(incident_id: UUID) -> Row[Any]:
    with engine().connect() as conn:
        these = queries.put(current_actor()).where(incidents.c.incident_id == str(incident_id))
        row = conn.execute(these).one_or_none()
    if row is None:
        raise NotFound
    return row
