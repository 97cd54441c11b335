"""Mergers at the register desk: one officer proposes, another one confirms, and either undoes."""

from uuid import UUID

from flask import Blueprint, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.moving import preview, words
from portal.stakeholders.moving.forms import MergeForm
from portal.stakeholders.moving.preview import Two
from portal.stakeholders.organisations import finding, merged, opened
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.merged import Merger
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import now
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_merger_commands import (
    ConfirmMerger,
    DropMerger,
    ProposeMerger,
    UndoMerger,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("mergerdesk", __name__, url_prefix="/register-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_LONGEST = 200
_MOST = 50


@bp.route("/<uuid:organisation_id>/merge", methods=["GET", "POST"])
@require(*OFFICERS)
def propose(organisation_id: UUID) -> Answer:
    """Choose the entry that stays, read what moves, and leave it to another officer."""
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "confirmed" or profile is None:
        raise NotFound
    here = entry.organisation_id
    called = request.values.get("q", "")[:_LONGEST].strip()
    form = MergeForm()
    form.offer(_others(profile, called, but=here))
    merger_id = str(derive_id("merger", form.id))
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Merge this entry into another one"),
            lead=[
                gettext("Do so if both are the same organisation. You read first what moves."),
                gettext("Another stakeholder officer confirms it. For 30 days it can be undone."),
            ],
            button=gettext("Continue"),
            leave=gettext("Back without merging"),
            template="moving/merge.html",
            given={"called": called},
        ),
        lambda: ProposeMerger(merger_id=merger_id, duplicate_id=here, real_id=form.real.data or ""),
        checks=lambda: _checked(here, form.real.data or ""),
        to=url_for(".show", merger_id=merger_id),
        said=gettext("The merger waits for another officer."),
    )


@bp.get("/mergers/<uuid:merger_id>")
@require(*OFFICERS)
def show(merger_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one = merged.one(conn, str(merger_id))
    if one is None and not late:
        raise NotFound
    two = preview.both(one.duplicate_id, one.real_id) if one else None
    return htmx.render(
        "moving/merger.html",
        block="content",
        merger=one,
        lines=preview.lines(two) if two else [],
        seen=preview.seen(two) if two and one and one.step == "proposed" else "",
        me=current_account().account_id,
        words=words,
        now=now(),
        late=late,
    )


@bp.route("/mergers/<uuid:merger_id>/confirm", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("merge two entries of the register"))
def confirm(merger_id: UUID) -> Answer:
    one, two = _step_or_404(merger_id, "proposed")
    if one.proposed_by == current_account().account_id:
        raise NotFound
    return act(
        _about(one, two),
        CommandForm(),
        Page(
            heading=gettext("Merge these entries?"),
            lead=[
                preview.seen(two),
                gettext("The old address leads to the entry that stays."),
            ],
            texts=[(label, value) for label, value in preview.lines(two)],
            button=gettext("Merge them"),
            note=gettext("For 30 days it can be undone."),
            tone="warning",
        ),
        lambda: ConfirmMerger(
            merger_id=one.merger_id, duplicate_id=one.duplicate_id, real_id=one.real_id
        ),
        said=gettext("The entries are merged."),
    )


@bp.route("/mergers/<uuid:merger_id>/drop", methods=["GET", "POST"])
@require(*OFFICERS)
def drop(merger_id: UUID) -> Answer:
    one, two = _step_or_404(merger_id, "proposed")
    return act(
        _about(one, two),
        CommandForm(),
        Page(
            heading=gettext("Leave these entries as they are?"),
            lead=gettext("The merger is not carried out. It can be proposed again."),
            button=gettext("Leave them as they are"),
        ),
        lambda: DropMerger(merger_id=one.merger_id),
        said=gettext("The entries stay as they are."),
    )


@bp.route("/mergers/<uuid:merger_id>/undo", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("undo a merger of two entries"))
def undo(merger_id: UUID) -> Answer:
    one, two = _step_or_404(merger_id, "merged")
    return act(
        _about(one, two),
        CommandForm(),
        Page(
            heading=gettext("Undo this merger?"),
            lead=[
                gettext("Both entries are as before, with their people, flags and accreditations."),
                gettext("What is hidden stays hidden until the organisation asks to be seen."),
            ],
            button=gettext("Undo it"),
        ),
        lambda: UndoMerger(merger_id=one.merger_id),
        said=gettext("The merger is undone."),
    )


def _others(profile: Profile, called: str, *, but: str) -> dict[str, str]:
    """Return the confirmed entries that are like this one, or are called so."""
    alike, found = finding.like(profile, called, but=but, most=_MOST)
    ids = dict.fromkeys([*(one.organisation_id for _, one in alike), *found])
    entries = {one.organisation_id: one for _, one in alike} | found
    return {
        one: listed((entries[one].profile.name, names.recipient(entries[one].profile.country)))
        for one in list(ids)[:_MOST]
    }


def _checked(duplicate_id: str, real_id: str) -> Check:
    two = preview.both(duplicate_id, real_id)
    return Check(
        title=gettext("Check what this merger moves"),
        lead=preview.seen(two) if two else "",
        button=gettext("Propose the merger"),
        answers=preview.lines(two) if two else (),
    )


def _step_or_404(merger_id: UUID, step: str) -> tuple[Merger, Two]:
    with engine().connect() as conn:
        one = merged.one(conn, str(merger_id))
    two = preview.both(one.duplicate_id, one.real_id) if one and one.step == step else None
    if one is None or two is None:
        raise NotFound
    return one, two


def _about(one: Merger, two: Two) -> About:
    return About(
        address=url_for("mergerdesk.show", merger_id=one.merger_id),
        case=case_of(one.real_id),
        back=gettext("The merger"),
        caption=Markup("<bdi>{}</bdi>").format(two.names[0]),
        title=two.names[0],
    )
