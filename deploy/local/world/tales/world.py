"""The whole world, in the order in which it happened."""

from deploy.local.world.deeds import Deed
from deploy.local.world.tales import (
    campaign,
    coverage,
    duplicates,
    holders,
    kinds,
    letters,
    office,
    organisations,
    past,
    publication,
    recommendations,
    replies,
    selection,
    sheets,
    splits,
    statements,
    submissions,
    visits,
)
from deploy.local.world.tales.tale import DAY, YEARS, Dice, Tale, named
from shared.contracts.stakeholders_commands import RecogniseContactPoint

_SUBMISSIONS = 400
_LATEST = 30
"""Of these there are two a day."""


def tell() -> list[Deed]:
    """Return every deed: none is later than the first midnight, and each follows its causes."""
    deeds: list[Deed] = []
    first = Tale(named("recognition"), -YEARS * DAY, deeds)
    first.then(0, "chief", RecogniseContactPoint(organisation_id="demo-nhri", accreditation="A"))
    for number in range(_SUBMISSIONS):
        dice = Dice(f"submission {number}")
        case = submissions.submission(number, _minute(number, dice), dice, deeds)
        if case is not None:
            _letter(case, number, dice)
    for number in range(statements.NUMBER):
        statements.statement(number, deeds)
    holders.hold(selection.DECLARED, deeds)
    selection.vacancies(deeds)
    office.run(deeds)
    coverage.run(deeds)
    organisations.register(deeds)
    duplicates.register(deeds)
    kinds.register(deeds)
    splits.register(deeds)
    past.imported(deeds)
    sheets.imported(deeds)
    visits.take_place(deeds)
    campaign.filed(deeds)
    return sorted(deeds, key=lambda deed: deed.minute)


def _minute(number: int, dice: Dice) -> int:
    """Return when it is filed: ever more often, two a day in the end, and in working hours."""
    left = _SUBMISSIONS - 1 - number
    before = max(0, left - _LATEST) / (_SUBMISSIONS - _LATEST)
    day = -min(left, _LATEST) // 2 - 1 - int((YEARS - _LATEST) * before**1.2)
    return day * DAY + dice.between(7 * 60, 15 * 60)


def _letter(case: submissions.Case, number: int, dice: Dice) -> None:
    told = letters.letter(case, number, dice)
    if told is None or told.tale.over:
        return
    sent = told.tale.aside()
    reply = replies.follow(told, told.tale.aside(), dice)
    publication.publish(told, reply, sent, dice)
    if dice.rolls(0.3):
        recommendations.recommend(told, told.tale.aside(), dice)
