"""The invented groups of a demonstration: of two mandates' recommendations, and a Government's."""

from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, seal
from shared.contracts.followup_cluster_commands import ClusterRecommendations
from shared.contracts.followup_recommendation_commands import (
    IssueRecommendation,
    PublishRecommendation,
)
from shared.core.message import derive_id
from shared.reference.grouping import government_of

_STATE = "CHE"
_SAID = (
    (TORTURE, "holder", "Make it a crime to punish who speaks to an expert. (invented)"),
    (DEFENDERS, "holder.hrds", "Punish reprisals against defenders by law. (invented)"),
)


def tell() -> None:
    members = tuple(_recommended(*one) for one in _SAID)
    _group("officer", TORTURE, "A law against reprisals (invented)", members)
    _group("government", government_of(_STATE), "For the criminal code (invented)", members)


def _group(by: str, owner: str, called: str, members: tuple[str, ...]) -> None:
    whose = () if owner == TORTURE else (owner,)
    cluster = str(derive_id("demo cluster", _STATE, *whose))
    grouped = ClusterRecommendations(
        cluster_id=cluster,
        mandate=owner,
        addressee=_STATE,
        name=seal(f"recommendationcluster-{cluster}", called),
        members=members,
    )
    ask(grouped, by, str(derive_id("demo cluster case", cluster)), "cluster", _STATE, *whose)


def _recommended(mandate: str, holder: str, text: str) -> str:
    one = str(derive_id("demo recommendation that says the same", mandate))
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=None,
        addressee=_STATE,
        mandate=mandate,
        text=seal(f"recommendation-{one}", text),
    )
    case = str(derive_id("demo recommendation case", one))
    ask(issued, holder, case, "says the same", mandate, "issued")
    public = PublishRecommendation(recommendation_id=one, text=text)
    ask(public, holder, case, "says the same", mandate, "published")
    return one
