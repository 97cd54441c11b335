"""Facts of followup: recommendations that say the same, grouped by those who follow them (Q5).

A cluster is a view: each recommendation keeps its own information and grades. Its name is sealed
under the key of the cluster. Section F.2 of visits-recommendations-knowledge.md.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMember:
    """``mandate``: which followed it when it was added."""

    recommendation_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationsClustered:
    """Recommendations to one State, perhaps of several mandates, say the same.

    ``mandate``: whose cluster it is; the code of the Government or the country team where that is
    none of a mandate (``shared.reference.grouping``). So in the facts that follow.
    """

    cluster_id: str
    mandate: str
    addressee: str
    name: Sealed
    members: tuple[ClusterMember, ...]
    clustered_by: str
    clustered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMemberAdded:
    cluster_id: str
    mandate: str
    member: ClusterMember
    step: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMemberTakenOut:
    cluster_id: str
    mandate: str
    recommendation_id: str
    step: int
    taken_out_by: str
    taken_out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRenamed:
    cluster_id: str
    mandate: str
    name: Sealed
    step: int
    renamed_by: str
    renamed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterDissolved:
    """Its recommendations stay what they are; who groups them anew begins another one."""

    cluster_id: str
    mandate: str
    step: int
    dissolved_by: str
    dissolved_at: datetime


Fact: TypeAlias = (
    RecommendationsClustered
    | ClusterMemberAdded
    | ClusterMemberTakenOut
    | ClusterRenamed
    | ClusterDissolved
)

TYPES: dict[str, type] = {
    "recommendations-clustered": RecommendationsClustered,
    "cluster-member-added": ClusterMemberAdded,
    "cluster-member-taken-out": ClusterMemberTakenOut,
    "cluster-renamed": ClusterRenamed,
    "cluster-dissolved": ClusterDissolved,
}
