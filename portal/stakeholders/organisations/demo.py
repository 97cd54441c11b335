"""The invented organisations of a demonstration: one of each visibility, and two that wait.

A law of the State of one that waits punishes contact with the United Nations.

Two speak for the one that is seen, which wants another name; the time of one of them ends soon.
"""

from datetime import timedelta

from portal.stakeholders.organisations import accreditation, laws
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.asking import subject_of
from portal.stakeholders.organisations.hiding import case_of
from portal.web.accounts import account as accounts
from portal.web.accounts import focal
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_accreditation_commands import RecordAccreditation
from shared.contracts.stakeholders_contact_law_commands import RecordContactLaw
from shared.contracts.stakeholders_naming_commands import ProposeOrganisationName
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ConfirmOrganisation,
    ConfirmPublicListing,
    HideOrganisation,
    RegisterOrganisation,
)
from shared.contracts.stakeholders_organisations import Provenance, Standing
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.accreditation import Record
from shared.reference.organisations import register_id

_OFFICER = "stakeholders"
_LEFT = 20
"""Days that the second focal point has left at the first start."""


def tell() -> None:
    _ends_soon("focal.two")
    seen = register_id(invented("focal").organisation_id or "")
    _registered(seen, "Demo Watch (invented)", "ngo", "CHE", by="focal")
    _ask(ConfirmOrganisation(organisation_id=seen), _OFFICER, seen, "confirmed", days=20)
    _ask(AskPublicListing(organisation_id=seen), "focal", seen, "asked", days=10)
    _ask(ConfirmPublicListing(organisation_id=seen), "focal", seen, "seen", days=5)
    _renamed(seen, "Demo Watch International (invented)")
    hidden = register_id(invented("nhri").organisation_id or "")
    _registered(hidden, "Demo Human Rights Commission (invented)", "nhri", "NPL")
    _ask(ConfirmOrganisation(organisation_id=hidden), _OFFICER, hidden, "confirmed", days=20)
    _punished("FRA")
    _accredited(seen, "ecosoc", "special")
    _accredited(hidden, "ganhri", "A")
    like, alone = (str(derive_id("demo organisation", number)) for number in range(2))
    _registered(like, "Demo Watch (invented)", "ngo", "FRA", standing="unregistered")
    _registered(alone, "Network of Demo Lawyers (invented)", "network", "KEN")
    _for_partners("Demo Valley Defenders (invented)")
    _sealed("Demo Circle in Exile (invented)")


def _for_partners(name: str) -> None:
    one = _confirmed(name, "CHE")
    speaks = Actor(
        actor_id=str(derive_id("demo focal point", one)),
        roles=frozenset({Role.FOCAL_POINT}),
        organisation_id=one,
    )
    ask_for, again = (
        command(organisation_id=one, visibility="partners")
        for command in (AskPublicListing, ConfirmPublicListing)
    )
    _ask(ask_for, speaks, one, "asked", days=10)
    _ask(again, speaks, one, "seen", days=5)


def _sealed(name: str) -> None:
    one = _confirmed(name, "UGA")
    seal_it = HideOrganisation(organisation_id=one, visibility="sealed")
    _ask(seal_it, _OFFICER, one, "sealed", days=10)


def _confirmed(name: str, country: str) -> str:
    one = str(derive_id("demo organisation", name))
    _registered(one, name, "ngo", country)
    _ask(ConfirmOrganisation(organisation_id=one), _OFFICER, one, "confirmed", days=20)
    return one


def _ends_soon(local: str) -> None:
    """Let the time of this focal point end soon; a later start changes nothing."""
    with engine().begin() as conn:
        found = accounts.by_id(conn, invented(local).actor_id)
        if found and found.has(Role.FOCAL_POINT) and found.focal_until is None:
            last_day = today() + timedelta(days=_LEFT)
            accounts.set_focal_until(conn, found.account_id, focal.end_of_day(last_day))


def _registered(  # what differs from one to the next
    organisation_id: str,
    name: str,
    type_: str,
    country: str,
    *,
    standing: Standing = "registered",
    by: str = _OFFICER,
) -> None:
    said: profiles.Given = {
        "name": name,
        "type": type_,
        "country": country,
        "countries": (country,),
    }
    told_by: Provenance = "officer" if by == _OFFICER else "self"
    profile = profiles.first({**profiles.BLANK, **said}, told_by)
    if by != _OFFICER:
        network = profiles.Affiliate(
            affiliate_id=str(derive_id("demo affiliate", organisation_id)),
            name="Network of Demo Lawyers (invented)",
            since="2020-01-01",
        )
        profile = profiles.affiliated(profile, network)
    subject = subject_of(organisation_id)
    contact = {
        "name": "Lara Demo",
        "email": f"{type_}.{country.lower()}@demo.example",
        "number": "",
    }
    vault().keep_identity(subject, contact)
    command = RegisterOrganisation(
        organisation_id=organisation_id,
        profile=seal(subject, profiles.written(profile)),
        standing=standing,
    )
    _ask(command, by, organisation_id, "registered", days=30)


def _renamed(organisation_id: str, name: str) -> None:
    """Let it want another name, which waits for an officer."""
    told = dict.fromkeys(profiles.LOOKED_AT, "") | {"name": name, "type": "ngo", "country": "CHE"}
    command = ProposeOrganisationName(
        organisation_id=organisation_id,
        proposal_id=str(derive_id("demo name", organisation_id)),
        name=seal(subject_of(organisation_id), profiles.name_of(told)),
    )
    _ask(command, "focal", organisation_id, "renamed", days=3)


def _punished(state: str) -> None:
    """Let a law of this State punish contact: none of its entries is public."""
    subject = f"contactlaw-{derive_id('demo law', state)}"
    text = laws.written("Act 7 on foreign agents (invented)", "")
    command = RecordContactLaw(
        state=state, since=today() - timedelta(days=90), text=seal(subject, text)
    )
    case = str(derive_id("contact law case", state))
    ask(command, _OFFICER, case, f"law {state}", "recorded", at=now() - timedelta(days=18))


def _accredited(organisation_id: str, scheme: str, status: str) -> None:
    """Let it be decided two years ago."""
    day = today() - timedelta(days=730)
    record = Record(
        record_id=str(derive_id("demo record", organisation_id)),
        scheme=scheme,
        status=status,
        body=scheme.upper(),
        decided=day,
        effective=day,
        document="Decision 7 (invented)",
        next_review=day + timedelta(days=1825),
    )
    subject = accreditation.subject_of(organisation_id)
    command = RecordAccreditation(
        organisation_id=organisation_id,
        record_id=record.record_id,
        record=seal(subject, accreditation.written(record)),
        corrects=None,
        source="officer",
    )
    _ask(command, _OFFICER, organisation_id, "accredited", days=19)


def _ask(command: Command, by: str | Actor, organisation_id: str, step: str, *, days: int) -> None:
    at = now() - timedelta(days=days)
    case = str(case_of(organisation_id))
    ask(command, by, case, f"organisation {organisation_id}", step, at=at)
