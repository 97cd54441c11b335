"""The register of a portal that everybody has used for a while: what happened to its entries."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.stakeholders.organisations import apart, choices, laws
from portal.stakeholders.organisations.law_model import LAWS
from portal.stakeholders.organisations.profile import Affiliate
from portal.web.accounts import focal
from shared.contracts.stakeholders_contact_laws import ContactLawLifted, ContactLawRecorded
from shared.contracts.stakeholders_focal_points import FocalPointAccepted, FocalPointProposed
from shared.contracts.stakeholders_organisations import RiskFlagRaised
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import states
from shared.reference.organisations import register_id
from tests.support.contacts import Log
from tests.support.items import ORGANISATION
from tests.support.lived_in_selection import id_of
from tests.support.long_texts import LONG, UNBROKEN
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.subscriptions import Notices
from tests.support.twice import of_stakeholders, twice

STATES = frozenset({"KEN", "CHE", "FRA"})
_OWN = (Role.NGO_MEMBER, Role.FOCAL_POINT)


def register(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """Let everything happen to entries of the register that can."""
    _organisations(portal)
    _speaking(portal, visitors[Role.NGO_MEMBER])
    _splits(portal, visitors)
    _contacts(portal)
    _notices(portal, visitors)
    _laws(portal)


def _laws(portal: Pages) -> None:
    """One that is in force, of which an entry is still public, and one that is not any more."""
    (applier,) = ready(portal.engine, [LAWS])
    at = portal.clock()
    text = portal.vault.seal(
        f"contactlaw-{named('law')}", laws.written(UNBROKEN[:60], f"A note.{LONG}")
    )
    over = next(iter(states()))
    facts: list[Any] = [
        ContactLawRecorded(
            state=state,
            since=date(2024, 5, 1),
            text=text,
            recorded_by="somebody",
            recorded_at=at,
        )
        for state in ("TUV", over)
    ]
    facts += [ContactLawLifted(state=over, lifted_by="somebody", lifted_at=at)]
    arrived = [
        of_stakeholders(one, 3_500_000 + number, f"contactlaw-{one.state}", at)
        for number, one in enumerate(facts)
    ]
    twice([applier], arrived)


def _splits(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """One that waits, one whose people choose, of whom one asks to come back, and one undone."""
    register = Register(portal.engine, portal.vault, told=1_200_000)  # after all that was told
    now, long = portal.clock(), f"Part Watch{LONG}"[:200]
    whole, undone, *parts = (named(f"split {number}") for number in range(5))
    for entry in (whole, undone):
        register.confirmed(entry, f"Whole Watch{LONG}"[:200])
    for entry in parts:
        register.claimed(entry, long)
    own = register_id(ORGANISATION)
    register.splitting(whole, parts[0])
    split_id = register.split(own, parts[1], at=now)
    register.split(undone, parts[2], at=now)
    register.unsplit(undone, parts[2], at=now)
    away = portal.person(Role.NGO_MEMBER, organisation_id=parts[1], name=UNBROKEN[:60])
    people = [away.account_id, *(id_of(visitors[role]) for role in _OWN)]
    with portal.engine.begin() as conn:
        split = apart.one(conn, split_id)
        assert split
        choices.may_choose(conn, split, people, now)
        (choice,) = choices.of(conn, away, now)
        choices.choose(conn, choice, own, now)


def _speaking(portal: Pages, asked: Visitor) -> None:
    """Somebody is asked to speak for the organisation, one accepted, and one is suspended."""
    register = Register(portal.engine, portal.vault, told=1_100_000)
    accepted, held = (
        portal.person(*roles, organisation_id=ORGANISATION, name=UNBROKEN[:60])
        for roles in ((Role.NGO_MEMBER,), (Role.NGO_MEMBER, Role.FOCAL_POINT))
    )
    for account_id in (id_of(asked), accepted.account_id):
        key = {"organisation_id": register_id(ORGANISATION), "focal_point_id": named(account_id)}
        register.tell(
            FocalPointProposed(
                **key,
                account_id=account_id,
                about=portal.vault.seal(f"organisation-{key['organisation_id']}", "{}"),
                by_letter=False,
                last_day=day_of(portal.clock()) + timedelta(days=300),
                proposed_by="somebody",
                proposed_at=portal.clock(),
            )
        )
    register.tell(FocalPointAccepted(**key, accepted_at=portal.clock()))
    with portal.engine.begin() as conn:
        focal.suspend(conn, held, "disputed", by="somebody", at=portal.clock())


def _organisations(portal: Pages) -> None:
    """One that everybody sees, one that waits and is like it, and the focal point's own."""
    register = Register(portal.engine, portal.vault, told=1_000_000)  # after all that was told
    long: dict[str, Any] = {
        "mission": f"A mission.{LONG}",
        "acronym": UNBROKEN[:40],
        "former": (UNBROKEN[:60],),
    }
    long |= {
        "countries": tuple(states())[:60],
        "themes": ("sr-water", "sr-food"),
        "scope": "regional",
    }
    long |= {
        "languages": ("ar", "fr"),
        "founded": "1987",
        "address": LONG[:300],
        "phone": UNBROKEN[:40],
    }
    seen = f"Seen Watch{LONG}"[:200]
    also = {**long, "countries": (*long["countries"], "TUV")}
    register.public(str(derive_id("organisation", 1)), seen, **also)
    one, other, third, fourth = (named(f"entry {number}") for number in range(4))
    for entry in (one, other, third, fourth):
        register.confirmed(entry, seen, **long)
    register.merging(one, other)
    register.merged(third, fourth, at=portal.clock())
    waits = register.claimed(
        str(derive_id("organisation", 2)), seen, standing="unregistered", **long
    )
    friends = (
        Affiliate(affiliate_id=named("friend"), name=f"{UNBROKEN[:60]}{LONG}", since="2019-02-01"),
        Affiliate(affiliate_id=named("seen"), entry=str(derive_id("organisation", 1))),
    )
    long |= {"affiliates": friends}
    own = register.confirmed(register_id(ORGANISATION), f"Own Watch{LONG}"[:200], **long)
    for one in (str(derive_id("organisation", 1)), own):
        register.tell(
            register.decided(one, "A", body=UNBROKEN[:60], document=f"A report.{LONG}"[:200]),
            register.decided(one, "special_review", effective=date(2026, 4, 1)),
            register.claims(one, portal.clock()),
        )
    for one in (waits, own):
        reason = portal.vault.seal(f"organisation-{one}", f"A reason.{LONG}")
        register.tell(
            RiskFlagRaised(
                organisation_id=one,
                flag_id=str(derive_id("flag", one)),
                reason=reason,
                raised_by="somebody",
                raised_at=portal.clock(),
            )
        )


def _contacts(portal: Pages) -> None:
    """One with something to be done long ago, and one without a mandate."""
    log = Log(portal.engine, portal.vault, told=2_500_000)  # after all that was told
    own, long = register_id(ORGANISATION), f"A note.{LONG}"[:500]
    late = day_of(portal.clock()) - timedelta(days=3)
    log.contact(1, own, person=UNBROKEN[:60], note=long, days=20, follow_up_on=late)
    log.contact(2, own, person=f"Somebody{LONG}"[:200], mandate=None)


def _notices(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """Subscriptions of a person and an organisation; a report with a notice, and one without."""
    kept = Notices(portal.engine, portal.vault, told=3_000_000)  # after all that was told
    at = portal.clock() - timedelta(days=9)
    kept.chooses("person", id_of(visitors[Role.NGO_MEMBER]), *sorted(STATES), at=at)
    kept.chooses("organisation", register_id(ORGANISATION), at=at)
    for number in (1, 2):
        kept.out(number, *sorted(STATES), at=at)
    kept.sends(1, at=at)
