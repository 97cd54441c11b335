from dataclasses import replace

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    Provider,
    RecommendationImplemented,
    RecommendationIssued,
)
from shared.contracts.followup_publication import (
    RecommendationPublished,
    RecommendationShared,
    RecommendationUnshared,
    RecommendationWithdrawn,
)
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    IssueRecommendation,
    ProvideImplementationInfo,
    PublishRecommendation,
    RecordPosition,
    ShareRecommendation,
    UnshareRecommendation,
    WithdrawRecommendation,
    of_common_text,
)
from shared.core.actor import Actor, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.country_teams import team_of

HOLDER = Actor(
    actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
)
OTHER_HOLDER = Actor(
    actor_id="holder-2", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-health"})
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
NHRI = Actor(actor_id="nhri-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="nhri")
FRANCE = Actor(actor_id="mission-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"FRA"}))
TEAM = Actor(actor_id="partner-1", roles=frozenset({Role.UN_PARTNER}), states=frozenset({"FRA"}))
KENYA = Actor(actor_id="mission-2", roles=frozenset({Role.GOVERNMENT}), states=frozenset({"KEN"}))
TEXT = Sealed("recommendation-1", "x")


def issue(*, mandate: str = "sr-torture", addressee: str = "FRA") -> IssueRecommendation:
    return IssueRecommendation(
        recommendation_id="1",
        communication_id="c-1",
        addressee=addressee,
        mandate=mandate,
        text=TEXT,
    )


ISSUED = RecommendationIssued(
    recommendation_id="1",
    communication_id="c-1",
    addressee="FRA",
    mandate="sr-torture",
    text=TEXT,
    issued_by="holder-1",
    issued_at=AT,
)
INFORM = ProvideImplementationInfo(recommendation_id="1", info_id="i-1", text=TEXT)
IMPLEMENTED = RecommendationImplemented(
    recommendation_id="1", addressee="FRA", mandate="sr-torture", implemented_at=AT
)


def shared(organisation_id: str) -> RecommendationShared:
    return RecommendationShared(
        recommendation_id="1",
        organisation_id=organisation_id,
        mandate="sr-torture",
        shared_by="holder-1",
        shared_at=AT,
    )


def unshared(organisation_id: str) -> RecommendationUnshared:
    return RecommendationUnshared(
        recommendation_id="1",
        organisation_id=organisation_id,
        mandate="sr-torture",
        unshared_by="holder-1",
        unshared_at=AT,
    )


OPEN = (ISSUED, shared("org-1"), shared("nhri"))


def informed(provider: Provider, by: Actor) -> ImplementationInfoReceived:
    return ImplementationInfoReceived(
        recommendation_id="1",
        info_id="i-1",
        addressee="FRA",
        mandate="sr-torture",
        provider=provider,
        organisation_id=by.organisation_id,
        text=TEXT,
        provided_by=by.actor_id,
        received_at=AT,
    )


def assess(grade: str, scheme: str = "implementation-2") -> AssessImplementation:
    return AssessImplementation(
        recommendation_id="1", scheme=scheme, grade=grade, rationale=TEXT, based_on=(OBSERVED,)
    )


def assessed(grade: str) -> ImplementationAssessed:
    return ImplementationAssessed(
        recommendation_id="1",
        addressee="FRA",
        mandate="sr-torture",
        scheme="implementation-2",
        grade=grade,
        rationale=TEXT,
        assessed_by="holder-1",
        assessed_at=AT,
        based_on=(OBSERVED,),
    )


def test_a_mandate_holder_issues_a_recommendation_to_a_state() -> None:
    given(RECOMMENDATION).when(issue(), by=HOLDER).then(ISSUED)


def test_a_recommendation_is_issued_once() -> None:
    given(RECOMMENDATION, ISSUED).when(issue(), by=HOLDER).then_nothing()


def test_one_text_to_several_states_has_one_to_each() -> None:
    this = of_common_text(common_id="c-1", addressee="FRA")
    command = replace(issue(), recommendation_id=this, common_id="c-1")
    fact = replace(ISSUED, recommendation_id=this, common_id="c-1")
    given(RECOMMENDATION).when(command, by=HOLDER).then(fact)
    given(RECOMMENDATION, fact).when(command, by=HOLDER).then_nothing()
    other = replace(command, addressee="KEN")
    given(RECOMMENDATION).when(other, by=HOLDER).then_refused("State from the list")


def test_what_goes_to_all_states_is_owed_by_none() -> None:
    fact = replace(ISSUED, addressee="ALL")
    given(RECOMMENDATION).when(issue(addressee="ALL"), by=HOLDER).then(fact)
    for by in (FRANCE, TEAM):
        given(RECOMMENDATION, fact).when(INFORM, by=by).then_forbidden()
    team = ShareRecommendation(recommendation_id="1", organisation_id=team_of("ALL"))
    given(RECOMMENDATION, fact).when(team, by=HOLDER).then_refused("code of the organisation")
    position = RecordPosition(
        recommendation_id="1", position_id="p-1", position="supported", note=TEXT
    )
    given(RECOMMENDATION, fact).when(position, by=HOLDER).then_refused("position from the list")


@pytest.mark.parametrize("other", [OTHER_HOLDER, OFFICER, NGO, FRANCE, system("followup")])
def test_nobody_issues_one_for_a_mandate_that_he_does_not_hold(other: Actor) -> None:
    given(RECOMMENDATION).when(issue(), by=other).then_forbidden()


def test_a_recommendation_is_issued_under_a_known_mandate() -> None:
    command = issue(mandate="astrology")
    given(RECOMMENDATION).when(command, by=HOLDER).then_refused("mandate from the list")


@pytest.mark.parametrize("addressee", ["ZZZ", "OTH", "ALA"])
def test_a_recommendation_is_addressed_to_a_state(addressee: str) -> None:
    command = issue(addressee=addressee)
    given(RECOMMENDATION).when(command, by=HOLDER).then_refused("State from the list")


@pytest.mark.parametrize("command", [INFORM, assess("fully")])
def test_nothing_happens_to_a_recommendation_that_was_never_issued(
    command: ProvideImplementationInfo | AssessImplementation,
) -> None:
    given(RECOMMENDATION).when(command, by=HOLDER).then_refused("no such recommendation")


@pytest.mark.parametrize(("by", "provider"), [(NGO, "ngo"), (NHRI, "nhri"), (FRANCE, "government")])
def test_who_provides_information_follows_from_the_role(by: Actor, provider: Provider) -> None:
    given(RECOMMENDATION, *OPEN).when(INFORM, by=by).then(informed(provider, by))


@pytest.mark.parametrize("by", [NGO, NHRI])
def test_who_is_not_invited_has_nothing_to_add_before_it_is_public(by: Actor) -> None:
    given(RECOMMENDATION, ISSUED).when(INFORM, by=by).then_refused("no such recommendation")
    alone = replace(by, organisation_id=None)
    given(RECOMMENDATION, *OPEN).when(INFORM, by=alone).then_refused("no such recommendation")
    back = (*OPEN, unshared("org-1"), unshared("nhri"))
    given(RECOMMENDATION, *back).when(INFORM, by=by).then_refused("no such recommendation")


def test_united_nations_partners_inform_for_the_team_of_their_states() -> None:
    """Once the holder invites the team, or the text is public; colleagues correct each other."""
    team = replace(TEAM, organisation_id=team_of("FRA"))
    given(RECOMMENDATION, *OPEN).when(INFORM, by=TEAM).then_refused("no such recommendation")
    invited = (ISSUED, shared(team_of("FRA")))
    said = informed("unct", team)
    given(RECOMMENDATION, *invited).when(INFORM, by=replace(TEAM, organisation_id="x")).then(said)
    elsewhere = replace(TEAM, states=frozenset({"KEN"}))
    given(RECOMMENDATION, *invited).when(INFORM, by=elsewhere).then_forbidden()
    desk = replace(TEAM, roles=frozenset({Role.DESK_OFFICER}))
    given(RECOMMENDATION, *invited).when(INFORM, by=desk).then_forbidden()
    correct = replace(INFORM, info_id="i-2", corrects="i-1")
    colleague = replace(TEAM, actor_id="partner-2")
    new = replace(said, info_id="i-2", corrects="i-1", provided_by="partner-2")
    given(RECOMMENDATION, *invited, said).when(correct, by=colleague).then(new)
    both = replace(TEAM, roles=TEAM.roles | {Role.NGO_MEMBER}, organisation_id="org-1")
    given(RECOMMENDATION, *OPEN).when(INFORM, by=both).then(informed("ngo", both))


def test_the_holder_invites_the_team_of_its_state_and_no_other() -> None:
    share = ShareRecommendation(recommendation_id="1", organisation_id=team_of("FRA"))
    given(RECOMMENDATION, ISSUED).when(share, by=HOLDER).then(shared(team_of("FRA")))
    other = replace(share, organisation_id=team_of("KEN"))
    given(RECOMMENDATION, ISSUED).when(other, by=HOLDER).then_refused("code of the organisation")


def test_the_holder_invites_an_organisation_once_and_takes_it_back() -> None:
    share = ShareRecommendation(recommendation_id="1", organisation_id="org-1")
    unshare = UnshareRecommendation(recommendation_id="1", organisation_id="org-1")
    given(RECOMMENDATION, ISSUED).when(share, by=HOLDER).then(shared("org-1"))
    given(RECOMMENDATION, ISSUED, shared("org-1")).when(share, by=HOLDER).then_nothing()
    given(RECOMMENDATION, ISSUED, shared("org-1")).when(unshare, by=HOLDER).then(unshared("org-1"))
    given(RECOMMENDATION, ISSUED).when(unshare, by=HOLDER).then_nothing()
    back = (ISSUED, shared("org-1"), unshared("org-1"))
    given(RECOMMENDATION, *back).when(share, by=HOLDER).then(shared("org-1"))
    odd = replace(share, organisation_id="no code")
    given(RECOMMENDATION, ISSUED).when(odd, by=HOLDER).then_refused("code of the organisation")


@pytest.mark.parametrize("other", [OTHER_HOLDER, OFFICER, NGO, FRANCE, system("followup")])
def test_nobody_else_invites_or_takes_an_invitation_back(other: Actor) -> None:
    for command in (ShareRecommendation, UnshareRecommendation):
        ask = command(recommendation_id="1", organisation_id="org-1")
        given(RECOMMENDATION, ISSUED, shared("org-1")).when(ask, by=other).then_forbidden()


def test_the_government_addressed_is_the_government_whatever_else_its_person_is() -> None:
    both = Actor(
        actor_id="mission-3",
        roles=frozenset({Role.GOVERNMENT, Role.NGO_MEMBER}),
        states=frozenset({"FRA"}),
    )
    given(RECOMMENDATION, ISSUED).when(INFORM, by=both).then(informed("government", both))


@pytest.mark.parametrize("other", [KENYA, HOLDER, OFFICER, system("followup")])
def test_others_have_no_information_to_add(other: Actor) -> None:
    given(RECOMMENDATION, ISSUED).when(INFORM, by=other).then_forbidden()


def test_the_same_information_again_changes_nothing() -> None:
    history = (*OPEN, informed("ngo", NGO))
    given(RECOMMENDATION, *history).when(INFORM, by=NGO).then_nothing()


def test_the_holder_grades_implementation() -> None:
    given(RECOMMENDATION, ISSUED).when(assess("partially"), by=HOLDER).then(assessed("partially"))


def test_the_top_grade_means_implemented() -> None:
    history = (ISSUED, assessed("partially"))
    given(RECOMMENDATION, *history).when(assess("fully"), by=HOLDER).then(
        assessed("fully"), IMPLEMENTED
    )


def test_the_top_grade_again_is_kept_with_its_reasons_and_implemented_is_said_once() -> None:
    history = (ISSUED, assessed("fully"), IMPLEMENTED)
    given(RECOMMENDATION, *history).when(assess("fully"), by=HOLDER).then(assessed("fully"))
    earlier = (ISSUED, replace(assessed("fully"), scheme="implementation"), IMPLEMENTED)
    given(RECOMMENDATION, *earlier).when(assess("fully"), by=HOLDER).then(assessed("fully"))
    unknown = (ISSUED, replace(assessed("fully"), scheme="of-another-time"))
    given(RECOMMENDATION, *unknown).when(assess("fully"), by=HOLDER).then(
        assessed("fully"), IMPLEMENTED
    )


def test_what_was_implemented_can_be_undone_and_done_again() -> None:
    history = (ISSUED, assessed("fully"), IMPLEMENTED)
    given(RECOMMENDATION, *history).when(assess("not"), by=HOLDER).then(assessed("not"))
    given(RECOMMENDATION, *history, assessed("not")).when(assess("fully"), by=HOLDER).then(
        assessed("fully"), IMPLEMENTED
    )


def test_the_same_lower_grade_is_a_new_assessment_with_its_own_reasons() -> None:
    history = (ISSUED, assessed("partially"))
    given(RECOMMENDATION, *history).when(assess("partially"), by=HOLDER).then(assessed("partially"))


@pytest.mark.parametrize("other", [OTHER_HOLDER, OFFICER, NGO, NHRI, FRANCE, system("followup")])
def test_only_the_holder_of_its_mandate_grades(other: Actor) -> None:
    given(RECOMMENDATION, ISSUED).when(assess("fully"), by=other).then_forbidden()


@pytest.mark.parametrize(
    ("grade", "scheme"),
    [
        ("splendidly", "implementation-2"),
        ("full", "cooperation"),
        ("five", "stars"),
        ("fully", "implementation"),
    ],
)
def test_a_grade_is_one_of_a_scheme_for_implementation_that_no_version_succeeds(
    grade: str, scheme: str
) -> None:
    command = assess(grade, scheme)
    given(RECOMMENDATION, ISSUED).when(command, by=HOLDER).then_refused("grade from the list")


def test_the_holder_makes_it_public_once_in_words_for_everybody() -> None:
    publish = PublishRecommendation(recommendation_id="1", text="Close the cells.")
    public = RecommendationPublished(
        recommendation_id="1",
        communication_id=ISSUED.communication_id,
        addressee=ISSUED.addressee,
        mandate=ISSUED.mandate,
        issued_at=ISSUED.issued_at,
        text="Close the cells.",
        published_by=HOLDER.actor_id,
        published_at=AT,
    )
    given(RECOMMENDATION, ISSUED).when(publish, by=HOLDER).then(public)
    given(RECOMMENDATION, ISSUED, public).when(publish, by=HOLDER).then_nothing()
    given(RECOMMENDATION, ISSUED).when(replace(publish, text=" "), by=HOLDER).then_refused("text")
    for other in (OTHER_HOLDER, OFFICER, FRANCE):
        given(RECOMMENDATION, ISSUED).when(publish, by=other).then_forbidden()


def test_what_is_public_is_taken_back_with_a_reason_and_may_be_made_public_corrected() -> None:
    publish = PublishRecommendation(recommendation_id="1", text="Close the cells.")
    public = RecommendationPublished(
        recommendation_id="1",
        communication_id=ISSUED.communication_id,
        addressee=ISSUED.addressee,
        mandate=ISSUED.mandate,
        issued_at=ISSUED.issued_at,
        text="Close the cells.",
        published_by=HOLDER.actor_id,
        published_at=AT,
    )
    withdraw = WithdrawRecommendation(recommendation_id="1", reason="mistake", note=TEXT)
    withdrawn = RecommendationWithdrawn(
        recommendation_id="1",
        addressee=ISSUED.addressee,
        mandate=ISSUED.mandate,
        issued_at=ISSUED.issued_at,
        reason="mistake",
        note=TEXT,
        withdrawn_by=HOLDER.actor_id,
        withdrawn_at=AT,
    )
    given(RECOMMENDATION, ISSUED, public).when(withdraw, by=HOLDER).then(withdrawn)
    given(RECOMMENDATION, ISSUED, public, withdrawn).when(withdraw, by=HOLDER).then_nothing()
    given(RECOMMENDATION, ISSUED).when(withdraw, by=HOLDER).then_nothing()
    given(RECOMMENDATION, ISSUED, public, withdrawn).when(publish, by=HOLDER).then(public)
    given(RECOMMENDATION, ISSUED, public).when(
        replace(withdraw, reason="?"), by=HOLDER
    ).then_refused("reason from the list")
    for other in (OTHER_HOLDER, OFFICER, FRANCE):
        given(RECOMMENDATION, ISSUED, public).when(withdraw, by=other).then_forbidden()


def test_a_history_that_lacks_its_beginning_is_no_recommendation() -> None:
    given(RECOMMENDATION, IMPLEMENTED).when(INFORM, by=NGO).then_refused("no such recommendation")
