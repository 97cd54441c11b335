"""Proposing a situation: by itself, or from an alert of early warning."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.committee.situations import found, queries, whose
from portal.committee.situations.forms import ProposeForm
from portal.committee.situations.queries import PROPOSES
from portal.committee.warning import queries as warning
from portal.committee.warning import words as alert_words
from portal.committee.warning.queries import Alert
from portal.committee.warning.whose import Part as AlertPart
from portal.committee.warning.whose import part_of
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_situation_commands import ProposeSituation
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("proposing_situations", __name__, url_prefix="/watch-list/propose")

FOLLOWED = ("referred", "watched")


@bp.route("", methods=["GET", "POST"])
@require(*PROPOSES)
def propose() -> Answer:
    return _propose(None, desk_reads=True)


@bp.route("/from-alert/<uuid:alert_id>", methods=["GET", "POST"])
@require(*PROPOSES)
def propose_from(alert_id: UUID) -> Answer:
    """A situation that an alert leads to, which the desk reads no more than the alert (R15)."""
    actor = current_actor()
    with engine().connect() as conn:
        alert = warning.one(conn, actor, str(alert_id))
        if alert is None or alert.stage not in FOLLOWED:
            raise NotFound
        if part_of(conn, actor, alert) is not AlertPart.HANDLES:
            raise NotFound
        desk_reads = queries.desk_reads(conn, alert.alert_id)
    return _propose(alert, desk_reads=desk_reads)


def _propose(alert: Alert | None, *, desk_reads: bool) -> Answer:
    actor = current_actor()
    with engine().connect() as conn:
        works = whose.works(conn)
    if not (works or actor.has(Role.DESK_OFFICER)):
        raise NotFound
    form = ProposeForm()
    form.offer(_states(actor, works=works))
    if alert is not None:
        form.state.choices = {alert.state: names.recipient(alert.state)}
    if not works or not desk_reads:
        del form.reprisals
    situation_id = str(derive_id("situation", form.command_id.data))
    page = Page(
        heading=gettext("Propose a situation"),
        button=gettext("Propose it"),
        lead=[
            gettext("The chair opens it, or does not. You can take it back until then."),
            *([] if desk_reads or not works else [_kept_back()]),
        ],
    )
    return act(
        _about(situation_id, alert),
        form,
        page,
        lambda: ProposeSituation(
            situation_id=situation_id,
            state=form.state.data or "",
            mandates=form.themes,
            codes=tuple(form.codes.data or ()),
            level=form.level.data,
            reprisals=works and (not desk_reads or bool(form.reprisals.data)),
            reason=vault().seal(found.subject_of(situation_id), form.reason.data or ""),
            alert_id=alert.alert_id if alert else None,
        ),
        said=gettext("The situation is proposed."),
    )


def _states(actor: Actor, *, works: bool) -> dict[str, str]:
    every = names.states()
    return every if works else {code: name for code, name in every.items() if code in actor.states}


def _kept_back() -> str:
    return gettext("The desk of the State reads nothing of it: the alert rests on reprisals.")


def _about(situation_id: str, alert: Alert | None) -> About:
    return About(
        address=url_for("situations.index"),
        case=found.case_of(situation_id),
        back=gettext("Watch-list"),
        caption=alert_words.sentence(alert) if alert else "",
    )
