"""Organisations in the register: waiting, confirmed, public, at risk, not taken, dissolved."""

from typing import Final

from deploy.local.world.deeds import Deed
from deploy.local.world.people import speaker
from deploy.local.world.tales import accreditation
from deploy.local.world.tales.submissions import DEFENDERS, STATES, TORTURE
from deploy.local.world.tales.tale import DAY, HOUR, YEARS, Dice, Tale, named, sealed
from portal.stakeholders.organisations.profile import BLANK, Given, Profile, first, written
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ConfirmOrganisation,
    ConfirmPublicListing,
    DissolveOrganisation,
    HideOrganisation,
    RaiseRiskFlag,
    RefuseRegistration,
    RegisterOrganisation,
    RenameOrganisation,
)
from shared.contracts.stakeholders_organisations import Provenance, Standing, Visibility

NUMBER: Final = 24
_OFFICER = "stakeholders"
_PLACES = ("Lindale", "Highmoor", "Marsh End", "Las Lomas", "Val Perdu", "Amber Hill")
_INSTITUTIONS = {
    "Lindale Human Rights Commission": ("A",),
    "Highmoor Ombudsman": ("A", "special_review"),
    "Marsh End Institute for Human Rights": ("A", "recommended_b", "B"),
    "Las Lomas Defender of the People": ("B",),
    "Val Perdu Commission": ("A", "deferred"),
}
"""National institutions, with what was decided about each."""
_AIMS = {"Water Watch": "ngo", "Lawyers' Circle": "network", "Free Press House": "ngo"}


def register(deeds: list[Deed]) -> None:
    """Tell of each; those of the demonstration's own people are told by their own area."""
    for number in range(NUMBER):
        _organisation(number, deeds)
    for name, decisions in _INSTITUTIONS.items():
        _institution(name, decisions, deeds)


def _institution(name: str, decisions: tuple[str, ...], deeds: list[Deed]) -> None:
    dice, one = Dice(name), named("institution", name)
    tale = Tale(one, -(YEARS - 20) * DAY + 11 * HOUR, deeds)
    profile = described(f"{name} (invented)", "nhri", dice.pick(STATES), "officer", dice)
    tale.then(0, _OFFICER, registered(one, profile, "registered"))
    tale.then(2 * DAY, _OFFICER, ConfirmOrganisation(organisation_id=one))
    seen(tale.aside())
    for status in decisions:
        accreditation.record(one, "ganhri", status, tale, after=170)


def _organisation(number: int, deeds: list[Deed]) -> None:
    dice, one = Dice(f"organisation {number}"), named("organisation", number)
    tale = Tale(one, -((YEARS - 40) * (NUMBER - number) // NUMBER) * DAY + 10 * HOUR, deeds)
    aim = tuple(_AIMS)[number % len(_AIMS)]
    place = _PLACES[number // len(_AIMS) % len(_PLACES)]
    name = f"{place} {aim}" if number < len(_AIMS) * len(_PLACES) else f"New {place} {aim}"
    profile = described(f"{name} (invented)", _AIMS[aim], dice.pick(STATES), "officer", dice)
    standing: Standing = "registered" if dice.rolls(0.8) else "unregistered"
    tale.then(0, _OFFICER, registered(one, profile, standing))
    end = dice.weigh({"confirmed": 0.7, "refused": 0.12, "waits": 0.18})
    if end == "refused":
        code = dice.pick(("duplicate", "no_contact"))
        tale.then(5 * DAY, _OFFICER, RefuseRegistration(organisation_id=one, code=code))
    if end == "confirmed":
        tale.then(3 * DAY, _OFFICER, ConfirmOrganisation(organisation_id=one))
        if standing == "registered":
            _later(one, profile, tale, dice)


def _later(one: str, profile: Profile, tale: Tale, dice: Dice) -> None:
    if dice.rolls(0.5):
        status = dice.pick(("special", "special", "roster", "general"))
        accreditation.record(one, "ecosoc", status, tale.aside(), after=5, years=4)
    fate = dice.weigh(
        {"": 0.5, "at risk": 0.15, "renamed": 0.15, "dissolved": 0.1, "suspended": 0.1}
    )
    if fate in {"", "renamed"}:
        seen(tale.aside())
    if fate == "suspended":
        seen(tale.aside(), "partners")
    if fate == "at risk":
        reason = sealed("organisation", one, "Its rooms were searched twice. (Invented.)")
        flag = RaiseRiskFlag(organisation_id=one, flag_id=named("flag", one), reason=reason)
        tale.then(30 * DAY, _OFFICER, flag)
        tale.then(DAY, _OFFICER, HideOrganisation(organisation_id=one, visibility="sealed"))
    if fate == "renamed":
        new = described(
            profile.name.replace("(", "and Friends ("),
            profile.type,
            profile.country,
            "officer",
            dice,
        )
        text = sealed("organisation", one, written(new))
        tale.then(40 * DAY, _OFFICER, RenameOrganisation(organisation_id=one, profile=text))
    if fate == "suspended":
        accreditation.record(one, "ecosoc", "special", tale, after=10, years=4)
        accreditation.record(one, "ecosoc", "suspended", tale, after=40)
    if fate == "dissolved":
        tale.then(90 * DAY, _OFFICER, DissolveOrganisation(organisation_id=one))


def seen(tale: Tale, visibility: Visibility = "public") -> None:
    """Tell how it asks to be seen by more people, and says so again four days later."""
    by, to = speaker(tale.case), visibility
    tale.then(20 * DAY, by, AskPublicListing(organisation_id=tale.case, visibility=to))
    tale.then(4 * DAY, by, ConfirmPublicListing(organisation_id=tale.case, visibility=to))


def registered(one: str, profile: Profile, standing: Standing) -> RegisterOrganisation:
    return RegisterOrganisation(
        organisation_id=one,
        profile=sealed("organisation", one, written(profile)),
        standing=standing,
    )


def described(name: str, kind: str, country: str, by: Provenance, dice: Dice) -> Profile:
    given: Given = {
        **BLANK,
        "name": name,
        "type": kind,
        "country": country,
        "countries": (country,),
        "themes": (dice.pick((TORTURE, DEFENDERS)),),
        "mission": "It documents what happens, and stands by those to whom it does. (Invented.)",
    }
    return first(given, by)
