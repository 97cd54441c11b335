"""What becomes of information on implementation: published, withheld, taken back, withdrawn.

Its provider lets it be published with a name, without one, or not at all; the holder decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.followup.recommendations import published_information as public
from portal.followup.recommendations import words
from portal.followup.recommendations.detail_forms import WithholdForm
from portal.followup.recommendations.following import PROVIDERS
from portal.followup.recommendations.forms import TakeBackForm
from portal.followup.recommendations.shared_with import (
    Information,
    Recommendation,
    information_on,
    standing,
)
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import View, assessed, found, on, sealed
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_information import (
    PublishImplementationInfo,
    TakeImplementationInfoBack,
    WithdrawImplementationInfo,
    WithholdImplementationInfo,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint(
    "information",
    __name__,
    url_prefix="/recommendations/<uuid:recommendation_id>/information/<uuid:info_id>",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A piece of information on its page. ``acts``: the endpoints of what this person may do."""

    info_id: str
    called: str
    said: Sequence[str]
    status: tuple[str, str]
    acts: Sequence[str]


@bp.route("/publish", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
@fresh(lazy("publish information on implementation"))
def publish(recommendation_id: UUID, info_id: UUID) -> Answer:
    view, one = _decides(recommendation_id, info_id)
    about = view.about
    name = vault().reveal(one.name) if one.name else None
    text = view.timeline.read(one.text)
    if about.published_at is None or one.published_at or text is None:
        raise NotFound
    return act(
        on(about),
        CommandForm(),
        Page(
            heading=gettext("Publish this information"),
            lead=gettext(
                "Everybody reads these words, as their provider lets it. Whoever has saved them "
                "keeps them, even if you take them back. Files beside them are not published."
            ),
            texts=[(None, view.text), (words.told_by(one.provider, name), text)],
            button=gettext("Publish it"),
            leave=gettext("Not now"),
        ),
        lambda: PublishImplementationInfo(
            recommendation_id=about.recommendation_id,
            info_id=one.info_id,
            text=untelling(about, text, given=name or "", typed=False),
            name=name,
        ),
        said=gettext("The information is published."),
    )


@bp.route("/withhold", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def withhold(recommendation_id: UUID, info_id: UUID) -> Answer:
    view, one = _decides(recommendation_id, info_id)
    about, form = view.about, WithholdForm()
    if one.published_at or one.withheld_at:
        raise NotFound
    return act(
        on(about),
        form,
        Page(
            heading=gettext("Withhold this information"),
            lead=gettext(
                "Nobody else reads it. Its provider is told that it is withheld. You can publish "
                "it later."
            ),
            texts=[(words.told_by(one.provider, None), view.timeline.read(one.text))],
            button=gettext("Withhold it"),
            leave=gettext("Not now"),
        ),
        lambda: WithholdImplementationInfo(
            recommendation_id=about.recommendation_id,
            info_id=one.info_id,
            reason=sealed(about.recommendation_id, form.reason.data),
            for_provider=_for_provider(about, form),
        ),
        said=gettext("The information is withheld."),
    )


def _for_provider(about: Recommendation, form: WithholdForm) -> Sealed | None:
    said = form.for_provider.data
    return sealed(about.recommendation_id, untelling(about, said)) if said else None


@bp.route("/take-back", methods=["GET", "POST"])
@require(*public.TAKE_BACK)
@fresh(lazy("take public information back"))
def take_back(recommendation_id: UUID, info_id: UUID) -> Answer:
    """Danger waits for no holder."""
    actor, form = current_actor(), TakeBackForm()
    with engine().connect() as conn:
        about = public.find(conn, str(recommendation_id))
        one = public.one(conn, str(recommendation_id), str(info_id))
    if about is None or one is None or not public.takes_back(actor, about.mandate):
        raise NotFound
    ours = actor.serves(about.mandate) and actor.has(*public.OFFICE)
    page = "recommendations.detail" if ours else "publicinformation.show"
    return act(
        About(
            address=url_for(page, recommendation_id=about.recommendation_id),
            case=about.correlation_id,
            back=gettext("Back to the recommendation"),
            waits=ours,
        ),
        form,
        Page(
            heading=gettext("Take this information back"),
            lead=gettext("It leaves every public page at once. Whoever has saved it keeps it."),
            texts=[(words.told_by(one.provider, one.name), one.text)],
            button=gettext("Take it back"),
            tone="warning",
        ),
        lambda: TakeImplementationInfoBack(
            recommendation_id=about.recommendation_id,
            info_id=one.info_id,
            reason=form.reason.data,
        ),
        said=gettext("The information is taken back."),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@require(*PROVIDERS)
def withdraw(recommendation_id: UUID, info_id: UUID) -> Answer:
    view = found(recommendation_id)
    about = view.about
    with engine().connect() as conn:
        mine = own_on(conn, current_actor(), about)
    one = mine.get(str(info_id))
    if one is None or one.published_at or one.withdrawn_at:
        raise NotFound
    return act(
        on(about),
        CommandForm(),
        Page(
            heading=gettext("Take your information back?"),
            lead=gettext(
                "The mandate reads it no more, nor its files, nor what it corrected, and bases no "
                "grade on it from now on. You go on reading it here."
            ),
            texts=[(None, vault().reveal(one.text))],
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: WithdrawImplementationInfo(
            recommendation_id=about.recommendation_id, info_id=one.info_id
        ),
        said=gettext("Your information is taken back."),
    )


@bp.app_template_global()
def information_lines(view: View) -> list[Line]:
    """Return what the page says of each piece that its reader sees: its words are further down."""
    actor, about = current_actor(), view.about
    if not view.information:
        return []
    with engine().connect() as conn:
        mine = own_on(conn, actor, about)
    labels = words.labels(view.information)
    stands = {one.info_id for one in standing(view.information)}
    return [
        Line(
            info_id=one.info_id,
            called=labels[one.info_id],
            said=[*words.told_of(one), *_said_to_provider(one)],
            status=words.came_to(one, stands=one.info_id in stands),
            acts=_acts(view, one, stands=one.info_id in stands, own=one.info_id in mine),
        )
        for one in view.information
    ]


def _said_to_provider(one: Information) -> Sequence[str]:
    if one.for_provider is None:
        return []
    said = vault().reveal(one.for_provider) or gettext("[erased]")
    return [gettext("The mandate to its provider: %(said)s", said=said)]


def _acts(view: View, one: Information, *, stands: bool, own: bool) -> Sequence[str]:
    if one.withdrawn_at:
        return []
    if one.published_at:
        return ["information.take_back"] if view.about.ours else []
    some: list[str] = []
    if view.assesses and stands and one.wish != "holder":
        some += ["information.publish"] if view.about.published_at else []
        some += [] if one.withheld_at else ["information.withhold"]
    return [*some, *(["information.withdraw"] if own else [])]


def own_on(conn: Connection, actor: Actor, about: Recommendation) -> dict[str, Information]:
    """Return the information that this person, or a colleague, gave, by id."""
    if not actor.has(*PROVIDERS):
        return {}
    theirs = information_on(conn, actor, replace(about, ours=False))
    return {one.info_id: one for one in theirs}


def _decides(recommendation_id: UUID, info_id: UUID) -> tuple[View, Information]:
    """Return what the holder decides about; 404 where its provider lets nothing be decided."""
    view = assessed(recommendation_id)
    for one in standing(view.information):
        if one.info_id == str(info_id) and one.wish != "holder":
            return view, one
    raise NotFound
