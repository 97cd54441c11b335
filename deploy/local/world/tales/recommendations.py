"""Recommendations: issued after a letter, shared, informed about, assessed, published."""

from deploy.local.world.tales.letters import HOLDERS, Letter
from deploy.local.world.tales.submissions import words
from deploy.local.world.tales.tale import DAY, Dice, Tale, named, sealed
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    CloseRecommendation,
    IssueRecommendation,
    NameAddressee,
    NoteParticulars,
    ProvideImplementationInfo,
    PublishRecommendation,
    RecordPosition,
    ShareRecommendation,
    TagRecommendation,
)
from shared.core.message import Sealed
from shared.reference.recommending import AFFECTED, POSITIONS, TIME_FRAMES
from shared.reference.schemes import IMPLEMENTATION_2
from shared.reference.themes import themes_of

_TARGETS = ("16.3", "16.10", "5.2", "8.8")
_ARTICLES = ("iccpr-7", "iccpr-9", "iccpr-19", "cat-2", "icescr-12", "crc")
_ORGANISATIONS = {"nhri": "demo-nhri", "ngo": "demo-ngo"}


def recommend(told: Letter, tale: Tale, dice: Dice) -> None:
    """Tell of a recommendation that follows from this letter."""
    one, holder = named("recommendation", told.letter_id), HOLDERS[told.lead]
    text: str = dice.pick(words("recommendations")["texts"])
    issued = IssueRecommendation(
        recommendation_id=one,
        communication_id=told.letter_id,
        addressee=told.case.state,
        mandate=told.lead,
        text=_sealed(one, text),
    )
    tale.then(dice.between(20, 80) * DAY, holder, issued)
    if dice.rolls(0.7):
        public = PublishRecommendation(recommendation_id=one, text=text)
        tale.then(dice.between(1, 10) * DAY, holder, public)
    for local in _ORGANISATIONS:
        if dice.rolls(0.6):
            _informed(one, local, holder, tale, dice)
    if told.case.state == "CHE" and dice.rolls(0.7):
        _inform(one, "government", tale, dice)
    if dice.rolls(0.6):
        assessed = AssessImplementation(
            recommendation_id=one,
            scheme=IMPLEMENTATION_2.code,
            grade=dice.pick(tuple(IMPLEMENTATION_2.values)),
            rationale=_sealed(one, words("recommendations")["rationale"]),
            based_on=(OBSERVED,),
        )
        tale.then(dice.between(10, 60) * DAY, holder, assessed)
    _described(one, told, holder, tale)


def _described(one: str, told: Letter, holder: str, tale: Tale) -> None:
    """Tell what it is about, to whom else it goes, what the Government says, and how it ended."""
    dice = Dice(one)
    tagged = TagRecommendation(
        recommendation_id=one,
        themes=tuple(themes_of([told.lead])[:1]),
        persons=(dice.pick(tuple(AFFECTED)),),
        targets=(dice.pick(_TARGETS),),
        articles=(Dice(f"{one}-article").pick(_ARTICLES),),
    )
    tale.then(DAY, holder, tagged)
    if dice.rolls(0.4):
        parliament = NameAddressee(
            recommendation_id=one,
            addressee_id=named("addressee", one),
            kind="parliament",
            name=_sealed(one, words("recommendations")["parliament"]),
            organisation_id=None,
            lead=False,
        )
        tale.then(DAY, holder, parliament)
    if told.case.state == "CHE" and dice.rolls(0.6):
        position = RecordPosition(
            recommendation_id=one,
            position_id=named("position", one),
            position=dice.pick(tuple(POSITIONS)),
            note=_sealed(one, words("recommendations")["position"]),
        )
        tale.then(dice.between(5, 40) * DAY, "government", position)
    if dice.rolls(0.15):
        closed = CloseRecommendation(
            recommendation_id=one,
            reason="overtaken",
            by_id=None,
            note=_sealed(one, words("recommendations")["closing"]),
        )
        tale.then(dice.between(30, 90) * DAY, holder, closed)
    noted = NoteParticulars(
        recommendation_id=one,
        title=_sealed(one, words("recommendations")["title"]),
        section=None,
        language="en",
        time_frame=dice.pick(tuple(TIME_FRAMES)),
        target=None,
    )
    tale.then(DAY, holder, noted)


def _informed(one: str, local: str, holder: str, tale: Tale, dice: Dice) -> None:
    shared = ShareRecommendation(recommendation_id=one, organisation_id=_ORGANISATIONS[local])
    tale.then(DAY, holder, shared)
    _inform(one, local, tale, dice)


def _inform(one: str, by: str, tale: Tale, dice: Dice) -> None:
    told = ProvideImplementationInfo(
        recommendation_id=one,
        info_id=named("information", one, by),
        text=_sealed(one, dice.pick(words("recommendations")["infos"])),
    )
    tale.then(dice.between(10, 50) * DAY, by, told)


def _sealed(one: str, text: str) -> Sealed:
    return sealed("recommendation", one, text)
