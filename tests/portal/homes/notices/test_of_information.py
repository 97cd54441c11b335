"""Notices of what a mandate decided about information on a recommendation, to who gave it."""

from dataclasses import replace

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.homes.notices import choosing
from portal.homes.notices.read_model import NOTICES
from portal.web.accounts import account as accounts
from shared.contracts.followup import ImplementationInfoReceived, Provider
from shared.core.roles import Role
from shared.reference.country_teams import team_of
from tests.portal.followup.recommendations.test_informed import BACK, NOT_PUBLIC, TOLD, WITHHELD
from tests.portal.homes.notices.conftest import Office, _person
from tests.support.followup import informed, issued, published, shared

MODELS = (RECOMMENDATIONS, NOTICES)
PEOPLE = {
    "ours": (Role.NGO_MEMBER, "org-1"),
    "colleague": (Role.NGO_MEMBER, "org-1"),
    "institution": (Role.CONTACT_POINT, "org-1"),
    "stranger": (Role.NGO_MEMBER, "org-2"),
}
STATES = {"geneva": (Role.GOVERNMENT, "CHE"), "team": (Role.UN_PARTNER, "CHE")}
SAID = replace(informed("ngo", by="ours", organisation_id="org-1"), wish="publish")


def begin(office: Office, said: ImplementationInfoReceived = SAID) -> None:
    with office.engine.begin() as conn:
        for name, (role, code) in PEOPLE.items():
            accounts.add(conn, _person(name, role, {"organisation_id": code}))
        for name, (role, code) in STATES.items():
            accounts.add(conn, _person(name, role, {"state_codes": frozenset({code})}))
    one = issued()
    office.tell(one, published(one), shared("org-1"), said, models=MODELS)


def heard(office: Office) -> set[tuple[str, str, str]]:
    """Work twice, as nothing is told twice; return who was told what, and where it leads."""
    office.work()
    office.work()
    found = [(row.account_id, row.kind, row.page) for row in office.told()]
    assert len(found) == len(set(found))
    return set(found)


def both(kind: str, page: str = "informed") -> set[tuple[str, str, str]]:
    return {(who, kind, page) for who in ("ours", "colleague")}


def test_its_organisation_is_told_what_was_decided(office: Office) -> None:
    begin(office)
    assert heard(office) == set()
    office.tell(WITHHELD, models=MODELS)
    told = both("implementation-info-withheld")
    assert heard(office) == told
    office.tell(TOLD, models=MODELS)
    told |= both("implementation-info-published")
    assert heard(office) == told
    office.tell(BACK, models=MODELS)
    told |= both("implementation-info-taken-back")
    assert heard(office) == told
    office.tell(replace(TOLD, name=None), models=MODELS)
    assert heard(office) == told | both("information-unnamed")


def test_a_mail_says_nothing_of_it(office: Office) -> None:
    begin(office)
    office.tell(replace(TOLD, name=None), models=MODELS)
    with office.engine.connect() as conn:
        ours = accounts.by_id(conn, "ours")
    assert ours is not None
    with office.engine.begin() as conn:
        choosing.choose(conn, ours, "at_once", at=office.clock())
    office.work()
    texts = [mail.as_string() for mail in office.box.mails]
    for text in texts:
        for word in ("nformation", "ecommendation", "published", "Switzerland"):
            assert word not in text
    assert texts


@pytest.mark.parametrize(
    ("provider", "code", "who"),
    [
        ("government", None, "geneva"),
        ("unct", team_of("CHE"), "team"),
        ("nhri", "org-1", "institution"),
    ],
)
def test_each_kind_of_provider_hears_for_itself(
    office: Office, provider: Provider, code: str | None, who: str
) -> None:
    begin(office, replace(SAID, provider=provider, organisation_id=code, provided_by="x"))
    told = replace(TOLD, provider=provider, name=None if provider == "government" else "A name")
    office.tell(told, models=MODELS)
    assert heard(office) == {(who, "implementation-info-published", "informed")}


def test_who_wrote_for_no_organisation_is_told_alone(office: Office) -> None:
    begin(office, replace(SAID, organisation_id=None))
    office.tell(WITHHELD, models=MODELS)
    assert {who for who, _, _ in heard(office)} == {"ours"}


def test_what_was_withheld_when_nobody_was_to_hear_is_told_to_nobody(office: Office) -> None:
    begin(office)
    office.tell(replace(WITHHELD, told=False), models=MODELS)
    assert heard(office) == set()


def test_with_a_recommendation_that_is_public_no_more_it_leads_to_the_list(office: Office) -> None:
    """An organisation that is not invited does not open the recommendation any more."""
    stranger = replace(SAID, organisation_id="org-2", provided_by="stranger")
    begin(office, stranger)
    office.tell(TOLD, NOT_PUBLIC, BACK, models=MODELS)
    assert heard(office) == {
        ("stranger", "implementation-info-published", "ourinfo"),
        ("stranger", "implementation-info-taken-back", "ourinfo"),
    }
