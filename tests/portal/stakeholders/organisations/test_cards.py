"""Lists of the register open what they show, and keep nothing of what was erased or is hidden."""

from datetime import datetime
from unittest.mock import Mock

import pytest

from portal.stakeholders.organisations import cards
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.tables import veil
from shared.contracts.stakeholders_organisations import OrganisationRenamed
from shared.platform import vault
from tests.support.organisations import LONG_AGO, STEP, Register, named
from tests.support.portal import Pages, Visitor

LIST, DESK, NUMBER = "/en/organisations", "/register-desk", 25
ERASED = f"organisation-{named(3)}"


@pytest.fixture
def anybody(portal: Pages, register: Register) -> Visitor:
    for number in range(NUMBER):
        register.public(named(number), f"Zanthor {number:02}", acronym=f"Z{number}")
    return portal.visitor()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Mock:
    counting = Mock(wraps=vault._open)  # what the vault does for each text
    monkeypatch.setattr(vault, "_open", counting)
    return counting


def test_a_list_opens_every_entry_once_and_then_what_it_shows(
    anybody: Visitor, opened: Mock
) -> None:
    assert "Zanthor 00" in anybody.get(LIST).text
    assert opened.call_count == NUMBER + 20
    opened.reset_mock()
    assert "Zanthor 24" in anybody.get(f"{LIST}?page=2").text
    assert opened.call_count == 5
    opened.reset_mock()
    assert "Zanthor 07" in anybody.get(f"{LIST}?q=zanthor+07").text
    assert opened.call_count == 1


def test_what_is_erased_leaves_the_memory_with_the_next_look(
    portal: Pages, anybody: Visitor
) -> None:
    kept = cards._CARDS._of  # that nothing is left is what is tested
    assert "Zanthor 03" in anybody.get(LIST).text
    assert named(3) in kept[portal.engine]
    portal.vault.forget(ERASED, at=datetime.fromisoformat("2026-11-24T09:00:00+00:00"))
    page = anybody.get(LIST).text
    assert "Zanthor 03" not in page
    assert f"{NUMBER - 1} organisations" in page
    assert named(3) not in kept[portal.engine]


def test_a_new_name_is_found_and_the_old_one_by_the_office_alone(
    portal: Pages, anybody: Visitor, officer: Visitor, register: Register
) -> None:
    link = f'href="{LIST}/{named(4)}"'
    assert link in anybody.get(f"{LIST}?q=zanthor+04").text
    profile = Profile(name="Quill", former=("Zanthor 04",), type="ngo", country="KEN")
    register.tell(
        OrganisationRenamed(
            organisation_id=named(4),
            profile=portal.vault.seal(f"organisation-{named(4)}", profiles.written(profile)),
            provenance="self",
            renamed_by="somebody",
            renamed_at=LONG_AGO,
        )
    )
    assert link not in anybody.get(f"{LIST}?q=zanthor+04").text
    assert link in anybody.get(f"{LIST}?q=quill").text
    assert "Quill" in officer.get(f"{DESK}?q=zanthor+04").text


def test_a_card_shows_nothing_that_is_hidden(portal: Pages, anybody: Visitor) -> None:
    assert "Zanthor 05" in anybody.get(LIST).text
    with portal.engine.begin() as conn:
        veil(conn, named(5), LONG_AGO + STEP)
    assert "Zanthor 05" not in anybody.get(LIST).text
    assert "Zanthor 05" not in anybody.get(f"{LIST}?country=KEN").text


def test_a_status_is_found_by_what_is_in_force_and_gone_with_its_record(
    portal: Pages, anybody: Visitor, register: Register
) -> None:
    register.tell(register.decided(named(6), "A"))
    register.tell(register.decided(named(7), "B"))
    page = anybody.get(f"{LIST}?status=A").text
    assert "Zanthor 06" in page
    assert "Zanthor 07" not in page
    portal.vault.forget(
        f"accreditation-{named(6)}", at=datetime.fromisoformat("2026-11-24T09:00:00+00:00")
    )
    assert "Zanthor 06" not in anybody.get(f"{LIST}?status=A").text
