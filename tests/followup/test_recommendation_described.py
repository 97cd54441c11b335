"""To whom else a recommendation goes, what it is about, its corrections and its end."""

from dataclasses import replace
from datetime import date

import pytest

from services.followup.recommendation.decide import RECOMMENDATION
from shared.contracts.followup import ImplementationAssessed
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_publication import RecommendationPublished
from shared.contracts.followup_recommendation_commands import (
    AnswerLead,
    CloseRecommendation,
    CorrectRecommendation,
    NameAddressee,
    NoteParticulars,
    PublishRecommendation,
    RecordPosition,
    RelateRecommendation,
    RemoveAddressee,
    ReopenRecommendation,
    TagRecommendation,
    UnrelateRecommendation,
)
from shared.contracts.followup_recommendations import (
    Lead,
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationClosed,
    RecommendationCorrected,
    RecommendationLeadAnswered,
    RecommendationParticularsNoted,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationTagged,
    RecommendationUnrelated,
)
from shared.core.actor import Actor, system
from shared.core.testing import AT, given
from shared.reference.recommending import TARGETS
from shared.reference.treaties import ARTICLES, TREATIES
from tests.followup.test_recommendation import (
    FRANCE,
    HOLDER,
    IMPLEMENTED,
    INFORM,
    ISSUED,
    KENYA,
    NGO,
    NHRI,
    OFFICER,
    OPEN,
    OTHER_HOLDER,
    TEXT,
    assess,
    assessed,
    informed,
    shared,
    unshared,
)

NAME = NameAddressee(
    recommendation_id="1",
    addressee_id="a-1",
    kind="parliament",
    name=TEXT,
    organisation_id=None,
    lead=True,
)
INSTITUTION = replace(NAME, kind="nhri", organisation_id="nhri")
POSITION = RecordPosition(recommendation_id="1", position_id="p-1", position="partly", note=TEXT)
TAG = TagRecommendation(
    recommendation_id="1",
    themes=("detention",),
    persons=("children",),
    targets=("16.3",),
    articles=("crc-37", "crc"),
)
NOTE = NoteParticulars(
    recommendation_id="1",
    title=TEXT,
    section=TEXT,
    language="fr",
    time_frame="year",
    target=date(2027, 6, 30),
    type="concern",
    source_kind="thematic_report",
)
PUBLIC = RecommendationPublished(
    recommendation_id="1",
    communication_id=ISSUED.communication_id,
    addressee="FRA",
    mandate="sr-torture",
    issued_at=ISSUED.issued_at,
    text="Close the cells.",
    published_by="holder-1",
    published_at=AT,
)
RELATE = RelateRecommendation(recommendation_id="1", repeats_id="0")
CORRECT = CorrectRecommendation(
    recommendation_id="1", seen=1, symbol="A/HRC/40/1/Corr.1", text=TEXT
)
CLOSE = CloseRecommendation(recommendation_id="1", reason="overtaken", by_id=None, note=TEXT)
REOPEN = ReopenRecommendation(recommendation_id="1", reason=TEXT)


def named(
    kind: str = "parliament", organisation_id: str | None = None, lead: Lead = "yes"
) -> RecommendationAddresseeNamed:
    return RecommendationAddresseeNamed(
        recommendation_id="1",
        addressee_id="a-1",
        mandate="sr-torture",
        kind=kind,
        name=TEXT,
        organisation_id=organisation_id,
        lead=lead,
        named_by="holder-1",
        named_at=AT,
    )


ASKED = (*OPEN, named("nhri", "nhri", "asked"))


def graded(addressee_id: str | None) -> ImplementationAssessed:
    return replace(assessed("fully"), addressee_id=addressee_id)


def closed(reason: str = "overtaken", by_id: str | None = None) -> RecommendationClosed:
    return RecommendationClosed(
        recommendation_id="1",
        addressee="FRA",
        mandate="sr-torture",
        reason=reason,
        by_id=by_id,
        note=TEXT,
        closed_by="holder-1",
        closed_at=AT,
    )


def corrected(version: int = 2) -> RecommendationCorrected:
    return RecommendationCorrected(
        recommendation_id="1",
        addressee="FRA",
        mandate="sr-torture",
        version=version,
        symbol=CORRECT.symbol,
        text=TEXT,
        corrected_by="holder-1",
        corrected_at=AT,
    )


def noted(by: str = "officer-1", step: int = 1) -> RecommendationParticularsNoted:
    return RecommendationParticularsNoted(
        **{name: getattr(NOTE, name) for name in NOTE.__slots__ if name != "seen"},
        mandate="sr-torture",
        step=step,
        noted_by=by,
        noted_at=AT,
    )


def test_one_text_has_several_addressees_each_with_a_follow_up_of_its_own() -> None:
    given(RECOMMENDATION, ISSUED).when(NAME, by=HOLDER).then(named())
    both = (ISSUED, named())
    given(RECOMMENDATION, *both).when(NAME, by=HOLDER).then_nothing()
    theirs = replace(assess("fully"), addressee_id="a-1")
    given(RECOMMENDATION, *both).when(theirs, by=HOLDER).then(graded("a-1"))
    again = given(RECOMMENDATION, *both, graded("a-1"))
    again.when(theirs, by=HOLDER).then(graded("a-1"))
    again.when(assess("fully"), by=HOLDER).then(graded(None), IMPLEMENTED)
    told = replace(INFORM, addressee_id="a-1")
    said = replace(informed("government", FRANCE), addressee_id="a-1")
    given(RECOMMENDATION, *both).when(told, by=FRANCE).then(said)
    given(RECOMMENDATION, ISSUED).when(theirs, by=HOLDER).then_refused("addressee from the list")


def test_information_is_kept_also_where_its_addressee_is_no_more() -> None:
    told = replace(INFORM, addressee_id="a-1")
    given(RECOMMENDATION, ISSUED).when(told, by=FRANCE).then(informed("government", FRANCE))


def test_an_addressee_that_uses_the_portal_is_invited_at_once() -> None:
    by_code = replace(NAME, organisation_id="org-1")
    said = named(organisation_id="org-1")
    given(RECOMMENDATION, ISSUED).when(by_code, by=HOLDER).then(said, shared("org-1"))
    given(RECOMMENDATION, ISSUED).when(by_code, by=OFFICER).then_refused("invites")
    open_ = given(RECOMMENDATION, ISSUED, shared("org-1"))
    open_.when(by_code, by=OFFICER).then(replace(said, named_by="officer-1"))
    twice = replace(by_code, addressee_id="a-2")
    given(RECOMMENDATION, ISSUED, said).when(twice, by=HOLDER).then_refused("already")


def test_an_institution_leads_once_it_accepts() -> None:
    given(RECOMMENDATION, *OPEN).when(INSTITUTION, by=HOLDER).then(ASKED[-1])
    nameless = replace(INSTITUTION, organisation_id=None)
    given(RECOMMENDATION, ISSUED).when(nameless, by=HOLDER).then_refused("once it accepts")
    concerned = replace(nameless, lead=False)
    given(RECOMMENDATION, ISSUED).when(concerned, by=HOLDER).then(named("nhri", None, "no"))
    for accepts in (True, False):
        answer = AnswerLead(recommendation_id="1", addressee_id="a-1", accepts=accepts)
        answered = RecommendationLeadAnswered(
            recommendation_id="1",
            addressee_id="a-1",
            mandate="sr-torture",
            accepted=accepts,
            answered_by="nhri-1",
            answered_at=AT,
        )
        given(RECOMMENDATION, *ASKED).when(answer, by=NHRI).then(answered)
        given(RECOMMENDATION, *ASKED, answered).when(answer, by=NHRI).then_nothing()
        for other in (HOLDER, NGO, replace(NHRI, organisation_id="another")):
            given(RECOMMENDATION, *ASKED).when(answer, by=other).then_forbidden()
        given(RECOMMENDATION, ISSUED).when(answer, by=NHRI).then_forbidden()
        nobody = replace(NHRI, organisation_id=None)
        given(RECOMMENDATION, ISSUED, named("nhri")).when(answer, by=nobody).then_forbidden()


def test_an_institution_that_loses_its_status_stays_an_addressee_and_is_heard() -> None:
    """Its status is a matter of the register: as an organisation it goes on to inform."""
    history = (*OPEN, named("nhri", "nhri", "yes"))
    without = replace(NHRI, roles=NGO.roles)
    told = replace(INFORM, addressee_id="a-1")
    said = replace(informed("ngo", without), addressee_id="a-1")
    given(RECOMMENDATION, *history).when(told, by=without).then(said)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(NAME, kind="friends"), "kind of addressee"),
        (replace(NAME, organisation_id="no code"), "code of the organisation"),
        (replace(NAME, kind="un", organisation_id="unct:KEN"), "code of the organisation"),
        (replace(NAME, organisation_id="unct:FRA"), "kind of addressee"),
    ],
)
def test_an_addressee_has_a_kind_and_a_code(wrong: NameAddressee, said: str) -> None:
    given(RECOMMENDATION, ISSUED).when(wrong, by=HOLDER).then_refused(said)


def test_an_addressee_named_by_mistake_is_removed_unless_it_is_followed_up() -> None:
    remove = RemoveAddressee(recommendation_id="1", addressee_id="a-1")
    removed = RecommendationAddresseeRemoved(
        recommendation_id="1",
        addressee_id="a-1",
        mandate="sr-torture",
        removed_by="officer-1",
        removed_at=AT,
    )
    given(RECOMMENDATION, ISSUED, named()).when(remove, by=OFFICER).then(removed)
    given(RECOMMENDATION, ISSUED, named(), removed).when(remove, by=OFFICER).then_nothing()
    followed = (ISSUED, named(), graded("a-1"))
    given(RECOMMENDATION, *followed).when(remove, by=HOLDER).then_refused("stays")
    told = (ISSUED, named(), replace(informed("government", FRANCE), addressee_id="a-1"))
    given(RECOMMENDATION, *told).when(remove, by=HOLDER).then_refused("stays")


def test_the_invitation_that_came_with_an_addressee_goes_with_it() -> None:
    remove = RemoveAddressee(recommendation_id="1", addressee_id="a-1")
    removed = RecommendationAddresseeRemoved(
        recommendation_id="1",
        addressee_id="a-1",
        mandate="sr-torture",
        removed_by="holder-1",
        removed_at=AT,
    )
    by_code = named(organisation_id="org-1")
    brought = (ISSUED, by_code, shared("org-1"))
    given(RECOMMENDATION, *brought).when(remove, by=HOLDER).then(removed, unshared("org-1"))
    back = (*brought, unshared("org-1"))
    given(RECOMMENDATION, *back).when(remove, by=HOLDER).then(removed)
    before = (ISSUED, shared("org-1"), by_code)
    given(RECOMMENDATION, *before).when(remove, by=HOLDER).then(removed)


@pytest.mark.parametrize(("by", "itself"), [(FRANCE, True), (OFFICER, False), (HOLDER, False)])
def test_the_position_is_the_governments_or_recorded_from_a_report(
    by: Actor,
    itself: bool,  # noqa: FBT001  # of a parameter set
) -> None:
    recorded = RecommendationPositionRecorded(
        recommendation_id="1",
        position_id="p-1",
        addressee="FRA",
        mandate="sr-torture",
        position="partly",
        note=TEXT,
        by_government=itself,
        recorded_by=by.actor_id,
        recorded_at=AT,
    )
    given(RECOMMENDATION, ISSUED).when(POSITION, by=by).then(recorded)
    given(RECOMMENDATION, ISSUED, recorded).when(POSITION, by=by).then_nothing()
    odd = replace(POSITION, position="perhaps")
    given(RECOMMENDATION, ISSUED).when(odd, by=by).then_refused("position from the list")
    for other in (KENYA, OTHER_HOLDER, NGO, NHRI, system("followup")):
        given(RECOMMENDATION, ISSUED).when(POSITION, by=other).then_forbidden()


def test_tags_are_codes_of_the_lists_all_at_once() -> None:
    tagged = RecommendationTagged(
        recommendation_id="1",
        mandate="sr-torture",
        themes=("detention",),
        persons=("children",),
        targets=("16.3",),
        articles=("crc", "crc-37"),
        tagged_by="officer-1",
        tagged_at=AT,
    )
    given(RECOMMENDATION, ISSUED).when(TAG, by=OFFICER).then(tagged)
    again = replace(TAG, seen=("detention", "children", "16.3", "crc", "crc-37"), targets=())
    stale = replace(TAG, targets=())
    given(RECOMMENDATION, ISSUED, tagged).when(stale, by=OFFICER).then_refused("changed since")
    twice = replace(TAG, themes=("detention", "detention"))
    given(RECOMMENDATION, ISSUED, tagged).when(twice, by=HOLDER).then_nothing()
    fewer = replace(tagged, targets=())
    given(RECOMMENDATION, ISSUED, tagged).when(again, by=OFFICER).then(fewer)
    for odd in (
        replace(TAG, themes=("x",)),
        replace(TAG, persons=("x",)),
        replace(TAG, targets=("18.1",)),
        replace(TAG, articles=("crc-55",)),
    ):
        given(RECOMMENDATION, ISSUED).when(odd, by=OFFICER).then_refused("from the lists")
    assert len(TARGETS) == len(set(TARGETS)) == 169
    assert (len(TREATIES), len(ARTICLES), len(set(ARTICLES))) == (9, 423, 423)


def test_what_repeats_another_says_so_and_can_stop_saying_it() -> None:
    related = RecommendationRelated(
        recommendation_id="1",
        repeats_id="0",
        mandate="sr-torture",
        related_by="officer-1",
        related_at=AT,
    )
    unrelate = UnrelateRecommendation(recommendation_id="1", repeats_id="0")
    unrelated = RecommendationUnrelated(
        recommendation_id="1",
        repeats_id="0",
        mandate="sr-torture",
        unrelated_by="officer-1",
        unrelated_at=AT,
    )
    given(RECOMMENDATION, ISSUED).when(RELATE, by=OFFICER).then(related)
    given(RECOMMENDATION, ISSUED, related).when(RELATE, by=OFFICER).then_nothing()
    given(RECOMMENDATION, ISSUED, related).when(unrelate, by=OFFICER).then(unrelated)
    given(RECOMMENDATION, ISSUED, related, unrelated).when(unrelate, by=OFFICER).then_nothing()
    itself = replace(RELATE, repeats_id="1")
    given(RECOMMENDATION, ISSUED).when(itself, by=HOLDER).then_refused("repeat itself")


def test_a_corrigendum_is_a_new_version_with_its_symbol() -> None:
    given(RECOMMENDATION, ISSUED).when(CORRECT, by=HOLDER).then(corrected())
    given(RECOMMENDATION, ISSUED, corrected()).when(CORRECT, by=HOLDER).then_refused("since")
    bare = replace(CORRECT, symbol=" ")
    given(RECOMMENDATION, ISSUED).when(bare, by=HOLDER).then_refused("symbol")


def test_what_was_corrected_is_made_public_anew() -> None:
    publish = PublishRecommendation(recommendation_id="1", text="Close the cells.")
    given(RECOMMENDATION, ISSUED, PUBLIC).when(publish, by=HOLDER).then_nothing()
    both = given(RECOMMENDATION, ISSUED, PUBLIC, corrected())
    newer = replace(publish, seen=2)
    again = replace(PUBLIC, version=2, symbol=CORRECT.symbol)
    both.when(newer, by=HOLDER).then(again)
    given(RECOMMENDATION, ISSUED, PUBLIC, corrected(), again).when(newer, by=HOLDER).then_nothing()
    given(RECOMMENDATION, ISSUED, corrected()).when(publish, by=HOLDER).then_refused("since")
    early = replace(publish, seen=2)
    given(RECOMMENDATION, ISSUED, PUBLIC).when(early, by=HOLDER).then_refused("since")


@pytest.mark.parametrize("command", [NAME, TAG, NOTE, RELATE, CORRECT, CLOSE, REOPEN])
def test_only_those_of_its_mandate_describe_or_end_it(
    command: NameAddressee | TagRecommendation | RelateRecommendation | CorrectRecommendation,
) -> None:
    for other in (OTHER_HOLDER, NGO, NHRI, FRANCE, system("followup")):
        given(RECOMMENDATION, ISSUED).when(command, by=other).then_forbidden()
    record = RecommendationPassedOn(
        recommendation_id="1", mandate="sr-torture", to=None, passed_at=AT
    )
    given(RECOMMENDATION, ISSUED, record).when(command, by=HOLDER).then_refused("kept as a record")


@pytest.mark.parametrize("command", [CORRECT, CLOSE, REOPEN])
def test_an_officer_does_not_correct_or_end_it(command: CorrectRecommendation) -> None:
    given(RECOMMENDATION, ISSUED).when(command, by=OFFICER).then_forbidden()
