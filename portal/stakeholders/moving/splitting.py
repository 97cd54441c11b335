"""Splits at the register desk: one officer proposes, another one confirms, and either undoes."""

from uuid import UUID, uuid5

from flask import Blueprint, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.moving import parted, words
from portal.stakeholders.moving.forms import SplitForm
from portal.stakeholders.organisations import apart, choices, joining, merged, opened
from portal.stakeholders.organisations.apart import Split
from portal.stakeholders.organisations.asking import sealed
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.profile import BLANK, Profile, first
from portal.stakeholders.organisations.queries import Organisation
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, ask
from portal.web.check import Check
from portal.web.commands import Accepted
from portal.web.context import now
from portal.web.db import engine
from portal.web.forms import CommandForm, given
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_organisation_commands import RegisterOrganisation
from shared.contracts.stakeholders_organisations import Standing
from shared.contracts.stakeholders_split_commands import (
    ConfirmSplit,
    DropSplit,
    ProposeSplit,
    UndoSplit,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import register_id

bp = Blueprint("splitdesk", __name__, url_prefix="/register-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_LIKE_THE_WHOLE = ("type", "country", "countries", "scope", "themes", "languages")


@bp.route("/<uuid:organisation_id>/split", methods=["GET", "POST"])
@require(*OFFICERS)
def propose(organisation_id: UUID) -> Answer:
    """Say what it splits into, read what that changes, and leave it to another officer."""
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "confirmed" or entry.standing == "person" or profile is None:
        raise NotFound
    here = entry.organisation_id
    form = SplitForm()
    with engine().connect() as conn:
        before = [one.duplicate_id for one in merged.settled(conn, here, now())]
    form.offer(parted.names_of(before))
    split_id = str(derive_id("split", form.id))
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Split this organisation"),
            lead=[
                gettext("Do so if it is several organisations now. You read first what changes."),
                gettext("Another stakeholder officer confirms it. For 30 days it can be undone."),
                gettext("A merger that is younger than 30 days is undone instead."),
            ],
            button=gettext("Continue"),
            leave=gettext("Back without splitting"),
        ),
        lambda: ProposeSplit(
            split_id=split_id,
            organisation_id=here,
            new_ids=tuple(_new(form)),
            merged_ids=form.merged_ids,
            since=given(form.since),
        ),
        checks=lambda: _checked(here, profile, form),
        then=lambda: _register(entry, profile, form),
        to=url_for(".show", split_id=split_id),
        said=gettext("The split waits for another officer."),
    )


@bp.get("/splits/<uuid:split_id>")
@require(*OFFICERS)
def show(split_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = apart.one(conn, str(split_id))
    if one is None and not late:
        raise NotFound
    return htmx.render(
        "moving/split.html",
        block="content",
        split=one,
        lines=parted.lines(one) if one else [],
        me=current_account().account_id,
        words=words,
        now=now(),
        late=late,
    )


@bp.route("/splits/<uuid:split_id>/confirm", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("split an organisation of the register"))
def confirm(split_id: UUID) -> Answer:
    one = _step_or_404(split_id, "proposed")
    if one.proposed_by == current_account().account_id:
        raise NotFound
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Split this organisation?"),
            lead=parted.seen(),
            texts=list(parted.lines(one)),
            button=gettext("Split it"),
            note=gettext("For 30 days it can be undone."),
            tone="warning",
        ),
        lambda: _confirmed(one),
        said=gettext("The organisation is split."),
    )


@bp.route("/splits/<uuid:split_id>/drop", methods=["GET", "POST"])
@require(*OFFICERS)
def drop(split_id: UUID) -> Answer:
    one = _step_or_404(split_id, "proposed")
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Leave this organisation as it is?"),
            lead=gettext("The split is not carried out. It can be proposed again."),
            button=gettext("Leave it as it is"),
        ),
        lambda: DropSplit(split_id=one.split_id),
        said=gettext("The organisation stays as it is."),
    )


@bp.route("/splits/<uuid:split_id>/undo", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("undo a split of an organisation"))
def undo(split_id: UUID) -> Answer:
    one = _step_or_404(split_id, "split")
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Undo this split?"),
            lead=[
                gettext("The entries are one organisation again."),
                gettext(
                    "Whoever went to another entry speaks for this one at once. They read what it "
                    "submitted only when one of its focal points lets them in."
                ),
                gettext("If a risk flag stands on another entry, this one is hidden."),
            ],
            button=gettext("Undo it"),
        ),
        lambda: UndoSplit(
            split_id=one.split_id, organisation_id=one.organisation_id, part_ids=one.parts
        ),
        said=gettext("The split is undone."),
    )


def _new(form: SplitForm) -> dict[str, str]:
    """Return the name of each new organisation by the id of its entry."""
    names = [name for name in (form.name.data, form.second.data) if name]
    return {str(derive_id("split part", form.id, n)): name for n, name in enumerate(names)}


def _register(entry: Organisation, profile: Profile, form: SplitForm) -> Accepted | None:
    """Make the entries of what is new; each under an id of its own, so that twice is once."""
    last = None
    for part_id, name in _new(form).items():
        like = {field: getattr(profile, field) for field in _LIKE_THE_WHOLE}
        made = first({**BLANK, **like, "name": name}, "officer")
        standing: Standing = "registered" if entry.standing == "registered" else "unregistered"
        command = RegisterOrganisation(
            organisation_id=part_id, profile=sealed(part_id, made), standing=standing
        )
        last = ask(command, uuid5(form.id, part_id), case_of(part_id))
    return last


def _checked(here: str, profile: Profile, form: SplitForm) -> Check:
    again = parted.names_of(form.merged_ids)
    return Check(
        title=gettext("Check what this split changes"),
        lead=parted.seen(),
        button=gettext("Propose the split"),
        answers=parted.told(
            here, profile.name, list(_new(form).values()), list(again.values()), given(form.since)
        ),
    )


def _confirmed(one: Split) -> ConfirmSplit:
    """Let those who are of it now choose, and nobody who comes later: the parts are hidden."""
    here = one.organisation_id
    if one.new_ids:
        with engine().begin() as conn:
            people = [
                who.account_id
                for who in joining.people(conn, here)
                if register_id(who.organisation_id or "") == here
            ]
            choices.may_choose(conn, one, people, now())
    return ConfirmSplit(split_id=one.split_id, organisation_id=here, part_ids=one.parts)


def _step_or_404(split_id: UUID, step: str) -> Split:
    with engine().connect() as conn:
        one = apart.one(conn, str(split_id))
    if one is None or one.step != step:
        raise NotFound
    return one


def _about(one: Split) -> About:
    name = parted.name_of(one.organisation_id)
    return About(
        address=url_for("splitdesk.show", split_id=one.split_id),
        case=case_of(one.organisation_id),
        back=gettext("The split"),
        caption=Markup("<bdi>{}</bdi>").format(name),
        title=name,
    )
