"""Reports on visits for each role: the last column of E.10, and the pages of E.9."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import insert, update

from portal.followup.recommendations.read_model import recommendations
from portal.followup.visit_reports import found, queries, wording, words
from portal.followup.visit_reports.offered import WORDS
from shared.contracts import followup_visit_report_commands as commands
from shared.contracts.followup_visit_report_commands import TYPES
from shared.contracts.followup_visit_reports import TYPES as FACTS
from shared.core.roles import Role
from shared.reference.holding import Holding
from shared.reference.visit_reports import DOCUMENTS, LANGUAGES, WITHDRAWN
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.visit_reports import (
    BODY,
    COMMENT,
    COMMENT_ID,
    ITEM,
    ITEM_ID,
    SYMBOL,
    TEXT,
    Reports,
    ended,
)

R = Role
OWN = {"mandates": frozenset({"sr-torture"})}
KENYA = {"state_codes": frozenset({"KEN"})}
SECRETS = ("Prison Quay", "Zorb", ITEM, BODY)
STAGES = ("drafting", "with_state", "deciding", "approved", "submitted", "published")


@pytest.fixture
def reports(portal: Pages) -> Reports:
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(R.MANDATE_HOLDER, **OWN)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(R.HUMAN_RIGHTS_OFFICER, **OWN)


def made_of(portal: Pages, reports: Reports) -> str:
    """Return the fingerprint of all words as they are opened now."""
    one = reports.missions.mission_id
    with portal.app.test_request_context(), portal.engine.connect() as conn:
        return wording.text_hash(one, TEXT, wording.of_items(queries.items_of(conn, one)))


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def sent(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def test_a_draft_leaks_to_nobody(portal: Pages, reports: Reports) -> None:
    """Its mandate and the desk of its State read it always, the State in the period, who publishes
    once it is submitted.
    """
    both = {"officer", "desk officer"}
    people = {
        "officer": officer(portal),
        "government": portal.signed_in(R.GOVERNMENT, **KENYA),
        "publisher": portal.signed_in(R.PUBLICATION_OFFICER),
        "other government": portal.signed_in(R.GOVERNMENT, state_codes=frozenset({"FRA"})),
        "other holder": portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"})),
        "committee": portal.signed_in(R.COORDINATION_COMMITTEE),
        "desk officer": portal.signed_in(R.DESK_OFFICER, **KENYA),
        "other desk officer": portal.signed_in(
            R.DESK_OFFICER, state_codes=frozenset({"FRA"}), mandates=frozenset({"sr-torture"})
        ),
        "desk": portal.signed_in(R.QUICK_RESPONSE_DESK),
        "public": portal.visitor(),
    }
    reads = {
        "with_state": {*both, "government"},
        "submitted": {*both, "publisher"},
        "published": {*both, "publisher"},
    }
    for stage in STAGES:
        reports.to(stage)
        for who, visitor in people.items():
            shown = visitor.get(reports.page)
            assert (shown.status_code == 200) is (who in reads.get(stage, both)), (
                who,
                stage,
            )
            lists = visitor.get("/visit-reports").text + visitor.get("/country-visits/reports").text
            for secret in SECRETS:
                assert (secret in shown.text) is (shown.status_code == 200), (who, stage, secret)
                assert secret not in lists
            public = visitor.get(f"/country-visits{reports.page.replace('visit-', '')}")
            assert public.status_code == (200 if stage == "published" else 404)
    assert "Kenya" in people["committee"].get("/visit-reports").text
    for who in ("other holder", "other government", "other desk officer"):
        assert "Kenya" not in people[who].get("/visit-reports").text


def test_the_mission_leads_to_its_report_and_its_officer_begins_it(
    portal: Pages, reports: Reports
) -> None:
    visitor, mission = officer(portal), f"/missions/{reports.missions.mission_id}"
    assert visitor.get(mission).text.count("Begin the report") == 1
    assert visitor.get(f"{reports.page}/start").status_code == 200
    assert visitor.post(f"{reports.page}/start", sent(seen="0")).status_code == 303
    assert isinstance(last(portal), commands.StartVisitReport)
    assert visitor.get(reports.page).status_code == 404
    reports.to("drafting")
    shown = visitor.get(mission).text
    assert "Being drafted" in shown
    assert "Begin the report" not in shown
    assert visitor.get(f"{reports.page}/start").status_code == 404


def test_no_report_begins_before_the_end_of_its_visit(portal: Pages) -> None:
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    page = Reports(missions).page
    assert officer(portal).get(f"{page}/start").status_code == 404
    assert officer(portal).get(f"/visit-reports/{uuid4()}/start").status_code == 404


def test_the_draft_is_written_with_one_fingerprint_for_its_words(
    portal: Pages, reports: Reports
) -> None:
    visitor, page = officer(portal), reports.to("drafting").page
    seen = {"seen": "3"}
    assert "Prison Quay" in visitor.get(f"{page}/text").text
    assert visitor.post(f"{page}/text", sent(**seen, text="")).status_code == 422
    assert visitor.post(f"{page}/text", sent(**seen, text="One two.\n\nThree.")).status_code == 303
    kept = last(portal)
    assert isinstance(kept, commands.KeepVisitReportText)
    assert (kept.words, kept.seen, len(kept.text_hash)) == (3, 3, 64)
    assert visitor.get(f"{page}/recommendations/new").status_code == 200
    assert (
        visitor.post(f"{page}/recommendations/new", sent(**seen, text="Ratify.")).status_code == 303
    )
    new = last(portal)
    assert portal.vault.reveal(new.item.text) == "Ratify."
    assert new.item.text.subject == f"recommendation-{new.item.recommendation_id}"
    one = f"{page}/recommendations/{ITEM_ID}"
    assert ITEM in visitor.get(one).text
    assert visitor.post(one, sent(**seen, text=ITEM)).status_code == 303
    same = last(portal)
    assert len(same.item.addressees) == 1
    # The same words have the same fingerprint, and other words another.
    assert visitor.post(one, sent(**seen, text=ITEM)).status_code == 303
    assert last(portal).text_hash == same.text_hash
    assert visitor.post(one, sent(**seen, text=ITEM, paragraph=" 92 (a) ")).status_code == 303
    assert last(portal).item.paragraph == "92 (a)"
    assert last(portal).text_hash != same.text_hash, "the paragraph is approved as well"
    hashes = {kept.text_hash, new.text_hash, same.text_hash}
    named = sent(**seen, kind="nhri", name="Commission")
    assert visitor.get(f"{one}/addressee").status_code == 200
    assert visitor.post(f"{one}/addressee", named).status_code == 303
    hashes.add(last(portal).text_hash)
    assert [each.kind for each in last(portal).item.addressees] == ["parliament", "nhri"]
    (there,) = reports.state.items[ITEM_ID].addressees
    gone = f"{one}/addressees/{there.addressee_id}/remove"
    assert BODY in visitor.get(gone).text
    assert visitor.post(gone, sent(**seen)).status_code == 303
    hashes.add(last(portal).text_hash)
    assert last(portal).item.addressees == ()
    assert ITEM in visitor.get(f"{one}/remove").text
    assert visitor.post(f"{one}/remove", sent(**seen)).status_code == 303
    assert isinstance(last(portal), commands.RemoveVisitReportItem)
    assert len(hashes | {last(portal).text_hash}) == 6
    for lost in (f"{page}/recommendations/{uuid4()}", f"{one}/addressees/{uuid4()}/remove"):
        assert visitor.get(lost).status_code == 404
    assert visitor.get(f"{page}/submit").status_code == 404
    assert visitor.get(f"{page}/comments/new").status_code == 404


def test_the_holder_sends_exactly_the_words_of_the_page(portal: Pages, reports: Reports) -> None:
    page = reports.to("drafting").page
    visitor = holder(portal)
    shown = visitor.get(f"{page}/send").text
    for secret in SECRETS:
        assert secret in shown
    assert "b" * 64 in shown
    due = str(reports.missions.at.date() + timedelta(days=42))
    assert f'value="{due}"' in shown
    form = sent(seen="3", text_hash="b" * 64, comments_due=due)
    assert visitor.post(f"{page}/send", form).status_code == 303
    assert last(portal).text_hash == "b" * 64
    assert officer(portal).get(f"{page}/send").status_code == 403
    reports.to("deciding")
    shown = visitor.get(f"{page}/approve").text
    assert "b" * 64 in shown
    assert visitor.post(f"{page}/approve", sent(seen="6", text_hash="b" * 64)).status_code == 303
    assert isinstance(last(portal), commands.ApproveVisitReport)


def test_the_government_comments_and_the_holder_decides(portal: Pages, reports: Reports) -> None:
    page = reports.to("with_state").page
    government = portal.signed_in(R.GOVERNMENT, **KENYA)
    shown = government.get(page).text
    assert "Log a comment of the State" in shown
    assert "/missions/" not in shown
    assert "Write the text" not in shown
    form = sent(seen="4", kind="factual", paragraph="2", text="It is empty.", publish="y")
    assert government.get(f"{page}/comments/new").status_code == 200
    assert government.post(f"{page}/comments/new", form).status_code == 303
    said = last(portal).comment
    assert (said.paragraph, said.publish, said.kind) == (2, True, "factual")
    assert said.text.subject == f"visitreport-{said.comment_id}"
    reports.to("deciding")
    assert government.get(f"{page}/comments/new").status_code == 404
    visitor = holder(portal)
    shown = text(visitor.get(page).text)
    assert COMMENT in shown
    assert "To be decided" in shown
    decide = f"{page}/comments/{COMMENT_ID}"
    assert COMMENT in visitor.get(decide).text
    assert visitor.post(decide, sent(seen="6", taken="no")).status_code == 422
    answer = sent(seen="6", taken="no", reason="It was a prison.")
    assert visitor.post(decide, answer).status_code == 303
    assert portal.vault.reveal(last(portal).reason) == "It was a prison."
    assert visitor.get(f"{page}/comments/{uuid4()}").status_code == 404
    reports.to("approved")
    shown = text(visitor.get(page).text)
    assert "Correction refused" in shown
    assert "It was a prison." in shown
    form = sent(seen="8", slot=str(reports.missions.at.date()), words="11000", waiver="Agreed.")
    assert "approved anew" in text(visitor.get(f"{page}/text").text)
    assert 'value="8"' in visitor.get(f"{page}/submit").text
    assert visitor.post(f"{page}/submit", form).status_code == 303
    assert (last(portal).words, portal.vault.reveal(last(portal).waiver)) == (11_000, "Agreed.")


def test_the_official_document_is_first_in_the_readers_language(
    portal: Pages, reports: Reports
) -> None:
    reports.to("submitted")
    exact: dict[str, Any] = {
        "text_hash": reports.state.text_hash,
        "words": ((ITEM_ID, ITEM),),
        "symbol": SYMBOL,
    }
    reports.ask(commands.PublishVisitReport, languages=(), **exact)
    public = f"/country-visits/reports/{reports.missions.mission_id}"
    everybody, publisher = portal.visitor(), portal.signed_in(R.PUBLICATION_OFFICER)
    for address in (public, "/country-visits/reports"):
        assert "Advance unedited version" in text(everybody.get(address).text)
    assert "docs.un.org" not in everybody.get(public).text
    page = f"{reports.page}/languages"
    assert page in publisher.get(reports.page).text
    assert publisher.post(page, sent(seen="10", languages=[])).status_code == 422
    assert publisher.post(page, sent(seen="10", languages=["ar", "en"])).status_code == 303
    assert last(portal).languages == ("ar", "en")
    reports.ask(commands.SetVisitReportLanguages, languages=("en", "ar"))
    for code, other in (("en", "ar"), ("ar", "en")):
        shown = everybody.get(f"/{code}{public}").text
        first, second = (shown.index(f"docs.un.org/{each}/{SYMBOL}") for each in (code, other))
        assert first < second
    assert "Advance unedited version" not in everybody.get(public).text
    assert portal.signed_in(R.MANDATE_HOLDER, **OWN).get(page).status_code == 403


def test_a_report_is_published_and_followed_up(portal: Pages, reports: Reports) -> None:
    page = reports.to("submitted").page
    visitor = portal.signed_in(R.PUBLICATION_OFFICER)
    assert "Publish the report" in visitor.get(page).text
    assert visitor.get(f"{page}/publish").status_code == 200
    form = sent(seen="9", symbol="tea", languages=["en", "fr"])
    assert visitor.post(f"{page}/publish", form).status_code == 422
    form["symbol"] = SYMBOL
    assert "Check before everybody" in visitor.post(f"{page}/publish", form).text
    assert visitor.post(f"{page}/publish", {**form, "checked": "send"}).status_code == 303
    assert last(portal).words == ((ITEM_ID, ITEM),)
    assert last(portal).text_hash == made_of(portal, reports)
    reports.to("published")
    everybody = portal.visitor()
    public = f"/country-visits/reports/{reports.missions.mission_id}"
    shown = text(everybody.get(public).text)
    for said in (SYMBOL, ITEM, BODY, "Prison Quay was seen.", "English"):
        assert said in shown
    assert COMMENT not in shown
    assert SYMBOL in everybody.get("/country-visits/reports").text
    assert SYMBOL in everybody.get("/register/states/KEN").text
    assert visitor.get(f"{page}/addendum").status_code == 200
    form = sent(seen="10", symbol=SYMBOL, comments=[COMMENT_ID])
    assert visitor.post(f"{page}/addendum", form).status_code == 303
    symbol = "A/HRC/61/54/Add.2"
    reports.ask(commands.PublishStateComments, symbol=symbol, comments=(COMMENT_ID,))
    reports.comment("Of a later day.", str(uuid4()))
    shown = text(everybody.get(public).text)
    assert COMMENT in shown
    assert "Of a later day." not in shown
    # The register has the words: a corrigendum, or none once it is taken back.
    row = {"recommendation_id": ITEM_ID, "public_text": "Close it now."}
    with portal.engine.begin() as conn:
        conn.execute(insert(recommendations).values(row))
    shown = text(everybody.get(public).text)
    assert "Close it now." in shown
    assert ITEM not in shown
    with portal.engine.begin() as conn:
        conn.execute(update(recommendations).values(public_text=None))
    shown = text(everybody.get(public).text)
    assert "took this recommendation back" in shown
    assert "Close it" not in shown
    on = str(reports.missions.at.date())
    mine = holder(portal)
    assert mine.get(f"{page}/present").status_code == 200
    assert mine.get(f"{page}/follow-up").status_code == 404
    assert mine.post(f"{page}/present", sent(seen="12", session="61", on=on)).status_code == 303
    reports.ask(commands.PresentVisitReport, session=61, on=reports.missions.at.date())
    assert mine.get(f"{page}/follow-up").status_code == 200
    assert mine.post(f"{page}/follow-up", sent(seen="13", first_round=on)).status_code == 303
    reports.ask(commands.PlanVisitFollowUp, first_round=reports.missions.at.date())
    assert "First round of follow-up" in text(mine.get(page).text)
    assert "session 61" in text(everybody.get(public).text)


def test_who_publishes_gives_a_report_back_with_a_reason(portal: Pages, reports: Reports) -> None:
    page = reports.to("submitted").page
    visitor, works = portal.signed_in(R.PUBLICATION_OFFICER), officer(portal)
    assert "Give the report back" in visitor.get(page).text
    for subject in (f"visitreport-{COMMENT_ID}", f"recommendation-{ITEM_ID}"):
        assert subject in works.get(page).text
        assert subject not in visitor.get(page).text
    assert visitor.get(f"{page}/return").status_code == 200
    assert visitor.post(f"{page}/return", sent(seen="9", note="")).status_code == 422
    assert visitor.post(f"{page}/return", sent(seen="9", note="No annex.")).status_code == 303
    reports.ask(commands.ReturnVisitReport, note=last(portal).note)
    assert visitor.get(page).status_code == 404
    assert "No annex." in text(works.get(page).text)
    reports.ask(commands.ApproveVisitReport, text_hash="b" * 64)
    reports.submit()
    assert "No annex." not in text(works.get(page).text)


def test_a_report_is_withdrawn_and_taken_off_the_public_pages(
    portal: Pages, reports: Reports
) -> None:
    page = reports.to("published").page
    reports.ask(commands.PresentVisitReport, session=61, on=reports.missions.at.date())
    reports.ask(commands.PublishStateComments, symbol=SYMBOL, comments=(COMMENT_ID,))
    publisher, works = portal.signed_in(R.PUBLICATION_OFFICER), officer(portal)
    assert works.get(f"{page}/withdraw").status_code == 404
    assert publisher.get(f"{page}/withdraw").status_code == 200
    form = sent(seen="12", reason="mistake", note="A name stood in it.")
    answer = publisher.post(f"{page}/withdraw", form)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/visit-reports")
    reports.ask(commands.WithdrawVisitReport, reason="mistake", note=None)
    public = f"/country-visits/reports/{reports.missions.mission_id}"
    assert portal.visitor().get(public).status_code == 404
    for gone in (page, f"{page}/withdraw"):
        assert publisher.get(gone).status_code == 404
    assert portal.signed_in(R.DESK_OFFICER, **KENYA).get(page).status_code == 404
    assert SYMBOL not in portal.visitor().get("/country-visits/reports").text
    shown = text(works.get(page).text)
    assert "It was sent or published by mistake" in shown
    assert "Begin the report anew" in shown
    assert 'value="13"' in works.get(f"{page}/start").text
    assert holder(portal).get(f"{page}/withdraw").status_code == 404
    # Begun anew, it has nothing of its first life.
    reports.ask(commands.StartVisitReport)
    shown = text(works.get(page).text)
    for before in (SYMBOL, "session 61", "Slot"):
        assert before not in shown


def test_while_nobody_holds_office_the_officer_withdraws_the_report(
    portal: Pages, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reports.to("drafting").page
    assert officer(portal).get(f"{page}/withdraw").status_code == 404
    assert holder(portal).get(f"{page}/withdraw").status_code == 200
    over = reports.missions.at.date() - timedelta(days=1)
    vacant = Holding(mandate="sr-torture", signs_until=over)
    monkeypatch.setattr(found, "holdings", lambda *_: {"sr-torture": vacant})
    assert officer(portal).get(f"{page}/withdraw").status_code == 200


def test_erased_words_are_gone_and_never_published(portal: Pages, reports: Reports) -> None:
    page = reports.to("submitted").page
    for subject in (f"recommendation-{ITEM_ID}", f"visitreport-{COMMENT_ID}"):
        portal.vault.forget(subject, at=portal.clock())
    shown = text(officer(portal).get(page).text)
    for secret in (ITEM, BODY, COMMENT):
        assert secret not in shown
    form = sent(seen="9", symbol=SYMBOL, languages=["en"], checked="send")
    answer = portal.signed_in(R.PUBLICATION_OFFICER).post(f"{page}/publish", form)
    assert answer.status_code == 409
    assert "were erased" in text(answer.text)


def test_what_is_written_after_an_erasure_is_kept(portal: Pages, reports: Reports) -> None:
    page = reports.to("drafting").page
    for times in range(2):
        form = sent(seen="3", text=f"Draft {times}.")
        assert officer(portal).post(f"{page}/text", form).status_code == 303
        kept = last(portal).text
        assert portal.vault.reveal(kept) == f"Draft {times}."
        portal.vault.forget(kept.subject, at=portal.clock())
        assert portal.vault.reveal(kept) is None
    reports.to("deciding")
    portal.vault.forget(f"visitreport-{reports.missions.mission_id}", at=portal.clock())
    for act in ("approve", "send"):
        form = sent(seen="6", text_hash="b" * 64)
        answer = holder(portal).post(f"{page}/{act}", form)
        assert answer.status_code == (409 if act == "approve" else 404)


def test_every_step_and_choice_has_its_words() -> None:
    assert set(words.STEPS) == set(FACTS)
    assert set(words.REASONS) == set(WITHDRAWN)
    assert set(words.DOCUMENT_LANGUAGES) == set(LANGUAGES)
    assert set(words.STAGES) == {*STAGES, "withdrawn"}
    assert len(WORDS) == 20
    assert set(words.DOCUMENTS) == set(DOCUMENTS)
