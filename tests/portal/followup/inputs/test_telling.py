"""The name of who contributed goes neither with a report nor with what everybody reads (R6)."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select
from werkzeug.test import TestResponse

from portal.casefile.lint.tables import compared
from portal.followup.publication.opening import tells_too_much
from portal.letters.communications.tables import letters, signatures
from shared.contracts.followup_input_commands import (
    ChooseContributionPublication,
    PublishContribution,
    WithdrawContribution,
)
from shared.core.roles import Role
from tests.portal.followup.inputs.test_pages import last, page_of, team
from tests.portal.followup.visit_reports.test_checking import keep_source, sending
from tests.portal.followup.visit_reports.test_pages import officer, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.submissions import ID
from tests.support.visit_reports import COMMENT_ID, SYMBOL, Reports, ended


@pytest.fixture
def inputs(portal: Pages) -> Inputs:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear(ahead=90)
    return Inputs(portal, missions)


def told(inputs: Inputs, name: str, **also: Any) -> tuple[Reports, str]:
    """Return a report that is to be written, and the contribution of somebody to its visit."""
    call_id = inputs.issue("What of prisons?")
    of = inputs.submit(call_id, "Cells of Quib", name=name, **also)
    return Reports(ended(inputs.missions)), of


def test_what_follows_from_a_report_names_nobody_who_contributed(
    portal: Pages, inputs: Inputs
) -> None:
    told(inputs, "Amina Warsame")
    said = "As Amina Warsame told me, cells are full."

    def tells(text: str, mandate: str = "sr-torture", state: str = "KEN") -> bool:
        with portal.app.test_request_context():
            return tells_too_much(None, text, mandate=mandate, state=state, typed=False)

    assert tells(said)
    assert not tells("Cells are full.")
    assert not tells(said, mandate="sr-food")
    assert not tells(said, state="FRA")


@pytest.mark.parametrize("name", ["Amina Warsame", "Warsame, Amina", "Amina Warsame (teacher)"])
def test_no_name_of_who_contributed_leaves_in_a_report(
    portal: Pages, inputs: Inputs, name: str
) -> None:
    reports, of = told(inputs, name)
    reports.text = "As Amina Warsame told me, cells are full."
    page = reports.to("drafting").page
    asked = len(portal.asked)
    stopped = sending(portal, reports)
    assert stopped.status_code == 422
    assert "name somebody without consent" in text(stopped.text)
    assert "Amina Warsame" in text(officer(portal).get(f"{page}/check").text)
    reports.to("submitted")
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    publish = sent(seen="9", symbol=SYMBOL, languages="en", checked="send")
    refused = publisher.post(f"{page}/publish", publish)
    assert refused.status_code == 422
    assert "Warsame" not in refused.text
    assert len(portal.asked) == asked
    inputs.ask(WithdrawContribution(contribution_id=of), sender=True)
    assert "Nothing was found" in officer(portal).get(f"{page}/check").text


def test_a_comment_of_a_state_names_nobody_who_contributed(portal: Pages, inputs: Inputs) -> None:
    reports, _ = told(inputs, "Amina Warsame")
    page = reports.to("published").page
    reports.comment("Amina Warsame lied.", (bad := str(uuid4())))
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    form = sent(seen="11", symbol=SYMBOL, comments=[COMMENT_ID, bad])
    assert publisher.post(f"{page}/addendum", form).status_code == 422
    form = sent(seen="11", symbol=SYMBOL, comments=[COMMENT_ID])
    assert publisher.post(f"{page}/addendum", form).status_code == 303


def test_part_of_such_a_name_is_shown_and_stops_nothing(portal: Pages, inputs: Inputs) -> None:
    """Anybody can type a common word as a name: it must not hold up a report."""
    reports, _ = told(inputs, "Prison")
    page = reports.to("drafting").page
    assert "Look at these places yourself" in officer(portal).get(f"{page}/check").text
    assert sending(portal, reports).status_code == 303


def test_words_that_name_nobody_stop_no_text_once_somebody_said_so(
    portal: Pages, inputs: Inputs
) -> None:
    """Anybody can type a title as a name, and no report could go out."""
    reports, of = told(inputs, "Special Rapporteur")
    reports.text = "The Special Rapporteur saw the cells."
    page, visitor = reports.to("drafting").page, team(portal, Role.MANDATE_HOLDER)
    assert sending(portal, reports).status_code == 422
    address = f"{page_of(inputs)}/contributions/{of}"
    assert team(portal).get(f"{address}/set-name-aside").status_code == 403
    assert "set-name-aside" not in team(portal).get(address).text
    assert "Special Rapporteur" in visitor.get(f"{address}/set-name-aside").text
    assert visitor.post(f"{address}/set-name-aside", sent(reason="")).status_code == 422
    assert visitor.post(f"{address}/set-name-aside", sent(reason="A title")).status_code == 303
    inputs.ask(last(portal))
    shown = text(visitor.get(address).text)
    assert "A title" in shown
    assert "names somebody after all" in shown
    call_id = inputs.contributions[of].call_id
    same = inputs.submit(call_id, "Gates of Quib", name="special  rapporteur")
    assert "Look at these places yourself" in officer(portal).get(f"{page}/check").text
    assert sending(portal, reports).status_code == 303, "whoever else types it"
    assert team(portal).post(f"{address}/count-name", sent(reason="A person")).status_code == 303
    inputs.ask(last(portal))
    assert sending(portal, reports).status_code == 422
    assert visitor.post(f"{address}/set-name-aside", sent(reason="A title")).status_code == 303
    inputs.ask(last(portal))
    address = f"{page_of(inputs)}/contributions/{same}"
    shown = team(portal).get(address).text
    assert "they stop no text here either" in text(shown)
    assert f"{address}/count-name" in shown
    assert team(portal).post(f"{address}/count-name", sent(reason="A lawyer")).status_code == 303
    inputs.ask(last(portal))
    assert "stop no text here" not in text(visitor.get(address).text)
    assert sending(portal, reports).status_code == 422, "the contrary is said where it is known"
    unnamed = inputs.submit(call_id, "Courts of Quib")
    path = f"{page_of(inputs)}/contributions/{unnamed}/set-name-aside"
    assert visitor.get(path).status_code == 404


def test_a_name_that_is_public_with_its_contribution_may_stand(
    portal: Pages, inputs: Inputs
) -> None:
    reports, of = told(inputs, "Amina Warsame", publication="named")
    reports.text = "Amina Warsame wrote of cells."
    reports.to("drafting")
    assert sending(portal, reports).status_code == 422
    inputs.ask(PublishContribution(contribution_id=of, published=True, seen="named"))
    assert sending(portal, reports).status_code == 303
    inputs.ask(
        ChooseContributionPublication(contribution_id=of, publication="unnamed"), sender=True
    )
    assert sending(portal, reports).status_code == 422


def test_nothing_is_published_that_names_its_sender_or_another(
    portal: Pages, inputs: Inputs
) -> None:
    call_id, visitor = inputs.issue("What of prisons?"), team(portal)

    def publish(of: str, seen: str, **also: str) -> TestResponse:
        page = f"{page_of(inputs)}/contributions/{of}/publish"
        return visitor.post(page, sent(seen=seen, **also))

    whole = inputs.submit(call_id, "Ada Nox, Quib", name="Ada Nox", publication="unnamed")
    for also in ({}, {"checked": "send"}):
        refused = publish(whole, "unnamed", **also)
        assert refused.status_code == 422
        assert "it cannot be published" in text(refused.text)
    part = inputs.submit(call_id, "Judge Nox is deaf.", name="Ada Nox", publication="unnamed")
    asked = publish(part, "unnamed")
    assert asked.status_code == 200
    assert "may be part of the name" in text(asked.text)
    assert "Judge Nox is deaf." in text(asked.text)
    assert not portal.asked
    assert publish(part, "unnamed", checked="send").status_code == 303
    assert isinstance(last(portal), PublishContribution)
    named = inputs.submit(call_id, "I, Ada Nox, saw.", name="Ada Nox", publication="named")
    assert "Nothing was found" in text(publish(named, "named").text)
    other = inputs.submit(call_id, "Ada Nox saw it.", name="Bo Hale", publication="named")
    assert publish(other, "named", checked="send").status_code == 422


def test_nothing_is_published_that_may_tell_who_a_source_is(portal: Pages, inputs: Inputs) -> None:
    """Where it stands is not said, as everywhere; the comparison is counted."""
    keep_source(portal, "Nadia Kamau")
    letter = str(uuid4())
    with portal.engine.begin() as conn:
        row = {"communication_id": letter, "recipient": "KEN", "submission_ids": [ID]}
        conn.execute(insert(letters).values(row))
        conn.execute(insert(signatures).values(communication_id=letter, mandate="sr-torture"))
    call_id = inputs.issue("What of prisons?")
    of = inputs.submit(call_id, "Nadia Kamau knows.", publication="unnamed")
    page = f"{page_of(inputs)}/contributions/{of}/publish"
    visitor = team(portal)
    refused = visitor.post(page, sent(seen="unnamed", checked="send"))
    assert refused.status_code == 422
    assert not portal.asked
    texts = [f"Ward {number}." for number in range(portal.settings.comparisons_a_day)]
    for each in texts:  # their senders typed them: no limit of a day keeps them from the page
        other = inputs.submit(call_id, each, publication="unnamed")
        page = f"{page_of(inputs)}/contributions/{other}/publish"
        assert visitor.post(page, sent(seen="unnamed", checked="send")).status_code == 303
    with portal.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(compared)) == len(texts) + 2
        typed = conn.execute(select(compared).where(compared.c.text.not_like("-%"))).one()
    with portal.engine.begin() as conn:  # who found too much in a day, finds out nothing more
        row = typed._asdict()
        more = [{**row, "text": f"{number:064}"} for number in range(len(texts) - 1)]
        conn.execute(insert(compared), more)
    other = inputs.submit(call_id, "Ward last.", publication="unnamed")
    page = f"{page_of(inputs)}/contributions/{other}/publish"
    assert visitor.post(page, sent(seen="unnamed", checked="send")).status_code == 429
