"""Recommendations to one State that say the same, grouped by one who follows them: a view.

To whom each one is, and which mandate follows it, is read from its own stream (decision 0012). A
mandate that follows what the cluster's mandate had now decides about the cluster as well. A
Government and a country team have clusters of their own, under their codes (``grouping``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, assert_never

from services.followup.recommendation import state as recommendation
from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts import followup_clusters as clusters
from shared.contracts.followup import RecommendationIssued
from shared.contracts.followup_cluster_commands import (
    AddToCluster,
    Changes,
    ClusterRecommendations,
    Command,
    DissolveCluster,
    RenameCluster,
    TakeOutOfCluster,
)
from shared.contracts.followup_clusters import (
    ClusterDissolved,
    ClusterMember,
    ClusterMemberAdded,
    ClusterMemberTakenOut,
    ClusterRenamed,
    Fact,
    RecommendationsClustered,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_taking_up import RecommendationTakenUp
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.reference.country_teams import is_team
from shared.reference.grouping import owners, state_of

MOST: Final = 40
"""Recommendations in a cluster: each decision reads all their streams."""
_FEWEST: Final = 2
_ONLY: Final = "Only those whose group it is may change it."
_SAME: Final = "Choose recommendations to the same State from the list."
_MANY: Final = "A group has at most 40 recommendations. Begin another one for the others."
Heard: TypeAlias = Fact | recommendation.Heard


@dataclass(frozen=True, slots=True)
class Known:
    addressee: str
    mandate: str
    public: bool = False
    shared: frozenset[str] = frozenset()

    def read_by(self, owner: str) -> bool:
        """Whether a team may read it. A Government reads all that is to it."""
        return not is_team(owner) or self.public or owner in self.shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """``members``: the mandate of each when it was added. ``step``: how often it was changed.

    ``known``: what was read of recommendations for one decision.
    """

    mandate: str = ""
    addressee: str = ""
    members: Mapping[str, str] = field(default_factory=dict)
    step: int = 0
    dissolved: bool = False
    known: Mapping[str, Known] = field(default_factory=dict)

    @property
    def mandates(self) -> frozenset[str]:
        """Its own, and those that follow now what its own followed when it was added."""
        own = [one for one, mandate in self.members.items() if mandate == self.mandate]
        return frozenset(
            {self.mandate, *(self.known[one].mandate for one in own if one in self.known)}
        )


def evolve(state: Cluster, event: Heard) -> Cluster:
    if isinstance(event, clusters.Fact):
        return _changed(state, event)
    if isinstance(event, RecommendationIssued | RecommendationTakenUp):
        this, whose = event.recommendation_id, Known(event.addressee, event.mandate)
        before = state.known.get(this, whose)
        now = replace(before, addressee=whose.addressee, mandate=whose.mandate)
        return _known(state, this, now)
    about = getattr(event, "recommendation_id", None)
    known = state.known.get(about) if about else None
    return _known(state, about, _read(known, event)) if about and known else state


def _read(known: Known, event: Heard) -> Known:
    match event:
        case RecommendationPassedOn(to=str(to)) if to:
            return replace(known, mandate=to)
        case RecommendationPublished():
            return replace(known, public=True)
        case RecommendationWithdrawn():
            return replace(known, public=False)
        case RecommendationShared():
            return replace(known, shared=known.shared | {event.organisation_id})
        case RecommendationUnshared():
            return replace(known, shared=known.shared - {event.organisation_id})
        case _:
            return known


def _known(state: Cluster, recommendation_id: str, one: Known) -> Cluster:
    return replace(state, known={**state.known, recommendation_id: one})


def _changed(state: Cluster, event: Fact) -> Cluster:
    match event:
        case RecommendationsClustered():
            members = {one.recommendation_id: one.mandate for one in event.members}
            return replace(
                state,
                mandate=event.mandate,
                addressee=event.addressee,
                members=members,
                step=1,
            )
        case ClusterMemberAdded():
            members = {**state.members, event.member.recommendation_id: event.member.mandate}
        case ClusterMemberTakenOut():
            members = {k: v for k, v in state.members.items() if k != event.recommendation_id}
        case ClusterRenamed():
            return replace(state, step=event.step)
        case ClusterDissolved():
            return replace(state, step=event.step, dissolved=True)
        case _:
            assert_never(event)
    return replace(state, step=event.step, members=members)


def decide(command: Command, asked: Asked, state: Cluster) -> Sequence[Fact]:
    if not owners(asked.by):
        raise Forbidden(_ONLY)
    if isinstance(command, ClusterRecommendations):
        return _begin(command, asked, state)
    if not state.step:
        raise Refused("There is no such group.")
    if owners(asked.by).isdisjoint(state.mandates):
        raise Forbidden(_ONLY)
    if state.dissolved:
        if isinstance(command, DissolveCluster):
            return []
        raise Refused("This group was dissolved. Begin another one.")
    return _change(command, asked, state)


def _begin(command: ClusterRecommendations, asked: Asked, state: Cluster) -> Sequence[Fact]:
    owner, of = command.mandate, state_of(command.mandate)
    if owner not in owners(asked.by):
        raise Forbidden(_ONLY)
    if state.step:
        return []
    if of not in {None, command.addressee}:
        raise Refused(_SAME)
    named = dict.fromkeys(command.members)
    if len(named) > MOST:
        raise Refused(_MANY)
    members = [_member(one, command.addressee, owner, state) for one in named]
    if len(members) < _FEWEST:
        raise Refused("Choose at least one other recommendation that says the same.")
    if of is None and owner not in {one.mandate for one in members}:
        raise Refused("At least one of them is of your mandate.")
    return [
        RecommendationsClustered(
            cluster_id=command.cluster_id,
            mandate=command.mandate,
            addressee=command.addressee,
            name=command.name,
            members=tuple(members),
            clustered_by=asked.by.actor_id,
            clustered_at=asked.at,
        )
    ]


def _member(recommendation_id: str, addressee: str, owner: str, state: Cluster) -> ClusterMember:
    known = state.known.get(recommendation_id)
    if known is None or known.addressee != addressee or not known.read_by(owner):
        raise Refused(_SAME)
    return ClusterMember(recommendation_id=recommendation_id, mandate=known.mandate)


def _change(command: Changes, asked: Asked, state: Cluster) -> Sequence[Fact]:
    this, mandate, step = command.cluster_id, state.mandate, state.step + 1
    by, at = asked.by.actor_id, asked.at
    match command:
        case AddToCluster():
            if command.recommendation_id in state.members:
                return []
            if len(state.members) >= MOST:
                raise Refused(_MANY)
            added = _member(command.recommendation_id, state.addressee, mandate, state)
            return [
                ClusterMemberAdded(
                    cluster_id=this,
                    mandate=mandate,
                    member=added,
                    step=step,
                    added_by=by,
                    added_at=at,
                )
            ]
        case TakeOutOfCluster():
            return _take_out(command, asked, state)
        case RenameCluster():
            _seen(command.seen, state)
            return [
                ClusterRenamed(
                    cluster_id=this,
                    mandate=mandate,
                    name=command.name,
                    step=step,
                    renamed_by=by,
                    renamed_at=at,
                )
            ]
        case DissolveCluster():
            _seen(command.seen, state)
            return [
                ClusterDissolved(
                    cluster_id=this, mandate=mandate, step=step, dissolved_by=by, dissolved_at=at
                )
            ]
    assert_never(command)


def _take_out(command: TakeOutOfCluster, asked: Asked, state: Cluster) -> Sequence[Fact]:
    if command.recommendation_id not in state.members:
        return []
    if len(state.members) == _FEWEST:
        raise Refused("A group has at least two recommendations. Dissolve it instead.")
    left = [of for one, of in state.members.items() if one != command.recommendation_id]
    if state_of(state.mandate) is None and state.mandate not in left:
        raise Refused("It is the last one of the mandate that grouped them. Dissolve the group.")
    return [
        ClusterMemberTakenOut(
            cluster_id=command.cluster_id,
            mandate=state.mandate,
            recommendation_id=command.recommendation_id,
            step=state.step + 1,
            taken_out_by=asked.by.actor_id,
            taken_out_at=asked.at,
        )
    ]


def _seen(seen: int, state: Cluster) -> None:
    if seen != state.step:
        raise Refused("The group was changed since. Look at it again.")


def _consults(command: Command, state: Cluster) -> Sequence[str]:
    """Read the recommendations that it names, and those of the cluster."""
    named: Sequence[str] = ()
    if isinstance(command, ClusterRecommendations):
        named = tuple(dict.fromkeys(command.members))[:MOST]
    elif isinstance(command, AddToCluster):
        named = (command.recommendation_id,)
    return [RECOMMENDATION.stream_of(one) for one in dict.fromkeys([*state.members, *named])]


CLUSTER: Decider[Command, Heard, Cluster] = Decider(
    category="recommendationcluster",
    key=lambda command: command.cluster_id,
    initial=Cluster(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
