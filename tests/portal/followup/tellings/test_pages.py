"""What the sources of a visit are told: written, checked, told, and read by each of them alone."""

import re
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from portal.followup.tellings import views
from portal.followup.tellings.queries import to_sender
from portal.followup.tellings.read_model import heads, tellings, texts, told
from portal.web.commands import CommandRefused
from portal.web.delivery.outbox import outbox
from shared.contracts.followup_input_commands import WithdrawContribution
from shared.contracts.followup_telling_commands import TYPES, KeepSourcesDraft, TellSources
from shared.core.roles import Role
from tests.portal.followup.inputs.test_pages import code_of, contribution
from tests.portal.stakeholders.test_pages import text
from tests.support.inputs import Inputs
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.tellings import Tellings

R = Role
MINE = {"mandates": frozenset({"sr-torture"})}
HERE = {"state_codes": frozenset({"KEN"})}
ASKED = "What of prisons?"


@pytest.fixture
def missions(portal: Pages) -> Missions:
    """A visit that has not begun, so that a call for input can be issued."""
    one = Missions(portal.engine, portal.vault, portal.clock())
    one.hear()
    return one


@pytest.fixture
def inputs(portal: Pages, missions: Missions) -> Inputs:
    """A call with two contributions, and a third that was withdrawn; then the visit ended."""
    some = Inputs(portal, missions)
    call = some.issue(ASKED)
    some.submit(call, "Cells of Quib", name="Ada Nox")
    some.submit(call, "Wards of Quib")
    gone = some.submit(call, "Yards of Quib")
    some.ask(WithdrawContribution(contribution_id=gone), sender=True)
    return some


def end(missions: Missions) -> None:
    for what in ("security_cleared", "began", "ended"):
        missions.step(what)


def page(missions: Missions, end_: str = "") -> str:
    return f"/missions/{missions.mission_id}/sources{end_}"


def form(**also: Any) -> dict[str, Any]:
    given = {"comes_en": "A report in March", "call_en": "Call the number 5", "met": "told"}
    return {"command_id": str(uuid4()), "seen": "0", **given, **also}


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **MINE)


def whom_of(check: str) -> str:
    """Return what the check page carries of whom it showed."""
    found = re.search(r'name="whom" hidden>\s*([^<]+?)\s*<', check)
    assert found is not None
    return found[1]


def test_m14_it_is_written_checked_with_who_is_told_and_told(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    visitor, write = officer(portal), page(missions, "/tell")
    mission = f"/missions/{missions.mission_id}"
    assert page(missions) not in visitor.get(mission).text
    assert visitor.get(write).status_code == 404
    end(missions)
    partners = Partners(missions)
    ngo = partners.admitted("ngo", "org-1")
    partners.admitted("nhri", "nhri-1", undertakes=False, scope=("during",))
    partners.admitted("unct", "un-1", undertakes=False)
    partners.proposed("rc", "un-2")
    assert page(missions) in visitor.get(mission).text
    assert "What the sources were told will appear here" in text(visitor.get(page(missions)).text)
    shown = visitor.get(write).text
    for said in ("What comes next: Arabic", "Whom to call if you are threatened: Russian"):
        assert said in text(shown)
    assert "Why are they told again?" not in text(shown)
    wrong = visitor.post(write, form(comes_en="", comes_fr="Un rapport", met=""))
    assert wrong.status_code == 422
    for said in ("Say what comes next", "Say whom to call", "Choose how it is with the people met"):
        assert said in text(wrong.text)
    empty = visitor.post(write, form(comes_en="", call_en=""))
    assert "Write it in at least one language" in text(empty.text)
    check = visitor.post(write, form(comes_ar="تقرير", call_ar="اتصلوا"))
    assert check.status_code == 200
    said = text(check.text)
    assert re.search(r"Contributions whose senders are told 2 ", said)
    assert re.search(r"organisation 1 ", said, re.IGNORECASE)
    assert re.search(r"does not reach to it 2 ", said)
    assert "A report in March" in said
    assert ": French" not in said
    sent = form(checked="send", whom=whom_of(check.text), comes_ar="تقرير", call_ar="اتصلوا")
    assert visitor.post(write, sent).status_code == 303
    command = last(portal)
    assert isinstance(command, TellSources)
    assert command.partners == (ngo,)
    assert (command.met, command.reason) == ("told", None)
    assert [one.language for one in command.texts] == ["ar", "en"]
    assert {one.subject for each in command.texts for one in (each.comes, each.call)} == {
        views.subject_of(missions.mission_id, 1)
    }
    assert portal.vault.reveal(command.texts[1].call) == "Call the number 5"


def test_who_is_told_is_who_was_shown(portal: Pages, missions: Missions, inputs: Inputs) -> None:
    end(missions)
    visitor, write = officer(portal), page(missions, "/tell")
    whom = whom_of(visitor.post(write, form()).text)
    inputs.submit(next(iter(inputs.calls)), "Late of Quib")
    asked = len(portal.asked)
    for sent in (form(checked="send", whom=whom), form(checked="send")):
        no = visitor.post(write, sent)
        assert no.status_code == 409
        assert "Who is told has changed" in text(no.text)
        assert "A report in March" in no.text
    assert len(portal.asked) == asked


def test_where_nobody_is_there_to_be_told_the_step_is_logged(
    portal: Pages, missions: Missions
) -> None:
    end(missions)
    no = officer(portal).post(page(missions, "/tell"), form())
    assert no.status_code == 422
    assert "Nobody on the platform is there to be told" in text(no.text)
    assert "/steps/sources_told" in officer(portal).get(f"/missions/{missions.mission_id}").text


def test_a_text_that_names_a_source_is_stopped(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    end(missions)
    visitor, write = officer(portal), page(missions, "/tell")
    named = "Thanks to Ada Nox we know of the cells"
    no = visitor.post(write, form(comes_en=named))
    assert no.status_code == 422
    assert "may tell who a source is" in text(no.text)
    whom = whom_of(visitor.post(write, form()).text)
    asked = len(portal.asked)
    again = visitor.post(write, form(comes_en=named, checked="send", whom=whom))
    assert again.status_code == 422
    assert len(portal.asked) == asked


def test_a_draft_is_kept_for_the_team_and_goes_with_the_telling(
    portal: Pages, missions: Missions, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    end(missions)
    visitor, write = officer(portal), page(missions, "/tell")
    typed = form(call_en="", met="", draft="keep")
    assert visitor.post(write, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, KeepSourcesDraft)
    typed_in = portal.vault.reveal(command.draft)
    assert typed_in is not None
    some = Tellings(missions)
    some.drafts(typed_in)
    holder = portal.signed_in(R.MANDATE_HOLDER, **MINE)
    shown = holder.get(page(missions)).text
    assert "A draft is kept since" in text(shown)
    assert command.draft.subject in shown  # an erasure finds it
    assert "A report in March" in holder.get(write).text

    def refuse(*_: Any) -> None:
        raise CommandRefused(422, "What the sources are told has changed. Look at it again.")

    too_long = visitor.post(write, {**typed, "comes_en": "Zora " * 4_001})
    assert too_long.status_code == 422
    assert "Use at most 20,000 characters" in text(too_long.text)
    with monkeypatch.context() as patched:
        patched.setattr(views, "ask", refuse)
        no = holder.post(write, typed)
    assert no.status_code == 422
    assert "A report in March" in no.text
    portal.vault.forget(command.draft.subject, at=portal.clock())
    assert "A report in March" not in holder.get(write).text
    erased = holder.post(write, typed)
    assert erased.status_code == 409
    assert "was erased on request" in text(erased.text)


def test_it_is_told_again_with_a_reason_and_listed(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    end(missions)
    partners = Partners(missions)
    ngo = partners.admitted("ngo", "org-1")
    some, visitor = Tellings(missions, partners), officer(portal)
    some.tells("A report in March", ngo, met="open")
    write = page(missions, "/tell")
    shown = visitor.get(write).text
    assert "Why are they told again?" in text(shown)
    assert "A report in March" in shown
    sent = form(seen="1")
    assert "Say why they are told again" in text(visitor.post(write, sent).text)
    whom = whom_of(visitor.post(write, {**sent, "reason": "In April"}).text)
    sent |= {"reason": "In April", "checked": "send", "whom": whom}
    assert visitor.post(write, sent).status_code == 303
    assert portal.vault.reveal(last(portal).reason) == "In April"
    missions.at = portal.clock()
    some.tells("A report in April")
    both = text(visitor.get(page(missions)).text)
    assert both.index("A report in April") < both.index("A report in March")
    assert "A day was wrong" in both
    assert both.count("Contributions whose senders were told 2") == 2
    assert "Partners who were told None" in both
    assert "They are not told yet" in both


def of_sender(portal: Pages, inputs: Inputs) -> tuple[Visitor, str]:
    """Return who sent a contribution by its page, back with the code."""
    call = next(iter(inputs.calls))
    sender = portal.visitor()
    code = code_of(sender.post(f"/calls-for-input/{call}/contribute", contribution()).text)
    back = portal.visitor()
    assert back.post("/contributions/", {"return_code": code}).status_code == 303
    return back, code


def test_whoever_sent_a_contribution_reads_it_by_the_code_and_nobody_else_does(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    back, _ = of_sender(portal, inputs)
    waits = "After the visit the mandate writes here"
    assert waits not in text(back.get("/contributions/own").text)  # not yet with the mandate
    inputs.deliver()
    assert waits in text(back.get("/contributions/own").text)
    end(missions)
    some = Tellings(missions)
    some.drafts("A secret draft")
    assert waits in text(back.get("/contributions/own").text)
    with portal.engine.connect() as conn:
        kept = len(conn.execute(select(outbox)).all())
    some.tells("A report in March", ar="تقرير في مارس")
    shown = back.get("/contributions/own").text
    for said in ("A report in March", "Call A report in March", "تقرير في مارس"):
        assert said in text(shown)
    back.client.set_cookie("language", "ar")
    arabic = back.get("/contributions/own").text
    assert arabic.index("تقرير في مارس") < arabic.index("A report in March")
    back.client.set_cookie("language", "en")
    some.tells("A report in April")
    shown = text(back.get("/contributions/own").text)
    assert "A report in April" in shown
    assert "takes the place of what it wrote before" in shown
    for hidden in ("A report in March", "A day was wrong", "A secret draft"):
        assert hidden not in shown
    with portal.engine.connect() as conn:
        assert len(conn.execute(select(outbox)).all()) == kept  # nothing is sent to anybody
    mark = re.search(r'name="command_of" value="([^"]+)"', back.get("/contributions/own").text)
    assert mark is not None
    gone = {"command_id": str(uuid4()), "command_of": mark[1]}
    assert back.post("/contributions/own/withdraw", gone).status_code == 303
    inputs.deliver()
    assert "A report in April" not in back.get("/contributions/own").text


def test_a_partner_reads_what_was_told_to_it_and_no_word_of_others(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    end(missions)
    partners = Partners(missions)
    rc, unct = partners.admitted("rc", "rc-1"), partners.admitted("unct", "un-1")
    coordinator = portal.signed_in(R.UN_PARTNER, account_id="rc-1")
    agency = portal.signed_in(R.UN_PARTNER, account_id="un-1")
    mine, other = f"/my-visits/{rc}/told", f"/my-visits/{unct}/told"
    assert coordinator.get(mine).status_code == 404
    before = text(agency.get(f"/my-visits/{unct}").text)
    some = Tellings(missions, partners)
    some.tells("A report in March", rc, ar="تقرير في مارس")
    assert mine in coordinator.get(f"/my-visits/{rc}").text
    shown = coordinator.get(mine)
    assert "Call A report in March" in text(shown.text)
    coordinator.client.set_cookie("language", "ar")
    arabic = coordinator.get(mine).text
    assert arabic.index("تقرير في مارس") < arabic.index("A report in March")
    coordinator.client.set_cookie("language", "en")
    assert agency.get(other).status_code == 404
    assert coordinator.get(other).status_code == 404
    assert text(agency.get(f"/my-visits/{unct}").text) == before
    for word in ("Contributions", "told 2", "Partners who were told"):
        assert word not in text(shown.text)
    some.tells("A report in April", rc, unct)
    assert "A report in April" in agency.get(other).text
    assert "A report in March" not in coordinator.get(mine).text
    portal.vault.forget(views.subject_of(missions.mission_id, 2), at=portal.clock())
    assert "A report in April" not in agency.get(other).text
    assert agency.get(other).status_code == 200


def test_nobody_else_reads_who_was_told(portal: Pages, missions: Missions, inputs: Inputs) -> None:
    end(missions)
    partners = Partners(missions)
    rc = partners.admitted("rc", "rc-1")
    Tellings(missions, partners).tells("A report in March", rc)
    holder = portal.signed_in(R.MANDATE_HOLDER, **MINE)
    for reader in (officer(portal), holder):
        assert "A report in March" in reader.get(page(missions)).text
    away = portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    for path in (page(missions), page(missions, "/tell")):
        assert away.get(path).status_code == 404
        for role in (R.GOVERNMENT, R.COORDINATION_COMMITTEE, R.DESK_OFFICER, R.UN_PARTNER):
            assert portal.signed_in(role, **HERE).get(path).status_code == 403
        assert portal.visitor().get(path).status_code in {302, 303, 401}
    for role in (R.GOVERNMENT, R.MANDATE_HOLDER, R.COORDINATION_COMMITTEE):
        assert portal.signed_in(role, **HERE).get(f"/my-visits/{rc}/told").status_code == 403


def test_the_mandate_that_leads_a_joint_visit_tells_those_of_the_others_too(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    """Those of a joined mandate are told, and how many they are is not said."""
    end(missions)
    missions.join("wgad")
    check = text(officer(portal).post(page(missions, "/tell"), form()).text)
    assert "How many they are is theirs alone to know" in check
    joined = portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    assert joined.get(f"/missions/{missions.mission_id}").status_code == 200
    for end_ in ("", "/tell"):
        assert joined.get(page(missions, end_)).status_code == 404
    Tellings(missions).tells("A report in March")
    with portal.engine.connect() as conn:
        own = to_sender(conn, missions.own_id, "wgad")
        assert own is not None
        assert own.number == 1
        assert to_sender(conn, missions.own_id, "sr-torture") is None
        assert to_sender(conn, missions.mission_id, "wgad") is None


def test_rows_are_the_same_whatever_comes_twice_and_made_anew(
    portal: Pages, missions: Missions, inputs: Inputs
) -> None:
    """Telling is a fact and its pages: a process that dies between them tells nobody twice."""
    end(missions)
    partners = Partners(missions)
    rc = partners.admitted("rc", "rc-1")
    some = Tellings(missions, partners)
    some.drafts("{}")
    some.tells("A report in March", rc, fr="Un rapport")
    with portal.engine.connect() as conn:
        assert [row.number for row in conn.execute(select(tellings))] == [1]
        assert sorted(conn.scalars(select(texts.c.language))) == ["en", "fr"]
        assert [tuple(row) for row in conn.execute(select(told))] == [(rc, 1, missions.mission_id)]
        [row] = conn.execute(select(heads))
        assert (row.number, row.steps, row.draft, row.draft_by) == (1, 2, None, None)
