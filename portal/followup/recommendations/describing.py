"""The position of the Government on a recommendation, what it is about, and what it repeats."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import words
from portal.followup.recommendations.addressees import bp
from portal.followup.recommendations.described import of_same_state
from portal.followup.recommendations.detail_forms import (
    ParticularsForm,
    PositionForm,
    RepeatForm,
    TagForm,
)
from portal.followup.recommendations.following import view_of
from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import View, found, on, sealed
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.followup_recommendation_commands import (
    NoteParticulars,
    RecordPosition,
    RelateRecommendation,
    TagRecommendation,
    UnrelateRecommendation,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.treaties import short

__all__ = ["bp"]  # with the views that are on it so far


@bp.route("/<uuid:recommendation_id>/position", methods=["GET", "POST"])
@require(Role.GOVERNMENT, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def position(recommendation_id: UUID) -> Answer:
    """Say it as the Government, or record what a report says that it said."""
    view = found(recommendation_id)
    if not view.positions:
        raise NotFound
    about, form = view.about, PositionForm()
    page = Page(
        heading=gettext("Position of the Government"),
        lead=gettext(
            "Both sides read it at once, and everybody who may read the recommendation once that "
            "is public. A later position stands above the earlier ones, which stay."
        ),
        texts=[(None, view.text)],
        button=gettext("Record the position"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: RecordPosition(
            recommendation_id=about.recommendation_id,
            position_id=str(derive_id("position", form.id)),
            position=form.position.data,
            note=sealed(about.recommendation_id, form.note.data),
        ),
    )


@bp.route("/<uuid:recommendation_id>/tags", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def tags(recommendation_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    about, form = view.about, TagForm()
    if request.method == "GET":
        chosen = view.described.tags
        form.themes.data, form.persons.data = list(chosen["theme"]), list(chosen["person"])
        form.targets.data = ", ".join(chosen["target"])
        form.articles.data = ", ".join(map(short, chosen["article"]))
        form.seen.data = " ".join(code for codes in chosen.values() for code in codes)
    page = Page(
        heading=gettext("What the recommendation is about"),
        texts=[(None, view.text)],
        button=gettext("Keep this"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: TagRecommendation(
            recommendation_id=about.recommendation_id,
            themes=tuple(form.themes.data or ()),
            persons=tuple(form.persons.data or ()),
            targets=form.chosen,
            articles=form.of_treaties,
            seen=tuple((form.seen.data or "").split()),
        ),
    )


@bp.route("/<uuid:recommendation_id>/particulars", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def particulars(recommendation_id: UUID) -> Answer:
    """Note what its text is called, where it stands, and by when it asks for what."""
    view = view_of(recommendation_id)
    about, form = view.about, ParticularsForm(own=view.about.item is None)
    if request.method == "GET":
        if not view.notes:
            raise NotFound
        form.title.data = view.texts[about.title.cipher] if about.title else ""
        form.section.data = view.texts[about.section.cipher] if about.section else ""
        form.language.data, form.time_frame.data = about.language, about.time_frame
        form.target.data, form.seen.data = about.target, str(about.noted)
        form.say(about.type, about.source_kind)

    def kept(text: str | None) -> Sealed | None:
        return sealed(about.recommendation_id, untelling(about, text)) if text else None

    page = Page(
        heading=gettext("Particulars of the text"),
        lead=gettext(
            "Whoever may read the recommendation reads them, and everybody once it is public. "
            "Name nobody who must stay protected."
        ),
        texts=[(None, view.text)],
        button=gettext("Keep this"),
    )
    return act(
        on(about),
        form,
        page,
        lambda: NoteParticulars(
            recommendation_id=about.recommendation_id,
            title=kept(form.title.data),
            section=kept(form.section.data),
            language=form.language.data or None,
            time_frame=form.time_frame.data or None,
            target=form.target.data,
            seen=form.version,
            **form.of_own,
        ),
    )


@bp.route("/<uuid:recommendation_id>/repeats", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def repeat(recommendation_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    form = RepeatForm(others=others(view, still_open=False))
    page = Page(
        heading=gettext("It repeats another recommendation"),
        lead=gettext(
            "Both pages then say so to whoever may read both. Each keeps its own information and "
            "grades."
        ),
        texts=[(None, view.text)],
        button=gettext("Keep this"),
    )
    return act(
        on(view.about),
        form,
        page,
        lambda: RelateRecommendation(
            recommendation_id=view.about.recommendation_id, repeats_id=form.repeats.data
        ),
    )


@bp.route("/<uuid:recommendation_id>/repeats/<uuid:repeats_id>/remove", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
def unrepeat(recommendation_id: UUID, repeats_id: UUID) -> Answer:
    view = view_of(recommendation_id)
    for one in view.described.repeats:
        if one.recommendation_id == str(repeats_id):
            break
    else:
        raise NotFound
    page = Page(
        heading=gettext("It does not repeat this one"),
        texts=[(None, view.texts[one.recommendation_id])],
        button=gettext("Take this back"),
    )
    return act(
        on(view.about),
        CommandForm(),
        page,
        lambda: UnrelateRecommendation(
            recommendation_id=view.about.recommendation_id, repeats_id=str(repeats_id)
        ),
    )


def others(view: View, *, still_open: bool) -> dict[str, str]:
    """Return the others to the same State that the person sees: mandate and how each begins."""
    with engine().connect() as conn:
        same = of_same_state(conn, current_actor(), view.about, still_open=still_open)
    return {
        one.recommendation_id: f"{words.mandate(one.mandate)}: {words.short(text)}"
        for one, text in zip(same, texts_of(same), strict=True)
    }
