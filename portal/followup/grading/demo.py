"""The invented delegation of a demonstration: a grade under it, and suggested tags that wait."""

from datetime import timedelta

from portal.web.context import today
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.followup_grading_commands import DelegateGrading
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    IssueRecommendation,
    PublishRecommendation,
)
from shared.core.message import derive_id
from shared.reference.schemes import USUAL

_STATE = "CHE"
_TEXT = "End secret detention, and let women and children in custody see a doctor. (invented)"
_REASONS = "Two of three prisons have a doctor by now. (invented)"
_FOR = timedelta(days=90)


def tell() -> None:
    delegated = DelegateGrading(
        mandate=TORTURE,
        delegation_id=str(derive_id("demo grading delegation", TORTURE)),
        delegate_id=invented("officer").actor_id,
        scope="state",
        state=_STATE,
        mission_id=None,
        until=today() + _FOR,
    )
    case = str(derive_id("demo grading case", TORTURE))
    ask(delegated, "holder", case, "grading", "delegated")
    one = str(derive_id("demo recommendation graded by an officer", _STATE))
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=None,
        addressee=_STATE,
        mandate=TORTURE,
        text=seal(f"recommendation-{one}", _TEXT),
    )
    about = str(derive_id("demo recommendation case", one))
    ask(issued, "holder", about, "grading", "issued")
    public = PublishRecommendation(recommendation_id=one, text=_TEXT)
    ask(public, "holder", about, "grading", "published")
    graded = AssessImplementation(
        recommendation_id=one,
        scheme=USUAL.code,
        grade="partially",
        rationale=seal(f"recommendation-{one}", _REASONS),
        based_on=(OBSERVED,),
    )
    ask(graded, "officer", about, "grading", "graded")
