"""Recommendations of which some say the same, and their group."""

from typing import Any

from pydantic import TypeAdapter

from portal.followup.clusters.read_model import CLUSTERS
from shared.contracts.followup_cluster_commands import (
    TYPES,
)
from shared.contracts.followup_clusters import (
    ClusterMember,
    ClusterMemberAdded,
    RecommendationsClustered,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.support.followup import issued, tell
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

FIRST, SECOND, THIRD, OTHER, FOURTH = (str(derive_id("recommendation", n)) for n in range(11, 16))
THIS = str(derive_id("cluster", 1))
LIST, PAGE = "/recommendation-groups", f"/recommendation-groups/{THIS}"
BEGIN = f"{LIST}/of/{FIRST}"


def sealed(portal: Pages, recommendation_id: str, words: str) -> Sealed:
    return portal.vault.seal(f"recommendation-{recommendation_id}", words)


def facts(portal: Pages) -> list[Any]:
    """Two of one mandate, one of another that is not public, and one to another State."""
    said = [
        (FIRST, "sr-torture", "CHE", "Close the cells."),
        (SECOND, "sr-torture", "CHE", "Shut the basement."),
        (THIRD, "wgad", "CHE", "End secret custody."),
        (OTHER, "sr-torture", "KEN", "Open the files."),
    ]
    return [
        issued(
            one,
            mandate=mandate,
            addressee=state,
            text=sealed(portal, one, words),
            communication_id=None,
        )
        for one, mandate, state, words in said
    ]


def begun(portal: Pages, *members: tuple[str, str]) -> RecommendationsClustered:
    some = members or ((FIRST, "sr-torture"), (SECOND, "sr-torture"), (THIRD, "wgad"))
    return RecommendationsClustered(
        cluster_id=THIS,
        mandate="sr-torture",
        addressee="CHE",
        name=portal.vault.seal(f"recommendationcluster-{THIS}", "Secret places"),
        members=tuple(ClusterMember(recommendation_id=one, mandate=of) for one, of in some),
        clustered_by="account-1",
        clustered_at=AT,
    )


def grouped(portal: Pages) -> None:
    tell(portal.engine, CLUSTERS, [begun(portal)])


def added(recommendation_id: str = SECOND) -> ClusterMemberAdded:
    return ClusterMemberAdded(
        cluster_id=THIS,
        mandate="sr-torture",
        member=ClusterMember(recommendation_id=recommendation_id, mandate="sr-torture"),
        step=2,
        added_by="x",
        added_at=AT,
    )


def holder(portal: Pages, *mandates: str) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset(mandates or ("sr-torture",)))


def government(portal: Pages, state: str = "CHE") -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({state}))


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)
