"""A partner gives advice on a visit where the mandate asked for it, or says that it gives none."""

from typing import Any, Final
from uuid import UUID

from flask import request
from sqlalchemy import Select, select
from werkzeug.exceptions import NotFound

from portal.followup.missions import found as missions
from portal.followup.missions.read_model import missions as missions_table
from portal.followup.partners import found, queries
from portal.followup.partners.forms import AdviceForm
from portal.followup.partners.mine import bp
from portal.followup.partners.read_model import partners, tasks, undertakings
from portal.followup.partners.views import task_of
from portal.web import paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_partner_commands import GivePartnerAdvice
from shared.core.actor import Actor
from shared.core.message import derive_id

__all__ = ["bp"]  # with all the views that are on it

_AT_ONCE: Final = 25


@bp.route("/<uuid:partner_id>/tasks/<uuid:task_id>/advice", methods=["GET", "POST"])
@require(*queries.ADMITTED)
def give(partner_id: UUID, task_id: UUID) -> Answer:
    this = found.mine(partner_id)
    if not this.open:
        raise NotFound
    task, form = task_of(this, task_id), AdviceForm()
    if task.advice is None or task.now == "unneeded":
        raise NotFound
    form.gives.offer({"given": gettext("I give this advice"), "none": gettext("I give none")})
    if request.method == "GET":
        form.gives.data = "given"
        form.text.data = vault().reveal(task.given) if task.given else None
    advice_id = str(derive_id("advice on a visit", form.id))
    return act(
        found.about_mine(this),
        form,
        Page(
            heading=gettext("Give advice"),
            lead=gettext("You can change it while you are admitted. The mandate is told."),
            texts=[(gettext("What is asked"), vault().reveal(task.title))],
            button=gettext("Send it to the mandate"),
            leave=gettext("Not now"),
        ),
        lambda: GivePartnerAdvice(
            **found.of(this),
            task_id=task.task_id,
            advice_id=advice_id,
            advice=missions.sealed(advice_id, form.text.data) if form.text.data else None,
        ),
        said=gettext("The mandate reads it."),
        by=found.by(this),
    )


@bp.app_template_global()
def advice_left() -> dict[str, Any]:
    """Return the advice that a partner gave which left, for 30 days (VR2): nobody else's words.

    Of the admission for which this person undertook; that of another one it never read.
    """
    with engine().connect() as conn:
        page = paging.cut(conn, _left(current_actor()), "advice", paging.asked, size=_AT_ONCE)
    texts = [each.given for each in page]
    opened = dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))
    return {"advice": page, "opened": opened, "state_name": names.recipient}


def _left(actor: Actor) -> Select[Any]:
    its = queries.term_of(tasks.c.step) == queries.term_of(undertakings.c.step)
    return (
        select(tasks.c.task_id, tasks.c.given, tasks.c.given_at, partners.c.state)
        .join(partners, partners.c.partner_id == tasks.c.partner_id)
        .join(missions_table, queries.joined_by_mission())
        .join(undertakings, queries.undertook(actor))
        .where(queries.left(actor, today()), tasks.c.given.is_not(None), its)
        .order_by(tasks.c.given_at.desc(), tasks.c.task_id)
    )
