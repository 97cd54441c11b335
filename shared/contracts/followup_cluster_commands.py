"""The commands of clusters: for a mandate, a Government or a country team that groups them."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRecommendations:
    """``mandate``: whose it is, as ``shared.reference.grouping`` has the codes of others.

    ``members``: at least two recommendations to the State, one of them of the mandate if it is one.
    """

    cluster_id: str
    mandate: str
    addressee: str
    name: Sealed
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToCluster:
    cluster_id: str
    recommendation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutOfCluster:
    cluster_id: str
    recommendation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameCluster:
    """``seen``: how often it was changed when the page was shown."""

    cluster_id: str
    name: Sealed
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveCluster:
    """``seen``: how often it was changed when the page was shown."""

    cluster_id: str
    seen: int


Changes: TypeAlias = AddToCluster | TakeOutOfCluster | RenameCluster | DissolveCluster
Command: TypeAlias = ClusterRecommendations | Changes

TYPES: dict[str, type] = {
    "cluster-recommendations": ClusterRecommendations,
    "add-to-cluster": AddToCluster,
    "take-out-of-cluster": TakeOutOfCluster,
    "rename-cluster": RenameCluster,
    "dissolve-cluster": DissolveCluster,
}
