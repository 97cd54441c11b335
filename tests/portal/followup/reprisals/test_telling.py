"""Which letters a reprisal case went into, and whom a text is shown to (I5, XR1)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.reprisals.found import subject_of
from shared.contracts.followup_reprisal_commands import TYPES
from shared.core.case_numbers import case_number
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.stakeholders.test_pages import text
from tests.support import letters
from tests.support.everything import tell
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.reprisal_cases import TEXT, ReprisalCases

PAGE, SHOWN, SEND = "/reprisals", "/reprisals/shown", {"checked": "send"}
MINE, KENYA = frozenset({"sr-torture"}), frozenset({"KEN"})


@pytest.fixture
def some(portal: Pages) -> ReprisalCases:
    return ReprisalCases(portal.engine, portal.vault)


@pytest.fixture
def focal(portal: Pages, some: ReprisalCases) -> Visitor:
    return portal.signed_in(Role.REPRISALS_FOCAL_POINT, account_id="focal-1", name="Rena")


@pytest.fixture
def officer(portal: Pages) -> Visitor:
    return portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", name="Oda", mandates=MINE
    )


@pytest.fixture
def desk(portal: Pages) -> Visitor:
    return portal.signed_in(Role.DESK_OFFICER, account_id="desk-1", name="Dana", state_codes=KENYA)


def send(portal: Pages, visitor: Visitor, address: str, **typed: Any) -> Any:
    """Take a step of a case; return the command that was asked for."""
    step = hidden(visitor.get(address).text, "step")
    visitor.post(address, {"command_id": str(uuid4()), "step": step, **typed, **SEND})
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def arrives(some: ReprisalCases, case_id: str, fact: Any, **also: Any) -> None:
    some.told += 1
    some.arrives(replace(fact, case_id=case_id, **also), f"reprisalcase-{case_id}")


def allowed(portal: Pages, some: ReprisalCases) -> str:
    """Return a case with consent to tell others, and the harm assessed today."""
    one = some.upto(said.SCREENED)
    assessed = replace(said.ASSESSED, consent="sharing", assessed_on=portal.clock().date())
    some.tell(one, replace(said.CONSENTED, consent="sharing"), assessed)
    return one


def showing(portal: Pages, some: ReprisalCases, **also: Any) -> str:
    one = allowed(portal, some)
    some.tell(one, replace(said.SHOWN, until=portal.clock().date(), **also))
    return one


def test_which_letter_it_went_into_the_group_alone_reads(
    portal: Pages, some: ReprisalCases, focal: Visitor, officer: Visitor
) -> None:
    """I5: the letter is of the case's mandate and State, and one that the person may read."""
    other = str(derive_id("communication", 2))
    one = some.upto(said.SCREENED)
    assert f"{one}/letter" not in officer.get(f"{PAGE}/{one}").text, "there is none to link"
    assert officer.get(f"{PAGE}/{one}/letter").status_code == 404
    tell(portal, [*letters.drafted(), *letters.drafted(other, recipient="CHE")])
    assert f"{one}/letter" in officer.get(f"{PAGE}/{one}").text
    page = officer.get(f"{PAGE}/{one}/letter").text
    assert letters.LETTER in page
    assert other not in page
    assert focal.get(f"{PAGE}/{one}/letter").status_code == 404
    command = send(portal, officer, f"{PAGE}/{one}/letter", letter=letters.LETTER)
    assert command.letter.subject == subject_of(one)
    assert portal.vault.reveal(command.letter) == letters.LETTER
    before = officer.get(f"/communications/{letters.LETTER}").text
    arrives(some, one, said.LINKED, letter=command.letter)
    address = f'href="/communications/{letters.LETTER}"'
    assert address in officer.get(f"{PAGE}/{one}").text
    page = focal.get(f"{PAGE}/{one}").text
    assert address not in page, "a focal point reads no letter"
    assert case_number(letters.LETTER) in text(page)
    assert officer.get(f"/communications/{letters.LETTER}").text.count("reprisal") == before.count(
        "reprisal"
    )
    assert officer.get(f"{PAGE}/{one}/letter").status_code == 404, "it is linked"
    assert send(portal, officer, f"{PAGE}/{one}/unlink", number="1").number == 1
    portal.vault.forget(subject_of(one), at=portal.clock())
    assert case_number(letters.LETTER) not in text(focal.get(f"{PAGE}/{one}").text)


def test_a_text_is_shown_to_one_person_by_name_and_each_reading_is_recorded(
    portal: Pages, some: ReprisalCases, focal: Visitor, officer: Visitor, desk: Visitor
) -> None:
    assert "will appear here" in text(desk.get(SHOWN).text)
    one, without = allowed(portal, some), some.upto(said.SCREENED)
    for case_id, visitor in ((one, officer), (without, focal)):
        assert visitor.get(f"{PAGE}/{case_id}/show").status_code == 404
    portal.person(Role.UN_PARTNER, account_id="rc-1", name="Rico", state_codes=KENYA)
    portal.person(Role.DESK_OFFICER, account_id="desk-2", state_codes=frozenset({"CHE"}))
    page = focal.get(f"{PAGE}/{one}/show").text
    assert 'value="desk:desk-1"' in page
    assert 'value="partner:rc-1"' in page
    assert "desk-2" not in page, "of another State"
    until = portal.clock().date() + timedelta(days=9)
    typed = {"person": "desk:desk-1", "until": until, "text": "Quib"}
    command = send(portal, focal, f"{PAGE}/{one}/show", **typed)
    assert (command.account_id, command.as_part, command.until) == ("desk-1", "desk", until)
    assert isinstance(command.text, Sealed)
    arrives(some, one, said.SHOWN, text=command.text, until=until)
    assert "Nobody has read it yet" in text(officer.get(f"{PAGE}/{one}").text)
    assert one in desk.get(SHOWN).text
    page = desk.get(f"{SHOWN}/{one}").text
    assert "Quib" in page
    assert TEXT not in page, "nothing else of the case"
    assert desk.get(f"{PAGE}/{one}").status_code == 403
    page = text(officer.get(f"{PAGE}/{one}").text)
    assert "Nobody has read it yet" not in page
    assert page.count("Dana") == 2, "to whom, and who read it"
    assert send(portal, officer, f"{PAGE}/{one}/unshow", person="desk-1").account_id == "desk-1"


def test_for_everybody_else_and_once_it_ended_there_is_no_such_text(
    portal: Pages, some: ReprisalCases, desk: Visitor
) -> None:
    one = showing(portal, some)
    never = str(derive_id("never"))
    assert desk.get(f"{SHOWN}/{one}").status_code == 200
    for number, (roles, states) in enumerate(
        (
            ([Role.DESK_OFFICER], KENYA),
            ([Role.UN_PARTNER], KENYA),
            ([Role.DESK_OFFICER], frozenset({"CHE"})),
            ([Role.DESK_OFFICER, Role.CONTACT_POINT], KENYA),
        )
    ):
        who = f"other-{number}"
        visitor = portal.signed_in(*roles, account_id=who, state_codes=states)
        if number:
            some.tell(one, replace(said.SHOWN, account_id=who, until=portal.clock().date()))
        assert one not in visitor.get(SHOWN).text
        there, none = (visitor.get(f"{SHOWN}/{each}") for each in (one, never))
        assert there.status_code == none.status_code == 404
    for ends in (
        said.UNSHOWN,
        said.CLOSED,
        said.PASSED,
        replace(said.FOLLOWED, condition="worse"),
        replace(said.CONSENTED, consent="sharing", answer="withdrawn"),
    ):
        over = showing(portal, some)
        some.tell(over, ends)
        assert desk.get(f"{SHOWN}/{over}").status_code == 404, ends
        assert over not in desk.get(SHOWN).text
    gone = showing(portal, some)
    some.erased(gone)
    assert desk.get(f"{SHOWN}/{gone}").status_code == 404, "nor its State, once it is erased"
    assert gone not in desk.get(SHOWN).text
    late = allowed(portal, some)
    some.tell(late, replace(said.SHOWN, until=portal.clock().date() - timedelta(days=1)))
    assert desk.get(f"{SHOWN}/{late}").status_code == 404
