"""Recommendations to States: issue them, add information, assess them until implemented."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.casefile.replies import cases
from portal.casefile.replies.cases import Case
from portal.followup.recommendations import narrowing, words
from portal.followup.recommendations.described import (
    Described,
    described,
    is_government_of,
    is_team_of,
    latest,
    to_the_un,
)
from portal.followup.recommendations.forms import IssueForm
from portal.followup.recommendations.opened import document_of, heads_of, texts_of
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import (
    Assessment,
    Information,
    Recommendation,
    assessments_of,
    find,
    information_on,
    invited_to,
    narrowed,
)
from portal.followup.recommendations.sight import READERS
from portal.followup.recommendations.suggesting import undecided
from portal.followup.recommendations.timeline import KINDS, facts, of_described
from portal.followup.replies.page import letter_page
from portal.web import check, htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.polling import version
from portal.web.timeline import Timeline, by_time, shown, told
from portal.web.waiting import waited
from shared.contracts.followup_recommendation_commands import IssueRecommendation, SuggestedTag
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import EVERY_STATE, OTHER, mandate_acronym
from shared.reference.schemes import USUAL, current

bp = Blueprint("recommendations", __name__, url_prefix="/recommendations")

Texts: TypeAlias = Mapping[str, str | None]
"""Opened texts by their ciphers, of other recommendations by their ids; None: erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A recommendation as its page shows it. ``text``: None once erased.

    ``invited``: the organisations that may read it before it is public, for its mandate's people.
    ``positions``: the person records what the Government says. ``notes``: particulars of the text.
    ``grades``: the last ones, of each follow-up in each scheme; ``assessments``: all.
    ``document``: where another mechanism said it; None also once erased. ``lets_go``: the person
    may say that it is followed up here no more.
    ``suggested``: tags that its words suggest and nobody decided about, for those who may
    (decision 0131). ``team``: the person speaks of it for the country team, or
    reads what it says as the desk of its State. ``alike``: how many
    the person sees that have the same text, this one among them.
    """

    about: Recommendation
    information: list[Information]
    invited: list[str]
    text: str | None
    timeline: Timeline
    informs: bool
    team: bool
    assesses: bool
    positions: bool
    notes: bool
    described: Described
    texts: Texts
    grades: list[Assessment]
    assessments: Sequence[Assessment]
    document: str | None
    lets_go: bool
    suggested: Sequence[SuggestedTag]
    alike: int


@bp.get("")
@require(*READERS)
def index() -> str | Response:
    actor = current_actor()
    about = narrowing.asked_for(request.args)
    with engine().connect() as conn:
        seen = version(conn, RECOMMENDATIONS.consumer)
        if request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        found = narrowed(conn, actor, narrowing.which(actor, about), "page", paging.asked)
        there = narrowing.seen_by(conn, actor)
        theirs = to_the_un(conn, list(found)) if actor.has(Role.UN_PARTNER) else None
    heads = heads_of(found)
    return htmx.render(
        "recommendations/index.html",
        block="list",
        rows=found.of(zip(found, map(words.short, heads), strict=True)),
        words=words,
        version=seen,
        issues=actor.has(Role.MANDATE_HOLDER),
        theirs=theirs,
        asked=about,
        counted=paging.COUNTED,
        choices=words.narrowing(there, about),
    )


@bp.get("/<uuid:recommendation_id>")
@require(*READERS)
def detail(recommendation_id: UUID) -> str | Response:
    actor = current_actor()
    done = waited(engine(), RECOMMENDATIONS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        seen = version(conn, RECOMMENDATIONS.consumer)  # before what it is the version of
        about = find(conn, actor, str(recommendation_id))
        if about is None and done:
            raise NotFound
        if about and request.args.get("seen") == seen:
            return htmx.make_response("", 204)
        view = _view(conn, actor, about) if about else None
    return htmx.render(
        "recommendations/detail.html",
        block="state",
        view=view,
        words=words,
        recommendation_id=str(recommendation_id),
        every_state=EVERY_STATE,
        schemes=[code for code in current("recommendation") if code != USUAL.code],
        version=seen,
        letter=letter_page(about.communication_id) if about and about.communication_id else None,
        processing=not done,
    )


@bp.route("/new", methods=["GET", "POST"])
@require(Role.MANDATE_HOLDER)
def new() -> Answer:
    actor = current_actor()
    form = IssueForm(mandates=sorted(actor.mandates))
    if request.method == "GET":
        form.communication.data = request.args.get("communication", "")
    letter = _letter(actor, form.communication.data or "")
    if request.method == "GET":
        _fill_in(form, letter, actor)
    recommendation_id = str(derive_id("recommendation", form.command_id.data or ""))
    lead = []
    if letter:
        said = gettext("It follows from the letter %(reference)s.", reference=letter.reference)
        lead.append(said)
    if form.mandate.data and not form.mandate.several:
        mandate = mandate_acronym(form.mandate.data)
        lead.append(gettext("You issue it as %(mandate)s.", mandate=mandate))
    return act(
        About(
            address=url_for(".index"),
            case=letter.correlation_id if letter else None,
            back=gettext("Back to recommendations"),
        ),
        form,
        Page(heading=gettext("New recommendation"), button=gettext("Continue"), lead=lead),
        lambda: IssueRecommendation(
            recommendation_id=recommendation_id,
            communication_id=letter.communication_id if letter else None,
            addressee=form.addressee.data,
            mandate=form.mandate.data,
            text=sealed(recommendation_id, form.text.data),
        ),
        to=url_for(".detail", recommendation_id=recommendation_id),
        checks=lambda: _check(form),
    )


def on(about: Recommendation) -> About:
    """The recommendation, as the pages say it on which something is done about it."""
    return About(
        address=url_for("recommendations.detail", recommendation_id=about.recommendation_id),
        case=about.correlation_id,
        back=gettext("Back to the recommendation"),
        caption=gettext(
            "%(mandate)s, %(state)s",
            mandate=words.mandate(about.mandate),
            state=words.state(about.addressee),
        ),
    )


def assessed(recommendation_id: UUID) -> View:
    """Return a recommendation of a mandate that this person holds; 404 for any other."""
    view = found(recommendation_id)
    if not view.assesses:
        raise NotFound
    return view


def found(recommendation_id: UUID) -> View:
    actor = current_actor()
    with engine().connect() as conn:
        about = find(conn, actor, str(recommendation_id))
        if about is None:
            raise NotFound
        return _view(conn, actor, about)


def _view(conn: Connection, actor: Actor, about: Recommendation) -> View:
    information = information_on(conn, actor, about)
    graded = assessments_of(conn, about)
    more = described(conn, actor, about)
    texts = _texts(about, more)
    whose = words.follow_ups(about.addressee, more, texts)
    happened = [*facts(about, information, graded, whose), *of_described(more)]
    steps = shown(happened, KINDS, about, order=by_time, newest_first=False)
    decides = actor.has(Role.MANDATE_HOLDER) and actor.serves(about.mandate)
    followed = about.let_go_at is None
    public = about.published_at is not None or about.withdrawn_at is not None
    text = texts_of([about])[0]
    said = bool(information or graded or more.positions or public)
    return View(
        about=about,
        information=information,
        invited=invited_to(conn, about),
        text=text,
        timeline=told(conn, steps),
        informs=_informs(actor, about),
        team=is_team_of(actor, about) or actor.has(Role.DESK_OFFICER),
        assesses=decides and followed,
        positions=followed
        and about.addressee != EVERY_STATE
        and (about.ours or is_government_of(actor, about)),
        notes=about.ours and followed and (decides or about.published_at is None),
        described=more,
        texts=texts,
        grades=list(latest(graded).values()),
        assessments=graded,
        document=document_of(about),
        lets_go=decides and followed and about.item is not None and not about.closed and not said,
        suggested=undecided(text, more) if about.ours and followed else (),
        alike=narrowing.of_same_text(conn, actor, about.common_id),
    )


def _texts(about: Recommendation, more: Described) -> Texts:
    """Open the texts that the page shows beside its timeline; of others, by their ids."""
    others = [*more.repeats, *more.repeated]
    noted = [one for one in (about.title, about.section) if one]
    sealed = [*noted, *(one.name for one in more.addressees), *(one.text for one in more.versions)]
    opened = dict(zip((one.cipher for one in sealed), vault().reveal_all(sealed), strict=True))
    ids = (one.recommendation_id for one in others)
    return opened | dict(zip(ids, texts_of(others), strict=True))


def _informs(actor: Actor, about: Recommendation) -> bool:
    others = actor.has(Role.NGO_MEMBER, Role.CONTACT_POINT) or is_team_of(actor, about)
    return others or is_government_of(actor, about)


def _letter(actor: Actor, communication_id: str) -> Case | None:
    """Return the letter that a recommendation follows from; 404 when it is not this person's."""
    if not communication_id:
        return None
    with engine().connect() as conn:
        found = cases.find(conn, actor, _canonical(communication_id))
    if found is None or not found.sight.house:
        raise NotFound
    return found


def _canonical(communication_id: str) -> str:
    try:
        return str(UUID(communication_id))
    except ValueError:
        raise NotFound from None


def _fill_in(form: IssueForm, letter: Case | None, actor: Actor) -> None:
    if letter is None:
        return
    if letter.recipient != OTHER:
        form.addressee.data = letter.recipient
    mine = [one for one in letter.mandates if actor.serves(one)]
    if len(mine) == 1:
        form.mandate.data = mine[0]


def sealed(recommendation_id: str, text: str | None) -> Sealed:
    return vault().seal(f"recommendation-{recommendation_id}", text or "")


def _check(form: IssueForm) -> Check:
    return Check(
        title=gettext("Check the recommendation before you issue it"),
        lead=gettext(
            "The Government addressed reads it at once; a national human rights institution or an "
            "organisation once you invite that one, or make it public. It cannot be changed "
            "afterwards."
        ),
        button=gettext("Issue the recommendation"),
        answers=check.answers(form.mandate, form.addressee, form.text),
    )
