"""A cluster is begun, named, added to, made smaller and dissolved by those whose it is."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.clusters import queries
from portal.followup.clusters.forms import AddForm, BeginForm, DissolveForm, NameForm
from portal.followup.clusters.queries import Cluster
from portal.followup.clusters.views import labels_of, names_of
from portal.followup.recommendations import words
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.recommendations.telling import untelling
from portal.followup.recommendations.views import found, on
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.followup_cluster_commands import (
    AddToCluster,
    ClusterRecommendations,
    DissolveCluster,
    RenameCluster,
    TakeOutOfCluster,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

bp = Blueprint("clusteracts", __name__, url_prefix="/recommendation-groups")

_team = require(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.GOVERNMENT, Role.UN_PARTNER)


@bp.route("/of/<uuid:recommendation_id>", methods=["GET", "POST"])
@_team
def begin(recommendation_id: UUID) -> Answer:
    """Begin one from the page of a recommendation, for the mandate, the Government or the team."""
    view = found(recommendation_id)
    about, owner = view.about, queries.begins_as(current_actor(), view.about)
    if owner is None or (about.let_go_at and request.method == "GET"):
        raise NotFound
    private = owner != about.mandate
    with engine().connect() as conn:
        some = queries.others_to(
            conn, current_actor(), about.addressee, but=[about.recommendation_id]
        )
    form = BeginForm(others=labels_of(some))
    if private:
        form.keep_private()
    this = str(derive_id("recommendation cluster", form.id))

    def command() -> ClusterRecommendations:
        chosen = [one for one in some if one.recommendation_id in (form.others.data or ())]
        return ClusterRecommendations(
            cluster_id=this,
            mandate=owner,
            addressee=about.addressee,
            name=_sealed(this, _untold([about, *chosen], form.name.data or "")),
            members=(about.recommendation_id, *(one.recommendation_id for one in chosen)),
        )

    return act(
        replace(on(about), case=None) if private else on(about),
        form,
        Page(
            heading=gettext("Group it with others that say the same"),
            lead=[
                gettext(
                    "Only those who sign in for your Government or your country team see the "
                    "group. Each recommendation keeps its own information and grades."
                )
                if private
                else gettext(
                    "Each page then names the others to whoever may read them. Each keeps its own "
                    "information and grades, and counts on its own."
                ),
                *([] if some else [gettext("There is no other recommendation to this State.")]),
            ],
            texts=[(None, view.text)],
            button=gettext("Begin the group"),
        ),
        command,
        to=url_for("clusters.show", cluster_id=this),
    )


@bp.route("/<uuid:cluster_id>/add", methods=["GET", "POST"])
@_team
def add(cluster_id: UUID) -> Answer:
    one = _ours(cluster_id)
    with engine().connect() as conn:
        actor = current_actor()
        there = [each.recommendation_id for each in queries.members_of(conn, actor, one.cluster_id)]
        some = queries.others_to(conn, actor, one.addressee, but=there)
    form = AddForm(others=labels_of(some))

    def command() -> AddToCluster:
        added = [each for each in some if each.recommendation_id == form.other.data]
        _untold(added, names_of([one])[0])
        return AddToCluster(cluster_id=one.cluster_id, recommendation_id=form.other.data)

    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Add a recommendation to the group"),
            lead=[] if some else gettext("There is no other recommendation to this State."),
            button=gettext("Add it"),
        ),
        command,
    )


@bp.route("/<uuid:cluster_id>/<uuid:recommendation_id>/take-out", methods=["GET", "POST"])
@_team
def take_out(cluster_id: UUID, recommendation_id: UUID) -> Answer:
    one = _ours(cluster_id)
    with engine().connect() as conn:
        some = queries.members_of(conn, current_actor(), one.cluster_id)
    label = labels_of(some).get(str(recommendation_id))
    if label is None and request.method == "GET":
        raise NotFound
    return act(
        _about(one),
        CommandForm(),
        Page(
            heading=gettext("Take it out of the group?"),
            texts=[(None, label)] if label else [],
            button=gettext("Take it out of the group"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: TakeOutOfCluster(
            cluster_id=one.cluster_id, recommendation_id=str(recommendation_id)
        ),
    )


@bp.route("/<uuid:cluster_id>/rename", methods=["GET", "POST"])
@_team
def rename(cluster_id: UUID) -> Answer:
    one, form = _ours(cluster_id), NameForm()
    if one.private:
        form.keep_private()
    if request.method == "GET":
        form.name.data, form.seen.data = vault().reveal_all([one.name])[0], str(one.step)

    def command() -> RenameCluster:
        with engine().connect() as conn:
            some = queries.members_of(conn, current_actor(), one.cluster_id)
        return RenameCluster(
            cluster_id=one.cluster_id,
            name=_sealed(one.cluster_id, _untold(some, form.name.data or "")),
            seen=form.step,
        )

    return act(
        _about(one),
        form,
        Page(heading=gettext("Give the group another name"), button=gettext("Keep this name")),
        command,
    )


@bp.route("/<uuid:cluster_id>/dissolve", methods=["GET", "POST"])
@_team
def dissolve(cluster_id: UUID) -> Answer:
    one, form = _ours(cluster_id), DissolveForm()
    if request.method == "GET":
        form.seen.data = str(one.step)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Dissolve the group?"),
            lead=gettext("Its recommendations stay as they are, and name each other no more."),
            button=gettext("Dissolve the group"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: DissolveCluster(cluster_id=one.cluster_id, seen=form.step),
        said=gettext("The group is dissolved."),
        to=url_for("clusters.index"),
    )


def _ours(cluster_id: UUID) -> Cluster:
    """Return a cluster that this person may change; 404 for any other."""
    with engine().connect() as conn:
        one = queries.find(conn, current_actor(), str(cluster_id))
    if one is None or not one.ours:
        raise NotFound
    return one


def _untold(some: Sequence[Recommendation], name: str) -> str:
    """Return the name, or refuse it: whoever reads two of the recommendations may read it.

    It is compared with what the person's own mandates know, and with nothing of another mandate.
    """
    for about in {(one.communication_id, one.mandate): one for one in some if one.ours}.values():
        untelling(about, name)
    return name


def _sealed(cluster_id: str, name: str) -> Sealed:
    return vault().seal(f"recommendationcluster-{cluster_id}", name)


def _about(one: Cluster) -> About:
    return About(
        address=url_for("clusters.show", cluster_id=one.cluster_id),
        case=None,
        back=gettext("Back to the group"),
        caption=gettext(
            "%(mandate)s, %(state)s",
            mandate=words.group_of(one.mandate),
            state=words.state(one.addressee),
        ),
    )
