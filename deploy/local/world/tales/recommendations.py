"""Recommendations: issued after a letter, shared, informed about, assessed, published."""

from collections.abc import Mapping
from typing import Final

from deploy.local.world.tales.letters import HOLDERS, Letter
from deploy.local.world.tales.submissions import words
from deploy.local.world.tales.tale import DAY, Dice, Tale, named, sealed
from shared.contracts.followup_information import (
    PublishImplementationInfo,
    WithdrawImplementationInfo,
    WithholdImplementationInfo,
)
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
from shared.contracts.followup_rounds import Wish
from shared.core.message import Sealed
from shared.reference.recommending import AFFECTED, POSITIONS, TIME_FRAMES
from shared.reference.schemes import IMPLEMENTATION_2
from shared.reference.themes import themes_of

_TARGETS = ("16.3", "16.10", "5.2", "8.8")
_ARTICLES = ("iccpr-7", "iccpr-9", "iccpr-19", "cat-2", "icescr-12", "crc")
_WISHES: Final[Mapping[str, Wish]] = {
    "government": "publish",
    "nhri": "publish",
    "ngo": "unnamed",
}
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
    public = dice.rolls(0.7)
    if public:
        published = PublishRecommendation(recommendation_id=one, text=text)
        tale.then(dice.between(1, 10) * DAY, holder, published)
    said: dict[str, str] = {}
    for local in _ORGANISATIONS:
        if dice.rolls(0.6):
            said[local] = _informed(one, local, holder, tale, dice)
    if told.case.state == "CHE" and dice.rolls(0.7):
        said["government"] = _inform(one, "government", tale, dice)
    if public:
        for local, info in said.items():
            _became(one, local, info, holder, tale.aside())
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


def _informed(one: str, local: str, holder: str, tale: Tale, dice: Dice) -> str:
    shared = ShareRecommendation(recommendation_id=one, organisation_id=_ORGANISATIONS[local])
    tale.then(DAY, holder, shared)
    return _inform(one, local, tale, dice)


def _inform(one: str, by: str, tale: Tale, dice: Dice) -> str:
    text: str = dice.pick(words("recommendations")["infos"])
    name = words("recommendations")["names"].get(by)
    told = ProvideImplementationInfo(
        recommendation_id=one,
        info_id=named("information", one, by),
        text=_sealed(one, text),
        wish=_WISHES[by],
        name=_sealed(one, name) if name else None,
    )
    tale.then(dice.between(10, 50) * DAY, by, told)
    return text


def _became(one: str, by: str, text: str, holder: str, tale: Tale) -> None:
    """Tell what the holder decides of information, or that its provider takes it back."""
    info_id = named("information", one, by)
    dice = Dice(info_id)
    if dice.rolls(0.5):
        name = words("recommendations")["names"].get(by)
        told = PublishImplementationInfo(
            recommendation_id=one, info_id=info_id, text=text, name=name
        )
        tale.then(dice.between(5, 20) * DAY, holder, told)
    elif dice.rolls(0.4):
        reason = _sealed(one, words("recommendations")["withheld"])
        kept = WithholdImplementationInfo(recommendation_id=one, info_id=info_id, reason=reason)
        tale.then(dice.between(5, 20) * DAY, holder, kept)
    elif dice.rolls(0.4):
        back = WithdrawImplementationInfo(recommendation_id=one, info_id=info_id)
        tale.then(dice.between(5, 20) * DAY, by, back)


def _sealed(one: str, text: str) -> Sealed:
    return sealed("recommendation", one, text)
