"""Joint statements: asking to join one, answering, leaving it, taking a co-sponsor off.

Whose slot it is gives the address of its page to those who may join: nobody finds it otherwise.
"""

from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders.dialogues import joined, joint, queries, whose
from portal.stakeholders.dialogues.forms import JoinForm
from portal.stakeholders.dialogues.joint import CoSponsor
from portal.stakeholders.dialogues.own import about, about_asking, found_or_404
from portal.stakeholders.dialogues.queries import Dialogue, Slot
from portal.web.accounts.access import current_account, require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_dialogue_commands import (
    AcceptCoSponsor,
    AskToCoSponsor,
    LeaveStatement,
    PartWithCoSponsor,
)
from shared.reference.dialogues import BY_LEAD, GRADES, ROLES

bp = Blueprint("cosponsors", __name__, url_prefix="/joint-statements")

_STILL = frozenset({"requested", "listed"})
_ORGANISATIONS = frozenset(ROLES.values())


@bp.route("/<uuid:slot_id>/join", methods=["GET", "POST"])
@require(*_ORGANISATIONS)
def join(slot_id: UUID) -> Answer:
    """Ask to join. Who is of another kind, and who has the slot, find nothing."""
    account, form = current_account(), JoinForm()
    with engine().connect() as conn:
        slot = queries.by_id(conn, str(slot_id))
        one = queries.one(conn, slot.dialogue_id) if slot else None
    if slot is None or one is None or one.over or slot.stage not in _STILL:
        raise NotFound
    speaks = whose.speaks_as(account, one)
    if account.organisation_id is None or speaks not in GRADES or speaks != slot.speaks:
        raise NotFound
    organisation = whose.pseudonym(one.dialogue_id, account.organisation_id)
    others = whose.merged_with(one.dialogue_id, organisation, account.organisation_id)
    if slot.organisation in {organisation, *others}:
        raise NotFound
    return act(
        about_asking(one),
        form,
        Page(
            heading=gettext("Join this statement?"),
            lead=[
                gettext("Whose statement it is reads the name of your organisation, and answers."),
                gettext(
                    "Everybody reads it once you are accepted, while everybody may find your "
                    "organisation."
                ),
                gettext(
                    "If the slot is given back or taken, the first co-sponsor keeps it, with the "
                    "statement as it is."
                ),
            ],
            button=gettext("Ask to join"),
        ),
        lambda: AskToCoSponsor(
            dialogue_id=one.dialogue_id,
            slot_id=slot.slot_id,
            organisation=organisation,
            speaks=slot.speaks,
            speaker=vault().seal(whose.subject_of(slot.slot_id), form.speaker.data or ""),
            grade=whose.grade_of(account.organisation_id, slot.speaks, today()),
            merged=others,
        ),
        said=gettext("It is noted. Whose statement it is answers."),
    )


@bp.route("/<uuid:slot_id>/<organisation>/accept", methods=["GET", "POST"])
@require(*_ORGANISATIONS)
def accept(slot_id: UUID, organisation: str) -> Answer:
    slot, one, who = _of_mine(slot_id, organisation)
    if who.accepted_at is not None:
        raise NotFound
    return act(
        about(slot, one),
        CommandForm(),
        Page(
            heading=gettext("Accept this co-sponsor?"),
            texts=[(gettext("Organisation"), _name(one, slot, who))],
            lead=gettext(
                "The statement is in the name of both. If you give the slot back, the first "
                "co-sponsor keeps it."
            ),
            button=gettext("Accept"),
            leave=gettext("Back without doing it"),
        ),
        lambda: AcceptCoSponsor(
            dialogue_id=one.dialogue_id,
            slot_id=slot.slot_id,
            co_sponsor=who.organisation,
            organisation=slot.organisation,
        ),
        said=gettext("The co-sponsor is accepted."),
    )


@bp.route("/<uuid:slot_id>/<organisation>/part", methods=["GET", "POST"])
@require(*_ORGANISATIONS)
def part(slot_id: UUID, organisation: str) -> Answer:
    slot, one, who = _of_mine(slot_id, organisation)
    return act(
        about(slot, one),
        CommandForm(),
        Page(
            heading=gettext("Take this co-sponsor off the statement?"),
            texts=[(gettext("Organisation"), _name(one, slot, who))],
            lead=gettext("It is told, and can ask again."),
            button=gettext("Take it off"),
            leave=gettext("Back without doing it"),
            tone="warning",
        ),
        lambda: PartWithCoSponsor(
            dialogue_id=one.dialogue_id,
            slot_id=slot.slot_id,
            co_sponsor=who.organisation,
            code=BY_LEAD,
            organisation=slot.organisation,
        ),
        said=gettext("The co-sponsor is taken off."),
    )


@bp.route("/<uuid:slot_id>/leave", methods=["GET", "POST"])
@require(*_ORGANISATIONS)
def leave(slot_id: UUID) -> Answer:
    account = current_account()
    with engine().connect() as conn:
        who = next((o for o in joined.mine(conn, account) if o.slot_id == str(slot_id)), None)
        slot = queries.by_id(conn, str(slot_id)) if who else None
        one = queries.one(conn, slot.dialogue_id) if slot else None
    if who is None or slot is None or one is None or slot.stage not in _STILL:
        raise NotFound
    return act(
        about_asking(one),
        CommandForm(),
        Page(
            heading=gettext("Leave this statement?"),
            lead=gettext("Your organisation is no co-sponsor of it any more."),
            button=gettext("Leave it"),
            leave=gettext("Back without doing it"),
            tone="warning",
        ),
        lambda: LeaveStatement(
            dialogue_id=one.dialogue_id, slot_id=slot.slot_id, organisation=who.organisation
        ),
        said=gettext("Your organisation left the statement."),
    )


def _of_mine(slot_id: UUID, organisation: str) -> tuple[Slot, Dialogue, CoSponsor]:
    """Return who joins a slot of whoever came, or asked to; 404 for anybody else's."""
    slot, one = found_or_404(slot_id)
    with engine().connect() as conn:
        every = joint.of_slots(conn, [slot.slot_id])
    who = next((each for each in every if each.organisation == organisation), None)
    if who is None or one.over or slot.stage not in _STILL:
        raise NotFound
    return slot, one, who


def _name(one: Dialogue, slot: Slot, who: CoSponsor) -> str:
    with engine().connect() as conn:
        return joined.names(conn, one, slot, [who])[joint.key(who)]
