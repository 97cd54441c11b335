"""What a public report has of a reprisal case, for everybody; and of any other case, nothing."""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.reprisal_entries.read_model import ENTRIES
from portal.followup.reprisals.found import case_of, subject_of
from portal.followup.reprisals.read_model import CASES
from shared.contracts.followup_reprisal_entries import (
    ReprisalEntryCorrected,
    ReprisalEntryPublished,
    ReprisalEntryWithdrawn,
)
from shared.contracts.followup_reprisal_entry_commands import TYPES
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.reprisal_cases import ERASED, TEXT, ReprisalCases

PAGE, PUBLIC, SEND = "/reprisals", "/en/published-reprisals", {"checked": "send"}
KENYA, SYMBOL, LATER = "/en/register/states/KEN", "A/HRC/42/30", "A/HRC/42/30/Corr.1"
THEME, OTHER = "/en/register/themes/detention", str(derive_id("another entry"))
PATHS = (
    KENYA,
    *(f"{KENYA}/briefing{ending}" for ending in ("", ".json")),
    THEME,
    THEME.removeprefix("/en") + ".csv",
    PUBLIC,
    f"{PUBLIC}?state=KEN",
)


@pytest.fixture
def some(portal: Pages) -> ReprisalCases:
    cases = ReprisalCases(portal.engine, portal.vault)
    cases.appliers = ready(portal.engine, [CASES, ENTRIES])
    return cases


@pytest.fixture
def focal(portal: Pages) -> Visitor:
    return portal.signed_in(Role.REPRISALS_FOCAL_POINT, account_id="focal-1", name="Rena")


def reported(portal: Pages, some: ReprisalCases) -> str:
    """Return a case that the report of 2025 has, with the consent to that."""
    one = some.upto(said.SCREENED)
    consented = replace(said.CONSENTED, consent="sg_report")
    assessed = replace(said.ASSESSED, consent="sg_report", assessed_on=portal.clock().date())
    some.tell(one, consented, assessed, replace(said.SENT, year=2025), said.DOCUMENTED)
    return one


def published(some: ReprisalCases, entry_id: str, words: str = "Osten words") -> None:
    some.told += 1
    fact = ReprisalEntryPublished(
        entry_id=entry_id,
        state="KEN",
        done_by="focal-1",
        done_at=said.REPORTED.done_at,
        year=2025,
        symbol=SYMBOL,
        published_on=said.TODAY,
        mandates=("sr-torture",),
        text=some.vault.seal(f"publishedcase-{entry_id}", words),
    )
    some.arrives(fact, f"reprisalentry-{entry_id}")


def send(portal: Pages, visitor: Visitor, address: str, **typed: Any) -> Any:
    answer = visitor.post(address, {"command_id": str(uuid4()), **typed, **SEND})
    assert answer.status_code == 303, answer.text
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def public(portal: Pages) -> dict[str, str]:
    passing = r'nonce="[^"]*"|name="(csrf_token|command_id)"[^>]*'
    visitor = portal.visitor()
    return {path: re.sub(passing, "", visitor.get(path).text) for path in PATHS}


def test_what_the_report_has_is_published_under_an_id_that_leads_to_no_case(
    portal: Pages, some: ReprisalCases, focal: Visitor
) -> None:
    one = reported(portal, some)
    officer = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", mandates=frozenset({"sr-torture"})
    )
    address = f"{PAGE}/{one}/publish/2025"
    assert address in focal.get(f"{PAGE}/{one}").text
    assert address not in officer.get(f"{PAGE}/{one}").text
    assert TEXT in focal.get(address).text, "the words that were sent, and no field for others"
    typed = {"symbol": SYMBOL, "mandates": "sr-torture"}
    page = focal.post(address, {"command_id": str(uuid4()), **typed})
    assert "Check before it is published" in page.text
    command = send(portal, focal, address, **typed)
    assert portal.vault.reveal(command.text) == TEXT
    assert command.text.subject == f"publishedcase-{command.entry_id}"
    around = {
        name: of for name, of in json.loads(portal.asked[-1].read()).items() if name != "data"
    }
    assert str(case_of(one)) not in str(around), "nor by what is kept of the command"
    assert subject_of(one) not in str(command)
    published(some, command.entry_id, TEXT)
    shown = focal.get(f"{PAGE}/{one}").text
    assert f"/published-reprisals/{command.entry_id}" in shown
    assert address not in shown
    assert focal.get(address).status_code == 404
    some.tell(one, replace(said.DOCUMENTED, symbol=LATER))
    corrects = f"{PAGE}/{one}/correct/2025"
    assert corrects in focal.get(f"{PAGE}/{one}").text
    assert TEXT in focal.get(corrects).text
    corrected = send(portal, focal, corrects, symbol=LATER, text="Osten two")
    assert (corrected.entry_id, corrected.symbol) == (command.entry_id, LATER)
    withdrawn = replace(said.CONSENTED, consent="sg_report", answer="withdrawn")
    some.tell(one, replace(withdrawn, years_to_review=(2025,)))
    assert corrects not in focal.get(f"{PAGE}/{one}").text
    late = send(portal, focal, corrects, symbol=LATER, text="Osten two")
    assert late.entry_id == command.entry_id, "sent late, the service says why not"
    assert "To review" in text(focal.get(f"{PAGE}/{one}").text), "XR3"
    for gone in ("publish/2024", "correct/2024", "publish/2025"):
        assert focal.get(f"{PAGE}/{one}/{gone}").status_code == 404, gone


def test_everybody_reads_it_until_it_is_taken_back_or_erased(
    portal: Pages, some: ReprisalCases, focal: Visitor
) -> None:
    """The profile, a theme, a briefing for a treaty body and a country assessment (G.1, G.3)."""
    dossiers = Dossiers(portal, Missions(portal.engine, portal.vault, portal.clock()))
    dossiers.missions.hear(ahead=90)
    before = public(portal)
    assert "A case will appear here" in before[PUBLIC]
    assert "No case of this State" in before[f"{PUBLIC}?state=KEN"]
    entry_id = str(derive_id("an entry"))
    published(some, entry_id)
    after = public(portal)
    for path in (KENYA, f"{KENYA}/briefing", f"{KENYA}/briefing.json", PUBLIC):
        assert entry_id in after[path], path
    for path in (KENYA, f"{KENYA}/briefing", f"{KENYA}/briefing.json"):
        assert "Osten words" in after[path], path
    assert [path for path in PATHS if before[path] == after[path]] == []
    body = portal.visitor().get(f"{KENYA}/briefing.json?body=cerd&session=2026-12-01")
    [line] = json.loads(body.text)["items"]
    assert (line["kind"], line["period"]) == ("reprisal", ["2024-05-01", "2025-04-30"])
    page = text(portal.visitor().get(f"{PUBLIC}/{entry_id}").text)
    for told in ("Osten words", SYMBOL, "1 May 2024 to 30 Apr 2025", "Kenya"):
        assert told in page, told
    assert "Take it back" not in page
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    assessment = f"/missions/{dossiers.missions.mission_id}/assessment"
    assert "Osten words" in officer.get(assessment).text
    corrected = ReprisalEntryCorrected(
        entry_id=entry_id,
        state="KEN",
        done_by="focal-1",
        done_at=said.REPORTED.done_at,
        symbol=LATER,
        text=portal.vault.seal(f"publishedcase-{entry_id}", "Osten two"),
    )
    some.told += 1
    some.arrives(corrected, f"reprisalentry-{entry_id}")
    assert "Osten two" in officer.get(assessment).text
    assert LATER in text(portal.visitor().get(f"{PUBLIC}/{entry_id}").text)
    address = f"/published-reprisals/{entry_id}"
    assert "Take it back" in focal.get(address).text
    kept = portal.signed_in(
        Role.REPRISALS_FOCAL_POINT, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert "Take it back" not in kept.get(address).text
    assert kept.get(f"{address}/withdraw").status_code == 404
    assert focal.post(f"{address}/withdraw", {"command_id": str(uuid4())}).status_code == 422
    taken = send(portal, focal, f"{address}/withdraw", reason="danger")
    fact = ReprisalEntryWithdrawn(
        entry_id=taken.entry_id,
        state="KEN",
        done_by="focal-1",
        done_at=said.REPORTED.done_at,
        reason="danger",
    )
    published(some, OTHER)
    some.told += 1
    some.arrives(fact, f"reprisalentry-{entry_id}")
    asked = len(portal.asked)
    again = focal.post(f"{address}/withdraw", {"command_id": str(uuid4()), "reason": "danger"})
    assert (again.status_code, len(portal.asked)) == (303, asked), "sent again, it is done already"
    assert "It is public here no more." in focal.get(again.location).text
    assert kept.post(f"{address}/withdraw", {"command_id": str(uuid4())}).status_code == 404
    portal.vault.forget(f"publishedcase-{OTHER}", at=portal.clock())
    for path in (address, f"{PUBLIC}/{OTHER}"):
        assert portal.visitor().get(path).status_code == 404
    assert "Osten" not in "".join([*public(portal).values(), officer.get(assessment).text])


def test_no_byte_of_public_pages_differs_with_a_case_that_is_not_published(
    portal: Pages, some: ReprisalCases
) -> None:
    """XR2: no count, order or time tells that there is another; nor that one waits for it."""
    published(some, str(derive_id("an entry")))
    before = public(portal)
    for last in (said.REPORTED, said.TAKEN, said.CLOSED):
        some.upto(last)
    reported(portal, some)
    assert public(portal) == before
    assert portal.visitor().get(f"{PUBLIC}/{OTHER}").status_code == 404


def test_cases_of_one_report_stand_in_no_order_of_their_publication(
    portal: Pages, some: ReprisalCases
) -> None:
    """Decision 0206: order and days are those of the report, never of the click."""
    first, last = sorted(str(derive_id("an entry", number)) for number in range(2))

    def order() -> list[str]:
        items = json.loads(portal.visitor().get(f"{KENYA}/briefing.json").text)["items"]
        return [one["address"].rpartition("/")[2] for one in items]

    for one in (first, last):
        published(some, one)
    before = order()
    some.told += 1
    back = ReprisalEntryWithdrawn(
        entry_id=first,
        state="KEN",
        done_by="focal-1",
        done_at=said.REPORTED.done_at,
        reason="mistake",
    )
    some.arrives(back, f"reprisalentry-{first}")
    published(some, first)
    assert order() == before
    assert {*before} == {first, last}


def test_nothing_is_offered_once_the_key_of_the_case_or_of_its_entry_was_destroyed(
    portal: Pages, some: ReprisalCases, focal: Visitor
) -> None:
    """Each of these links would lead to a page that is not there, or to a refusal."""
    one = reported(portal, some)
    address, corrects = (f"{PAGE}/{one}/{what}/2025" for what in ("publish", "correct"))
    typed = {"symbol": SYMBOL, "mandates": "sr-torture"}
    command = send(portal, focal, address, **typed)
    published(some, command.entry_id, TEXT)
    some.tell(one, replace(said.DOCUMENTED, symbol=LATER))
    assert corrects in focal.get(f"{PAGE}/{one}").text
    some.told += 1
    gone = replace(ERASED, what="publishedcase", item_id=command.entry_id)
    some.arrives(gone, f"caseerasure-publishedcase-{command.entry_id}")
    portal.vault.forget(f"publishedcase-{command.entry_id}", at=portal.clock())
    for path in (address, corrects):
        assert path not in focal.get(f"{PAGE}/{one}").text
        assert focal.get(path).status_code == 404
    other = reported(portal, some)
    assert f"{PAGE}/{other}/publish/2025" in focal.get(f"{PAGE}/{other}").text
    some.erased(other)
    portal.vault.forget(subject_of(other), at=portal.clock())
    assert f"{PAGE}/{other}/publish/2025" not in focal.get(f"{PAGE}/{other}").text
