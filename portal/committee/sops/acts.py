"""What is done with procedures: drafted, commented, adopted, made public, done another way."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.exceptions import NotFound

from portal.committee.sops import found, queries
from portal.committee.sops.forms import AdoptForm, CommentForm, DeviateForm, DraftForm, EndForm
from portal.committee.sops.queries import COMMENTS, Procedure
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_sop_commands import (
    AcknowledgeSop,
    AdoptSop,
    CommentSop,
    DeviateFromSop,
    DraftSop,
    EndSopDeviation,
    PublishSop,
    UnpublishSop,
)
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("sopacts", __name__, url_prefix="/committee/procedures")

_of_committee = require(Role.COORDINATION_COMMITTEE)
_of_holders = require(Role.MANDATE_HOLDER)


@bp.route("/draft", methods=["GET", "POST"])
@_of_committee
def new() -> Answer:
    with engine().connect() as conn:
        if not found.works(conn):
            raise NotFound
    form = DraftForm()
    sop_id = str(derive_id("committee sop", form.command_id.data))
    case = derive_id("committee sop", sop_id)
    about = About(address=url_for("sops.index"), case=case, back=_("Procedures"))
    return _draft(about, form, sop_id)


@bp.route("/<uuid:sop_id>/draft", methods=["GET", "POST"])
@_of_committee
def draft(sop_id: UUID) -> Answer:
    one, form = found.found(sop_id, committee=True), DraftForm()
    if not form.is_submitted():
        newest = one.texts[0]
        form.version.data = str(newest.version if one.draft else newest.version + 1)
        form.draft.data = str(newest.draft) if one.draft else "0"
        form.title.data = vault().reveal(newest.title) or ""
        form.text.data = vault().reveal(newest.text) or ""
    return _draft(found.about(one.sop_id), form, one.sop_id)


@bp.route("/<uuid:sop_id>/comment", methods=["GET", "POST"])
@require(*COMMENTS)
def comment(sop_id: UUID) -> Answer:
    one, form = found.found(sop_id), CommentForm()
    with engine().connect() as conn:
        if not (found.works(conn) or current_actor().has(Role.MANDATE_HOLDER)):
            raise NotFound
    if not form.is_submitted():
        newest = one.texts[0]
        form.version.data = str(newest.version)
        form.draft.data = str(newest.draft) if one.draft else "0"
    page = Page(
        heading=_("Comment on this procedure"),
        button=_("Keep the comment"),
        lead=_("The Committee and mandate-holders read it."),
    )
    return act(
        found.about(one.sop_id),
        form,
        page,
        lambda: CommentSop(
            sop_id=one.sop_id,
            version=shown_number(form.version.data),
            draft=shown_number(form.draft.data),
            comment_id=str(derive_id("sop comment", form.id)),
            text=vault().seal(found.subject_of(one.sop_id), form.text.data or ""),
        ),
        said=_("The comment is kept."),
    )


@bp.route("/<uuid:sop_id>/adopt", methods=["GET", "POST"])
@_of_committee
def adopt(sop_id: UUID) -> Answer:
    one, form = found.found(sop_id, chair=True), AdoptForm()
    newest = one.draft
    if not form.is_submitted():
        if newest is None:
            raise NotFound
        form.version.data, form.draft.data = str(newest.version), str(newest.draft)

    def page() -> Page:
        return Page(
            heading=_("Record its adoption"),
            button=_("Continue"),
            lead=_("The Annual Meeting adopts a version. It replaces the one before on its day."),
            texts=[(vault().reveal(newest.title), vault().reveal(newest.text))] if newest else [],
        )

    return act(
        found.about(one.sop_id),
        form,
        page,
        lambda: AdoptSop(
            sop_id=one.sop_id,
            version=shown_number(form.version.data),
            draft=shown_number(form.draft.data),
            adopted_on=given(form.adopted_on),
            in_force_on=given(form.in_force_on),
        ),
        checks=lambda: Check(
            title=_("Check this adoption"),
            lead=_("It cannot be taken back: another version replaces it."),
            button=_("Record the adoption"),
            answers=answers(form.adopted_on, form.in_force_on),
        ),
        said=_("The adoption is recorded."),
    )


@bp.route("/<uuid:sop_id>/public/<int:version>", methods=["GET", "POST"])
@_of_committee
@fresh(lazy("make a procedure public"))
def publish(sop_id: UUID, version: int) -> Answer:
    one = _version(sop_id, version, public=False)
    page = Page(
        heading=_("Make this version public?"),
        button=_("Make it public"),
        lead=_("Everybody reads its title and text, until you take it back."),
        leave=_("Not now"),
    )
    return act(
        found.about(one.sop_id),
        CommandForm(),
        page,
        lambda: PublishSop(sop_id=one.sop_id, version=version),
        said=_("The version is public."),
    )


@bp.route("/<uuid:sop_id>/internal/<int:version>", methods=["GET", "POST"])
@_of_committee
def unpublish(sop_id: UUID, version: int) -> Answer:
    one = _version(sop_id, version, public=True)
    page = Page(
        heading=_("Take this version back?"),
        button=_("Take it back"),
        lead=_("It is read inside alone from then on."),
        leave=_("Leave it public"),
    )
    return act(
        found.about(one.sop_id),
        CommandForm(),
        page,
        lambda: UnpublishSop(sop_id=one.sop_id, version=version),
        said=_("The version is public no more."),
    )


@bp.route("/<uuid:sop_id>/another-way", methods=["GET", "POST"])
@_of_holders
def deviate(sop_id: UUID) -> Answer:
    one, form = found.found(sop_id), DeviateForm()
    going = _going(one)
    mine = [each for each in sorted(current_actor().mandates) if each not in going]
    if not mine or one.texts[-1].adopted_on is None:
        raise NotFound
    form.mandate.choices = {each: names.mandate(each) for each in mine}
    page = Page(
        heading=_("Do it another way"),
        button=_("Record it"),
        lead=_("The Committee and other mandate-holders read the reason."),
    )
    return act(
        found.about(one.sop_id),
        form,
        page,
        lambda: DeviateFromSop(
            sop_id=one.sop_id,
            mandate=form.mandate.data or "",
            from_on=given(form.from_on),
            reason=vault().seal(found.subject_of(one.sop_id), form.reason.data or ""),
        ),
        said=_("It is recorded that the mandate does it another way."),
    )


@bp.route("/<uuid:sop_id>/as-it-says", methods=["GET", "POST"])
@_of_holders
def follow(sop_id: UUID) -> Answer:
    one, form = found.found(sop_id), EndForm()
    mine = [each for each in sorted(_going(one)) if current_actor().serves(each)]
    if not mine:
        raise NotFound
    form.mandate.choices = {each: names.mandate(each) for each in mine}
    page = Page(
        heading=_("Follow the procedure again"),
        button=_("Record it"),
        lead=_("Today is the last day on which the mandate does it another way."),
    )
    return act(
        found.about(one.sop_id),
        form,
        page,
        lambda: EndSopDeviation(sop_id=one.sop_id, mandate=form.mandate.data or ""),
        said=_("It is recorded that the mandate follows the procedure."),
    )


@bp.route("/<uuid:sop_id>/read/<int:version>", methods=["GET", "POST"])
@require(*COMMENTS)
def acknowledge(sop_id: UUID, version: int) -> Answer:
    one = found.found(sop_id)
    if version not in {each.version for each in one.texts if each.adopted_on}:
        raise NotFound
    page = Page(
        heading=_("Have you read this version?"),
        button=_("I have read it"),
        lead=_("It is on record with your name, for version %(number)s.", number=version),
        leave=_("Not yet"),
    )
    return act(
        found.about(one.sop_id),
        CommandForm(),
        page,
        lambda: AcknowledgeSop(sop_id=one.sop_id, version=version),
        said=_("It is recorded."),
    )


def _draft(about: About, form: DraftForm, sop_id: str) -> Answer:
    page = Page(
        heading=_("Draft a procedure"),
        button=_("Keep the draft"),
        lead=_("The Committee and mandate-holders read the draft and comment on it."),
    )
    subject = found.subject_of(sop_id)
    return act(
        about,
        form,
        page,
        lambda: DraftSop(
            sop_id=sop_id,
            version=shown_number(form.version.data),
            draft=shown_number(form.draft.data),
            title=vault().seal(subject, form.title.data or ""),
            text=vault().seal(subject, form.text.data or ""),
        ),
        said=_("The draft is kept."),
    )


def _version(sop_id: UUID, version: int, *, public: bool) -> Procedure:
    """Return the procedure, if this version of it was adopted and is public, or is not."""
    one = found.found(sop_id, chair=True)
    these = [each for each in one.texts if each.version == version and each.adopted_on]
    if not these or bool(these[0].public) is not public:
        raise NotFound
    return one


def _going(one: Procedure) -> set[str]:
    with engine().connect() as conn:
        others = queries.others(conn, one.sop_id)
    return {each.mandate for each in others if each.last is None}
