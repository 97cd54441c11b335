"""Affiliates are for its own people and officers; a hidden one is not there for focal points."""

from typing import Any
from uuid import uuid4

import pytest

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations import queries
from portal.stakeholders.organisations.profile import Affiliate, Profile
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.organisations import fingerprint
from tests.portal.stakeholders.organisations.test_own import main
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

ID, OTHER = named(1), named(2)
OURS, THEIRS = "/our-organisation", f"/register-desk/{ID}"
LINK = f"https://example.org/en/organisations/{OTHER}"
NAMED = Affiliate(affiliate_id=named("a"), name="Old Friends", since="2019-02-01")
LINKED = Affiliate(affiliate_id=named("b"), entry=OTHER, until="2024-03-31", told="officer")


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), "name": "", "entry": "", "since": "", "until": "", **also}


def kept(portal: Pages, number: int = -1) -> Profile:
    """Return the entry that was sent last, opened."""
    type_, data, _ = asked_for(portal.asked[number])
    assert type_ == "rename-organisation"
    return profiles.read(portal.vault.reveal(Sealed(**data["profile"])) or "")


def test_a_name_or_an_entry_is_kept_with_its_dates_and_read_back() -> None:
    one = Profile(name="Alpha", type="ngo", country="KEN")
    after = profiles.affiliated(profiles.affiliated(one, NAMED), LINKED)
    assert profiles.affiliated(after, LINKED) == after
    assert profiles.read(profiles.written(after)) == after
    later = profiles.written(after).replace('"until"', '"unknown":1,"until"')
    assert profiles.read(later) == after, "whatever another release wrote"
    assert after.affiliates == (NAMED, LINKED)
    assert profiles.parted(after, NAMED.affiliate_id).affiliates == (LINKED,)
    assert profiles.for_everybody(after).affiliates == ()


def test_a_focal_point_enters_one_and_takes_it_off(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    register.public(OTHER, "Beta Watch")
    register.confirmed(ID, "Alpha Watch", affiliates=(NAMED,))
    assert "Old Friends Since 1 Feb 2019" in main(focal.get(OURS).text)
    sent = form(entry=LINK, since="2020-01-02", until="2021-01-01")
    assert focal.post(f"{OURS}/affiliates/new", sent).status_code == 303
    after = kept(portal)
    assert after.affiliates[0] == NAMED
    assert (after.affiliates[1].entry, after.affiliates[1].until) == (OTHER, "2021-01-01")
    assert after.affiliates[1].told == "self"
    away = f"{OURS}/affiliates/{NAMED.affiliate_id}/remove"
    assert "Old Friends" in focal.get(away).text
    assert focal.post(away, form()).status_code == 303
    assert kept(portal).affiliates == ()
    assert focal.get(f"{OURS}/affiliates/{OTHER}/remove").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": "Beta", "entry": LINK},
        {"entry": "Beta Watch"},
        {"entry": ID},
        {"entry": OTHER},
        {"entry": named("nobody")},
        {"name": "Beta", "since": "2020-01-02", "until": "2020-01-01"},
    ],
)
def test_what_a_focal_point_may_not_find_is_refused_as_what_is_not_there(
    portal: Pages, register: Register, focal: Visitor, wrong: dict[str, str]
) -> None:
    register.confirmed(ID, "Alpha Watch")
    register.confirmed(OTHER, "Zanthor Hidden")
    answer = focal.post(f"{OURS}/affiliates/new", form(**wrong))
    assert answer.status_code == 422
    assert "Zanthor" not in answer.text
    assert not portal.asked


def test_an_affiliate_that_is_hidden_is_there_for_officers_alone(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(OTHER, "Zanthor Hidden")
    register.public(ID, "Alpha Watch", affiliates=(NAMED, LINKED))
    take_off = f"affiliates/{LINKED.affiliate_id}/remove"
    assert "Zanthor Hidden Until 31 Mar 2024" in main(officer.get(THEIRS).text)
    assert "Zanthor" in officer.get(f"{THEIRS}/{take_off}").text
    others = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(3))
    for visitor, path in (
        (focal, OURS),
        (focal, f"{OURS}/change"),
        *((one, f"/en/organisations/{ID}") for one in (focal, others, portal.visitor())),
    ):
        page = visitor.get(path)
        assert page.status_code == 200
        assert not [one for one in ("Zanthor", OTHER, LINKED.affiliate_id) if one in page.text]
        assert "entered by an officer" not in page.text
    assert "Old Friends" not in portal.visitor().get(f"/en/organisations/{ID}").text
    assert focal.get(f"{OURS}/{take_off}").status_code == 404
    focal.post(f"{OURS}/affiliates/new", form(name="Gamma"))
    assert LINKED in kept(portal).affiliates, "what is not seen is not lost"
    register.opened(OTHER, LONG_AGO)
    assert "Zanthor Hidden Until" in main(focal.get(OURS).text)


def test_an_officer_enters_a_hidden_one_and_reads_that_it_was_erased(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(OTHER, "Zanthor Hidden")
    register.confirmed(ID, "Alpha Watch", affiliates=(LINKED,))
    sent = form(entry=f"/register-desk/{OTHER}")
    assert officer.post(f"{THEIRS}/affiliates/new", sent).status_code == 303
    entered = kept(portal).affiliates[1]
    assert (entered.entry, entered.told) == (OTHER, "officer")
    portal.vault.forget(f"organisation-{OTHER}", at=LONG_AGO)
    assert "Name erased Until" in main(officer.get(THEIRS).text)
    assert officer.get(f"/register-desk/{named('no')}/affiliates/new").status_code == 404


def test_an_entry_has_no_more_affiliates_than_a_page_shows(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    many = tuple(Affiliate(affiliate_id=named(n), name=f"Friend {n}") for n in range(100))
    register.confirmed(ID, "Alpha Watch", affiliates=many)
    assert focal.get(f"{OURS}/affiliates/new").status_code == 404
    portal.vault.forget(f"organisation-{ID}", at=LONG_AGO)
    assert focal.get(f"{OURS}/affiliates/new").status_code == 404


def test_what_somebody_else_enters_meanwhile_is_not_replaced(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    """The service refuses what was made of an entry that is another one by now."""
    register.confirmed(ID, "Alpha Watch", affiliates=(NAMED,))
    with portal.engine.connect() as conn:
        seen = fingerprint(queries.sealed_of(conn, [ID])[ID])
    same = form(name="Alpha Watch", type="ngo", country="KEN")
    for visitor, at in ((focal, OURS), (officer, THEIRS)):
        visitor.post(f"{at}/affiliates/new", form(name="Gamma"))
        visitor.post(f"{at}/affiliates/{NAMED.affiliate_id}/remove", form())
        visitor.post(f"{at}/change", {**same, "mission": "Law"})
    assert [asked_for(one)[1]["seen"] for one in portal.asked] == [seen] * 6


def test_a_hidden_affiliate_takes_no_place_of_which_a_focal_point_could_tell(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.confirmed(OTHER, "Zanthor Hidden")
    many = tuple(Affiliate(affiliate_id=named(n), name=f"Friend {n}") for n in range(99))
    register.confirmed(ID, "Alpha Watch", affiliates=(*many, LINKED))
    assert "/our-organisation/affiliates/new" in focal.get(OURS).text
    assert focal.post(f"{OURS}/affiliates/new", form(name="Last")).status_code == 303
    assert len(kept(portal).affiliates) == 101
    assert officer.get(f"{THEIRS}/affiliates/new").status_code == 404


def test_what_was_merged_into_the_entry_is_no_affiliate_of_its_own(
    portal: Pages, register: Register, focal: Visitor, officer: Visitor
) -> None:
    register.public(OTHER, "Beta Watch")
    register.public(ID, "Alpha Watch", affiliates=(NAMED, LINKED))
    for visitor, at in ((focal, OURS), (officer, THEIRS)):
        assert LINKED.affiliate_id in visitor.get(at).text
    register.merged(OTHER, ID, closes=False)
    for visitor, at in ((focal, OURS), (officer, THEIRS)):
        page = visitor.get(at).text
        assert (NAMED.affiliate_id in page, LINKED.affiliate_id in page) == (True, False)
