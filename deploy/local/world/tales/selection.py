"""Selection: a vacancy at each stage, from declared to a short list; ``appointing`` goes on."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Final

from deploy.local.world.deeds import Deed, Keyed
from deploy.local.world.people import account_id
from deploy.local.world.tales import appointing, nominating, talks
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, named, sealed
from shared.contracts.stakeholders import Gender, Ranked, Region, Seat
from shared.contracts.stakeholders_dissemination import CallAudience
from shared.contracts.stakeholders_dissemination_commands import DisseminateCall
from shared.contracts.stakeholders_onward_commands import ExtendCall, LapseVacancy, ReissueCall
from shared.contracts.stakeholders_recusal_commands import DeclareNoConflict
from shared.contracts.stakeholders_review import Scored, Sheet
from shared.contracts.stakeholders_review_commands import (
    AdoptInterviewList,
    Opening,
    SubmitPreferences,
)
from shared.contracts.stakeholders_screening_commands import ConfirmNotEligible
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseReview,
    DeclareConflict,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScreenEligibility,
    SubmitApplication,
)
from shared.reference import CRITERIA

_PANEL: Mapping[str, Region] = {
    "chair": "AFR",
    "panel.apg": "APG",
    "panel.eeg": "EEG",
    "panel.grulac": "GRULAC",
    "panel.weog": "WEOG",
}
_CANDIDATES: dict[str, tuple[str, str, Gender]] = {
    "candidate": ("Karim Demo", "JOR", "male"),
    "candidate.two": ("Liana Demo", "EST", "female"),
    "candidate.three": ("Noor Demo", "KEN", "female"),
}
_CALL = 30
_SERVE = 730
"""So many days the members of a panel serve."""
_STAGES = {
    "sr-education": 400,
    "sr-food": 160,
    "sr-toxics": 158,
    "sr-privacy": 110,
    "sr-minorities": 105,
    "sr-migrants": 100,
    "sr-idps": 90,
    "sr-indigenous": 62,
    "sr-disability": 50,
    "sr-leprosy": 46,
    "sr-racism": 43,
    "sr-development": 39,
    "sr-environment": 36,
    "sr-health": 12,
    "sr-slavery": 2,
}
"""How many days ago each vacancy was declared."""
_TOLD = "sr-health"
"""Whose call was made known to everybody of the register."""
_EVERYBODY = CallAudience(whom="register", kinds=(), regions=(), languages=())
_DOUBTED = {"sr-trafficking": 40}
"""Likewise, of one where a "no" at screening waits for the second officer."""
_RANKING = {"sr-food", "sr-development", "sr-environment"}
"""Whose panels are the Consultative Group, which ranks."""
_SILENT = {"sr-food": "panel.grulac"}
"""Who gives no preferences; the chair closes the review without them."""
_STUCK = {"sr-cultural-rights": 300, "sr-poverty": 60, "sr-assembly": 35}
"""Likewise, of those for which nobody applies."""


_ANNOUNCED = {"sr-executions": 2}
"""Likewise, of one whose call opens on a day to come."""

DECLARED: Final = {**_STAGES, **_STUCK, **_DOUBTED, **_ANNOUNCED}


def vacancies(deeds: list[Deed]) -> None:
    """Tell of each; the later it began, the less of it is over."""
    for mandate, days in _STAGES.items():
        _vacancy(mandate, _tale(mandate, days, deeds))
    for mandate, days in _STUCK.items():
        _stuck(mandate, _tale(mandate, days, deeds))
    for mandate, days in _DOUBTED.items():
        _doubted(mandate, _tale(mandate, days, deeds))
    for mandate, days in _ANNOUNCED.items():
        _announced(mandate, _tale(mandate, days, deeds))


def _tale(mandate: str, days: int, deeds: list[Deed]) -> Tale:
    return Tale(named("vacancy", mandate), -days * DAY + 9 * HOUR, deeds)


def _stuck(mandate: str, tale: Tale) -> None:
    """Nobody applies: the call is extended, issued again, and in the end the vacancy lapses."""
    one, few = tale.case, "no-notice"
    declared = DeclareVacancy(vacancy_id=one, mandate=mandate, seat_region=None)
    tale.then(0, "selection", declared)
    call = IssueCall(
        vacancy_id=one, closes_at=tale.at + timedelta(days=_CALL), departure="resignation"
    )
    tale.then(0, "selection", call)
    longer = tale.at + timedelta(days=_CALL + 14)
    extended = ExtendCall(vacancy_id=one, closes_at=longer, reason_code=few)
    tale.then((_CALL - 1) * DAY, "selection", extended)
    tale.wait(20 * DAY)
    again = ReissueCall(vacancy_id=one, closes_at=tale.at + timedelta(days=_CALL), reason_code=few)
    tale.then(0, "selection", again)
    lapsed = LapseVacancy(vacancy_id=one, reason_code="mandate-not-extended")
    tale.then(90 * DAY, "selection", lapsed)


def _doubted(mandate: str, tale: Tale) -> None:
    """One person applies, and an officer proposes that they are not eligible."""
    one, file = tale.case, named("candidate", mandate, "candidate.three")
    declared = DeclareVacancy(vacancy_id=one, mandate=mandate, seat_region=None)
    tale.then(0, "selection", declared)
    call = IssueCall(
        vacancy_id=one, closes_at=tale.at + timedelta(days=_CALL), departure="resignation"
    )
    tale.then(0, "selection", call)
    tale.then(2 * DAY, "candidate.three", _application(one, "candidate.three", file))
    tale.then((_CALL + 1) * DAY, "selection", _no(one, file))


def _announced(mandate: str, tale: Tale) -> None:
    """The call is issued, and opens two weeks later."""
    declared = DeclareVacancy(vacancy_id=tale.case, mandate=mandate, seat_region=None)
    tale.then(0, "selection", declared)
    opens = tale.at + timedelta(days=14, hours=-10)
    call = IssueCall(vacancy_id=tale.case, opens_at=opens, closes_at=opens + timedelta(days=43))
    tale.then(HOUR, "selection", call)


def _vacancy(mandate: str, tale: Tale) -> None:
    one, dice = tale.case, Dice(f"vacancy {mandate}")
    declared = DeclareVacancy(vacancy_id=one, mandate=mandate, seat_region=None)
    tale.then(0, "selection", declared)
    tale.wait(3 * DAY)
    closes = tale.minute + _CALL * DAY
    call = IssueCall(
        vacancy_id=one, closes_at=tale.at + timedelta(days=_CALL), departure="resignation"
    )
    tale.then(0, "selection", call)
    if mandate == _TOLD:
        told = DisseminateCall(vacancy_id=one, audience=_EVERYBODY, count=3)
        tale.aside().then(2 * HOUR, "selection", told)
    appointing.session(_STAGES[mandate], tale)
    preset = "consultative-group" if mandate in _RANKING else "advisory-panel"
    panel = EstablishPanel(vacancy_id=one, seats=_seats(tale), preset=preset)
    tale.then(DAY, "selection", panel)
    files = {local: named("candidate", mandate, local) for local in _CANDIDATES}
    for local, file in files.items():
        tale.then(dice.between(1, 5) * DAY, local, _application(one, local, file))
        if local == "candidate":
            nominating.nominate(file, local, tale)
    tale.until(closes + DAY)
    eligible = [file for file in files.values() if _screened(one, file, tale, dice)]
    conflict = DeclareConflict(vacancy_id=one, candidate_id=eligible[0])
    tale.then(DAY, "panel.weog", conflict)
    others = [local for local in _PANEL if local != "panel.weog"]
    for local in others:
        tale.then(HOUR, local, _disclosed(one, eligible))
    silent = _SILENT.get(mandate)
    sheet = _ranked if mandate in _RANKING else _scored
    given = {
        local: _given(one, local, sheet(eligible, dice)) for local in others if local != silent
    }
    for local, opening in given.items():
        tale.then(8 * HOUR * len(eligible), local, _sealed(one, opening, eligible))
    close = CloseReview(
        vacancy_id=one,
        reason_code="member-declines" if silent else None,
        opened=tuple(given.values()),
    )
    tale.then(3 * DAY, "chair", close)
    interviewed = AdoptInterviewList(vacancy_id=one, candidate_ids=tuple(eligible), reason=None)
    tale.then(2 * DAY, "chair", interviewed)
    talks.interview({file: local for local, file in files.items() if file in eligible}, tale)
    ranking = tuple(
        Ranked(
            candidate_id=file,
            rank=rank,
            reason=sealed("candidate", file, "Long practice in the field. (Invented.)"),
        )
        for rank, file in enumerate(eligible, 1)
    )
    tale.then(18 * DAY, "chair", AdoptShortlist(vacancy_id=one, ranking=ranking))
    names = {file: _CANDIDATES[local][0] for local, file in files.items()}
    appointing.end(mandate, _STAGES[mandate], tale, eligible, names)


def _seats(tale: Tale) -> tuple[Seat, ...]:
    last = (tale.at + timedelta(days=_SERVE)).date()
    return tuple(
        Seat(member_id=account_id(local), region=region, chair=local == "chair", ends_on=last)
        for local, region in _PANEL.items()
    )


def _application(one: str, local: str, file: str) -> SubmitApplication:
    name, nationality, gender = _CANDIDATES[local]
    motivation = "Twenty years of teaching and litigating human-rights law. (Invented.)"
    return SubmitApplication(
        vacancy_id=one,
        candidate_id=file,
        name=sealed("candidate", file, name),
        motivation=sealed("candidate", file, motivation),
        nationality=nationality,
        gender=gender,
    )


def _screened(one: str, file: str, tale: Tale, dice: Dice) -> bool:
    """Screen an application; return whether the candidate is eligible. Two officers say no."""
    eligible = dice.rolls(0.9)
    if eligible:
        yes = ScreenEligibility(vacancy_id=one, candidate_id=file, eligible=True, reason=None)
        tale.then(5 * HOUR, "selection", yes)
    else:
        tale.then(4 * HOUR, "selection", _no(one, file))
        confirm = ConfirmNotEligible(vacancy_id=one, candidate_id=file, proposal=1)
        tale.then(HOUR, "selection.two", confirm)
    return eligible


def _no(one: str, file: str) -> ScreenEligibility:
    reason = sealed("candidate", file, "No practice in the field. (Invented.)")
    return ScreenEligibility(
        vacancy_id=one,
        candidate_id=file,
        eligible=False,
        reason=reason,
        codes=("requirement_not_met",),
    )


def _disclosed(one: str, eligible: Sequence[str]) -> DeclareNoConflict:
    return DeclareNoConflict(vacancy_id=one, candidate_ids=tuple(eligible), nationalities=("CHE",))


def _scored(eligible: Sequence[str], dice: Dice) -> Sheet:
    return Sheet(
        scored=tuple(
            Scored(
                candidate_id=file,
                scores={criterion: dice.between(2, 5) for criterion in CRITERIA},
                note=None,
            )
            for file in eligible
        )
    )


def _ranked(eligible: Sequence[str], dice: Dice) -> Sheet:
    left, order = list(eligible), []
    while left:
        order.append(left.pop(dice.between(0, len(left) - 1)))
    return Sheet(order=tuple(order))


def _given(one: str, local: str, sheet: Sheet) -> Opening:
    """What a member thinks, and the nonce with which it is hashed."""
    nonce = sha256(f"world {one} {local}".encode()).hexdigest()
    return Opening(member_id=account_id(local), version=1, nonce=nonce, sheet=sheet)


def _sealed(one: str, opening: Opening, eligible: Sequence[str]) -> SubmitPreferences:
    return SubmitPreferences(
        vacancy_id=one,
        version=1,
        commitment=Keyed(preferences=[one, opening.member_id, opening.nonce, opening.sheet]),
        candidate_ids=tuple(sorted(eligible)),
    )
