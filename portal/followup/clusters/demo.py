"""The invented groups of a demonstration: a mandate's, a Government's and a country team's."""

from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, seal
from shared.contracts.followup_cluster_commands import ClusterRecommendations
from shared.contracts.followup_recommendation_commands import (
    IssueRecommendation,
    PublishRecommendation,
)
from shared.core.message import derive_id
from shared.reference.country_teams import team_of
from shared.reference.grouping import government_of

_SAID = {
    "CHE": (
        (TORTURE, "holder", "Make it a crime to punish who speaks to an expert. (invented)"),
        (DEFENDERS, "holder.hrds", "Punish reprisals against defenders by law. (invented)"),
    ),
    "KEN": (
        (TORTURE, "holder", "Bring who is arrested before a judge in 48 hours. (invented)"),
        (DEFENDERS, "holder.hrds", "Let a judge hear arrested defenders in two days. (invented)"),
    ),
}


def tell() -> None:
    law, judge = (_members(state) for state in _SAID)
    _group("officer", TORTURE, "CHE", "A law against reprisals (invented)", law)
    _group("government", government_of("CHE"), "CHE", "For the criminal code (invented)", law)
    _group("partner", team_of("KEN"), "KEN", "For work with the courts (invented)", judge)


def _group(by: str, owner: str, state: str, called: str, members: tuple[str, ...]) -> None:
    whose = () if owner == TORTURE else (owner,)
    cluster = str(derive_id("demo cluster", state, *whose))
    grouped = ClusterRecommendations(
        cluster_id=cluster,
        mandate=owner,
        addressee=state,
        name=seal(f"recommendationcluster-{cluster}", called),
        members=members,
    )
    ask(grouped, by, str(derive_id("demo cluster case", cluster)), "cluster", state, *whose)


def _members(state: str) -> tuple[str, ...]:
    return tuple(_recommended(state, *one) for one in _SAID[state])


def _recommended(state: str, mandate: str, holder: str, text: str) -> str:
    of = (mandate,) if state == "CHE" else (mandate, state)
    one = str(derive_id("demo recommendation that says the same", *of))
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=None,
        addressee=state,
        mandate=mandate,
        text=seal(f"recommendation-{one}", text),
    )
    case = str(derive_id("demo recommendation case", one))
    ask(issued, holder, case, "says the same", *of, "issued")
    public = PublishRecommendation(recommendation_id=one, text=text)
    ask(public, holder, case, "says the same", *of, "published")
    return one
