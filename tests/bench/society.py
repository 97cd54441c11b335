"""Facts of a register of organisations as large as planned, with its people, contacts and speakers.

Every text is sealed under a key of its own subject, as the portal does it, and every row is what a
read model makes of a fact.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Any, Final, TypeVar

from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from portal.casefile.lint.folding import folded
from portal.stakeholders.contacts import asking as contacts
from portal.stakeholders.organisations import accreditation
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.subscriptions import audience
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.focal import end_of_day
from shared.contracts import stakeholders_accreditations as granted
from shared.contracts import stakeholders_contacts as logged
from shared.contracts import stakeholders_focal_points as focal
from shared.contracts import stakeholders_mergers as mergers
from shared.contracts import stakeholders_notices as notices
from shared.contracts import stakeholders_organisations as facts
from shared.contracts.stakeholders_dormancy import OrganisationDormant
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier, apply_together
from shared.reference import mandates, states
from shared.reference.accreditation import Record
from tests.support.ready import ready
from tests.support.sessions import NOW
from tests.support.twice import of_stakeholders, topics

_One = TypeVar("_One")
_AT_ONCE: Final = 1_000
_DAY: Final = timedelta(days=1)
_LONG_AGO: Final = NOW - 400 * _DAY
_FIRST: Final = (
    *("Committee", "Centre", "Union", "Forum", "Action", "Alliance", "Réseau", "Fundación"),
    *("Лига", "جمعية", "人权", "Asociación", "Women", "Youth", "Legal", "Citizens"),
)
_LAST: Final = [
    first + middle + last
    for first in ("Al", "Be", "Cor", "Du", "El", "Fa", "Gor", "Ha", "Iv", "Jo", "Ka", "Lum")
    for middle in ("ban", "dor", "fil", "gem", "kor", "lan", "mir", "nov", "pel", "ras", "tun")
    for last in ("a", "eja", "ia", "o", "u", "ystan")
]
_TYPES: Final = ("ngo", "ngo", "ngo", "nhri", "academic")


def organisation(number: int) -> str:
    return str(derive_id("organisation of the bench", number))


def person(number: int) -> str:
    return str(derive_id("person of the bench", number))


def report(number: int) -> str:
    return str(derive_id("report of the bench", number))


@dataclass(slots=True)
class Society:
    """Organisations and persons by number, and the tables that hear of them."""

    engine: Engine
    vault: Vault
    organisations: int
    persons: int
    told: Iterator[int] = field(default_factory=lambda: count(1))
    appliers: Sequence[Applier] = field(init=False)

    def __post_init__(self) -> None:
        stakeholders = of_stakeholders(None, 0, "", NOW).topic
        every = ready(self.engine, READ_MODELS)
        self.appliers = [one for one in every if stakeholders in topics(one)]

    def tell(self, some: Iterable[object]) -> None:
        """Apply facts a batch at a time, to all read models that hear of them."""
        for batch in _batches(some):
            arrived = [
                of_stakeholders(fact, number := next(self.told), f"bench-{number}", NOW)
                for fact in batch
            ]
            apply_together([(one, arrived) for one in self.appliers])

    def fill(self) -> None:
        for some in _batches(range(self.organisations)):
            self.tell(self._register(some))
        self.tell(self._mergers())
        for some in _batches(range(self.persons)):
            self._accounts(some)
            self.tell(self._focal_points(some))
            self.tell(self._contacts(some))
            self.tell(self._subscriptions(some))
        self.tell(self._reports())

    def confirmed(self, number: int) -> bool:
        return number % 50 not in {1, 2}

    def profile(self, number: int) -> Profile:
        """Two of a hundred are called as their neighbour, or by a name that sounds so."""
        chance = random.Random(number - 1 if number % 100 == 53 else number)
        name = " ".join([chance.choice(_FIRST), *chance.sample(_LAST, 3)])
        return Profile(
            name=name,
            acronym="".join(word[0] for word in name.split()),
            also=f"Общество {chance.choice(_LAST)}" if number % 7 == 0 else "",
            former=(f"Former {name}",) if number % 20 == 0 else (),
            type=chance.choice(_TYPES),
            country=chance.choice(sorted(states())),
            themes=(chance.choice(sorted(mandates())),),
            site=f"https://www.org-{number}.example.org",
            mission=" ".join(chance.choices(_LAST, k=30)),
            mark=f"{number:032x}",
            told={"name": "self"},
        )

    def _register(self, some: Sequence[int]) -> Iterator[object]:
        own = self._sealers(f"organisation-{organisation(n)}" for n in some)
        of = self._sealers(accreditation.subject_of(organisation(n)) for n in some)
        for n in some:
            one, at = organisation(n), _LONG_AGO + timedelta(minutes=n)
            seal = own[f"organisation-{one}"]
            yield facts.OrganisationRegistered(
                organisation_id=one,
                profile=seal(profiles.written(self.profile(n))),
                standing="registered",
                provenance="self",
                registered_by="somebody",
                registered_at=at,
            )
            yield from _decided(n, at)
            if n % 3 == 0:
                yield _accredited(n, of[accreditation.subject_of(one)])
            if n % 75 == 0:
                claim = accreditation.Claim(scheme="ecosoc", status="special", document="E/1")
                yield granted.AccreditationClaimed(
                    organisation_id=one,
                    claim_id=str(derive_id("claim", n)),
                    claim=of[accreditation.subject_of(one)](accreditation.written(claim)),
                    claimed_by="somebody",
                    claimed_at=NOW - _DAY,
                )
            if n % 150 == 5:
                yield facts.RiskFlagRaised(
                    organisation_id=one,
                    flag_id=str(derive_id("flag", n)),
                    reason=seal("Threats against its staff"),
                    raised_by="somebody",
                    raised_at=NOW - _DAY,
                )

    def _mergers(self) -> Iterator[object]:
        for n in range(10, self.organisations - 1, 75):
            ids: dict[str, Any] = {
                "merger_id": str(derive_id("merger", n)),
                "duplicate_id": organisation(n),
                "real_id": organisation(n + 3),
            }
            yield mergers.MergerProposed(**ids, proposed_by="first", proposed_at=NOW - _DAY)
            if n % 10:
                yield mergers.OrganisationsMerged(
                    **ids,
                    closes=False,
                    keeps="public",
                    flags=(),
                    merged_by="second",
                    merged_at=NOW,
                )

    def of_person(self, number: int) -> str:
        return organisation(number % self.organisations)

    def account(self, number: int) -> Account:
        first = number < self.organisations
        point = number % 150 == 4
        roles = {Role.CONTACT_POINT if point else Role.NGO_MEMBER, *([Role.FOCAL_POINT] * first)}
        n = number % self.organisations
        return Account(
            account_id=person(number),
            email=f"person-{number}@example.org",
            name=f"{_LAST[number % len(_LAST)]} {_LAST[number * 7 % len(_LAST)]} {number}",
            password_hash="none",
            roles=frozenset(roles),
            organisation_id=organisation(n),
            organisation=self.profile(n).name,
            focal_until=end_of_day(day_of(NOW) + 300 * _DAY) if first else None,
        )

    def _accounts(self, some: Sequence[int]) -> None:
        with self.engine.begin() as conn:
            for n in some:
                if self.confirmed(n % self.organisations):
                    accounts.add(conn, self.account(n))

    def _focal_points(self, some: Sequence[int]) -> Iterator[object]:
        """Each organisation has one; every sixtieth has a second who accepted."""
        these = [n for n in some if self.confirmed(n % self.organisations)]
        own = self._sealers(f"organisation-{self.of_person(n)}" for n in these)
        for n in these:
            second = n >= self.organisations
            if second and n % 60 != 3:
                continue
            ids: dict[str, Any] = {
                "organisation_id": self.of_person(n),
                "focal_point_id": str(derive_id("focal point of the bench", n)),
            }
            last_day, at = day_of(NOW) + 300 * _DAY, NOW - 100 * _DAY
            yield focal.FocalPointProposed(
                **ids,
                account_id=person(n),
                about=own[f"organisation-{self.of_person(n)}"]("Director"),
                by_letter=False,
                last_day=last_day,
                proposed_by="somebody",
                proposed_at=at,
            )
            yield focal.FocalPointAccepted(**ids, accepted_at=at + _DAY)
            if not second:
                yield focal.FocalPointDesignated(
                    **ids,
                    account_id=person(n),
                    last_day=last_day,
                    designated_by="an officer",
                    designated_at=at + 2 * _DAY,
                )

    def _contacts(self, some: Sequence[int]) -> Iterator[object]:
        """Two of three were in contact; one of fifty is to be followed up."""
        these = [n for n in some if n % 3 and self.confirmed(n % self.organisations)]
        names = {n: f"{_LAST[n % len(_LAST)]} {n}" for n in these}
        subjects = {n: self._contact(self.of_person(n), names[n]) for n in these}
        seals = self._sealers(subjects.values())
        for n in these:
            on = day_of(NOW) - (n % 700) * _DAY
            seal = seals[subjects[n]]
            yield logged.ContactLogged(
                entry_id=str(derive_id("contact of the bench", n)),
                organisation=self.vault.pseudonym("contacts", self.of_person(n)),
                mandate=sorted(mandates())[n % len(mandates())],
                channel="call",
                purpose="visit",
                on=on,
                follow_up_on=on + 30 * _DAY if n % 50 == 1 else None,
                who=seal(contacts.written(self.of_person(n), names[n])),
                note=seal("Asked about dates") if n % 5 == 0 else None,
                logged_by="an-officer",
                logged_at=NOW - (n % 700) * _DAY,
            )

    def _contact(self, organisation_id: str, name: str) -> str:
        of = self.vault.pseudonym("contact", f"{organisation_id}/{folded(name).text}")
        return f"contact-{derive_id('contact person', of)}"

    def _subscriptions(self, some: Sequence[int]) -> Iterator[object]:
        """Every third person, and every third organisation; each for a few countries."""
        codes = sorted(states())
        for n in (n for n in some if n % 3 == 0 and self.confirmed(n % self.organisations)):
            ours = n < self.organisations and n % 2 == 0
            whose = ("organisation", self.of_person(n)) if ours else ("person", person(n))
            chance = random.Random(n)
            yield notices.SubscriptionChosen(
                subscription_id=audience.subscription_id(self.vault, *whose),
                subscriber="organisation" if ours else "person",
                number=1,
                wishes=notices.Wishes(
                    countries=tuple(chance.sample(codes, 3)) if n % 2 else (),
                    mandates=(),
                    language="en",
                    cadence="at_once",
                ),
                chosen_by="somebody",
                chosen_at=NOW - 30 * _DAY,
            )

    def _reports(self) -> Iterator[object]:
        """Sixty notices a month for two years; the last thirty reports wait for theirs."""
        number = max(4, self.organisations * 60 * 24 // 15_000)
        for n in range(number):
            about: dict[str, Any] = {"mandates": ("sr-torture",), "countries": ("KEN", "FRA")}
            at = NOW - (number - n) * _DAY / 2
            out = {"report_id": report(n), "edition": 1, **about}
            yield notices.ReportOut(kind="statement", out_at=at, **out)
            if n < number - min(30, number // 2):
                yield notices.NoticeSent(
                    count=9_000, first_sent_at=at, sent_by="an officer", sent_at=at, **out
                )

    def _sealers(self, subjects: Iterable[str]) -> dict[str, Callable[[str], Sealed]]:
        return self.vault.sealers(subjects)


def _batches(some: Iterable[_One]) -> Iterator[Sequence[_One]]:
    left = iter(some)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _decided(n: int, at: datetime) -> Iterator[object]:
    """Two of a hundred wait, as many are refused; of ten others 7 are public, 1 for partners."""
    one = organisation(n)
    if n % 50 == 1:
        return
    if n % 50 == 2:
        yield facts.RegistrationRefused(
            organisation_id=one, code="duplicate", refused_by="an officer", refused_at=at
        )
        return
    yield facts.OrganisationConfirmed(
        organisation_id=one, confirmed_by="an officer", confirmed_at=at
    )
    if n % 30 == 7:
        yield OrganisationDormant(organisation_id=one, dormant_at=NOW - _DAY)
    if n % 10 < 8:
        yield facts.VisibilityChanged(
            organisation_id=one,
            visibility="public" if n % 10 < 7 else "partners",
            asked_at=at,
            changed_by="somebody",
            changed_at=at + 4 * _DAY,
        )


def _accredited(n: int, seal: Callable[[str], Sealed]) -> granted.AccreditationRecorded:
    record = Record(
        record_id=str(derive_id("record", n)),
        scheme="ecosoc",
        status="special",
        body="ECOSOC",
        decided=day_of(NOW) - 900 * _DAY,
        effective=day_of(NOW) - 890 * _DAY,
        document=f"E/2024/{n}",
    )
    return granted.AccreditationRecorded(
        organisation_id=organisation(n),
        record_id=record.record_id,
        record=seal(accreditation.written(record)),
        corrects=None,
        source="sheet",
        recorded_by="an officer",
        recorded_at=NOW - _DAY,
    )
