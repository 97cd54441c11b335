"""What is said of a recommendation itself: who sees it, and who says it."""

import json
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.contracts import followup_recommendations as facts
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.treaties import ARTICLES, short
from tests.portal.followup.recommendations.described import (
    EARLIER,
    INSTITUTION,
    NOTE,
    OURS,
    PARLIAMENT,
    THIS,
    asked,
    closed,
    named,
    sealed,
    story,
    told,
)
from tests.portal.followup.recommendations.story import CHE, PAGE, TEXT, TORTURE, holder, ngo
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    assessed,
    issued,
    published,
    revealed,
    shared,
    tell,
)
from tests.support.portal import Pages


def test_each_reads_what_is_theirs_of_what_is_said_of_it(portal: Pages) -> None:
    told(portal, *story(portal))
    everybody = (
        "The Federal Assembly",
        "Asked to lead",
        "Detention, torture and disappearance",
        "Children",
        "16.3",
        "Degrading Treatment or Punishment, article 2",
        "Western European and other States",
        "Close all cells.",
        "Another recommendation includes it",
    )
    between = (NOTE, "Accepted in part", TEXT, "A/HRC/40/59/Corr.1")
    ours = ("nhri-1", "Written into the new one.")
    mandate = holder(portal).get(PAGE).text
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE).get(PAGE).text
    organisation = ngo(portal).get(PAGE).text
    assert [one for one in (*everybody, *between, *ours) if one not in mandate] == []
    assert [one for one in (*everybody, *between) if one not in government] == []
    assert [one for one in everybody if one not in organisation] == []
    assert [one for one in ours if one in government] == []
    assert [one for one in (*between, *ours) if one in organisation] == []
    assert EARLIER in government, "the earlier one is to the same State"
    for page in (mandate, organisation):
        assert "Of another mandate." not in page, "who may not read it does not learn of it"
        assert EARLIER not in page
    both = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture", "sr-health"})
    )
    assert "Of another mandate." in both.get(PAGE).text
    assert "It is repeated by:" in both.get(f"/recommendations/{EARLIER}").text
    assert both.get(f"{PAGE}/repeats/{EARLIER}/remove").status_code == 200
    assert holder(portal).get(f"{PAGE}/repeats/{EARLIER}/remove").status_code == 404


def test_the_position_is_for_everybody_once_it_is_public_and_its_words_are_not(
    portal: Pages,
) -> None:
    told(portal, *story(portal), published())
    page = ngo(portal).get(PAGE).text
    assert "Accepted in part" in page
    assert NOTE not in page


def test_who_is_not_invited_reads_the_words_that_are_public_and_no_others(portal: Pages) -> None:
    """Names were taken out of them, and a correction is public only once it is made so."""
    told(portal, *story(portal), published())
    for reader in (
        portal.signed_in(Role.NGO_MEMBER, organisation_id="org-9"),
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-food"})),
        portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"})),
        portal.signed_in(Role.DESK_OFFICER, state_codes=CHE),
    ):
        for page in (reader.get(PAGE).text, reader.get("/recommendations").text):
            assert "What everybody may read." in page
            for hidden in (TEXT, "Close all cells.", "A/HRC/40/59/Corr.1"):
                assert hidden not in page
    assert "Close all cells." in ngo(portal).get(PAGE).text


def test_the_mandate_names_addressees_and_removes_them(portal: Pages) -> None:
    told(portal, named(portal, PARLIAMENT, "parliament", "yes"))
    visitor = holder(portal)
    form = {"kind": "nhri", "name": "The Institution", "organisation_id": "nhri-1", "lead": "y"}
    path = f"{PAGE}/addressees/new"
    for wrong in ({"kind": ""}, {"name": ""}, {"organisation_id": "no code"}):
        answer = visitor.post(path, {"command_id": str(derive_id("x")), **form, **wrong})
        assert answer.status_code == 422, wrong
    data = asked(visitor, portal, "/addressees/new", form)["data"]
    assert (data["kind"], data["organisation_id"], data["lead"]) == ("nhri", "nhri-1", True)
    assert revealed(portal.vault, data["name"]) == "The Institution"
    team = {"kind": "un", "name": "The country team", "team": "y"}
    assert asked(visitor, portal, "/addressees/new", team)["data"]["organisation_id"] == "unct:CHE"
    for wrong in ({"kind": "parliament"}, {"organisation_id": "org-1"}):
        answer = visitor.post(path, {"command_id": str(derive_id("x")), **team, **wrong})
        assert answer.status_code == 422, wrong
    remove = f"/addressees/{PARLIAMENT}/remove"
    assert "The Federal Assembly" in visitor.get(f"{PAGE}{remove}").text
    assert asked(visitor, portal, remove, {})["data"]["addressee_id"] == PARLIAMENT
    assert visitor.get(f"{PAGE}/addressees/{INSTITUTION}/remove").status_code == 404
    portal.answer = httpx.Response(409, json={"title": "It stays."})
    again = visitor.post(f"{PAGE}{remove}", {"command_id": str(derive_id("again"))})
    assert (again.status_code, "It stays." in again.text) == (409, True)


def test_particulars_are_read_with_the_text_and_the_number_by_the_two_sides(portal: Pages) -> None:
    noted = facts.RecommendationParticularsNoted(
        **OURS,
        title=sealed(portal, "Cells below ground"),
        section=None,
        language="fr",
        time_frame="year",
        target=date(2026, 6, 30),
        step=1,
        noted_by="account-1",
        noted_at=NOW,
    )
    number = facts.RecommendationNumbered(**THIS, year=2026, number=3, numbered_at=NOW)
    told(portal, noted, number)
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    for reader, sees in ((holder(portal), True), (government, True), (ngo(portal), False)):
        page = reader.get(PAGE).text
        assert all(one in page for one in ("Cells below ground", "Within one year", 'lang="fr"'))
        assert ("sr-torture-CHE-2026-3" in page) == sees
        assert "Cells below ground" in reader.get("/recommendations?due=passed").text
        assert "Cells below ground" not in reader.get("/recommendations?due=ahead").text
    assert "Cells below ground" in holder(portal).get(f"{PAGE}/particulars").text
    form = {"title": "Cells", "section": "", "language": "", "time_frame": "at_once", "seen": "1"}
    form |= {"type": "recommendation", "source_kind": ""}
    data = asked(holder(portal), portal, "/particulars", {**form, "target": ""})["data"]
    assert (data["section"], data["language"], data["seen"]) == (None, None, 1)
    assert revealed(portal.vault, data["title"]) == "Cells"
    told(portal, noted, number, published())
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert officer.get(f"{PAGE}/particulars").status_code == 404


def test_what_a_text_is_and_in_what_it_was_issued(portal: Pages) -> None:
    """Others read it once the mandate says it: of a letter nobody else learns before."""
    concern = facts.RecommendationParticularsNoted(
        **OURS,
        title=None,
        section=None,
        language=None,
        time_frame=None,
        target=None,
        step=1,
        noted_by="account-1",
        noted_at=NOW,
        type="concern",
        source_kind="follow_up",
    )
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    first = [issued(text=sealed(portal, TEXT)), shared("org-1"), published()]
    of_letter(portal, *first)
    page = text(holder(portal).get(PAGE).text)
    assert "What the text is Recommendation In what it was issued Communication" in page
    for reader in (government, ngo(portal)):
        page = text(reader.get(PAGE).text)
        assert "What the text is Recommendation" in page
        assert "In what it was issued Communication" not in page
        assert TEXT not in reader.get("/recommendations?source=communication").text
        assert TEXT in reader.get("/recommendations?type=recommendation").text
    assert TEXT in holder(portal).get("/recommendations?source=communication").text
    arabic = portal.signed_in(Role.GOVERNMENT, state_codes=CHE, language="ar")
    assert "توصية" in arabic.get(PAGE).text
    (one,) = (each for each in own(portal) if each["id"] == RECOMMENDATION)
    assert (one["Type"], one["source_kind"]) == ("Recommendations", None)

    of_letter(portal, *first, concern)
    for reader in (holder(portal), government, ngo(portal)):
        page = text(reader.get(PAGE).text)
        assert "What the text is Concern or observation In what it was issued Follow-up" in page
        for asked_for, found in (
            *(("type=concern", True), ("type=recommendation", False)),
            *(("source=follow_up", True), ("source=communication", False)),
        ):
            assert (TEXT in reader.get(f"/recommendations?{asked_for}").text) == found
    shown = portal.visitor().get("/register/recommendations").text
    assert "What the text is: Concern or observation" in shown
    assert "In what it was issued: Follow-up" in shown
    (one,) = (each for each in own(portal) if each["id"] == RECOMMENDATION)
    assert (one["Type"], one["source_kind"]) == ("Concerns/Observations", "follow_up")
    form = {"title": "", "language": "", "time_frame": "", "seen": "1", "target": ""}
    form |= {"type": "concern", "source_kind": "visit_report"}
    data = asked(holder(portal), portal, "/particulars", form)["data"]
    assert (data["type"], data["source_kind"]) == ("concern", "visit_report")
    data = asked(holder(portal), portal, "/particulars", {**form, "source_kind": ""})["data"]
    assert data["source_kind"] is None
    wrong = {**form, "type": "order", "command_id": str(derive_id("again"))}
    assert holder(portal).post(f"{PAGE}/particulars", wrong).status_code == 422


def of_letter(portal: Pages, *facts_: object) -> None:
    for model in (RECOMMENDATIONS, REGISTER):
        tell(portal.engine, model, facts_)


def own(portal: Pages) -> list[dict[str, Any]]:
    """Return what programs take along."""
    answer = portal.visitor().get("/api/v1/recommendations/all.ndjson")
    every = [json.loads(line) for line in answer.text.splitlines()]
    return [one for one in every if "id" in one]


def test_the_day_of_the_next_review_is_for_those_of_the_mandate(portal: Pages) -> None:
    """Its list has what is due, the holder sets it, and a grade ends it."""
    day = day_of(portal.clock()) + timedelta(days=5)
    review = facts.RecommendationReviewSet(**OURS, on=day, set_by="account-1", set_at=NOW)
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert "A recommendation appears here once" in officer.get("/recommendations/reviews").text
    told(portal, review, published())
    due, every = "1 recommendation is due for a review", 'href="/recommendations/reviews">Reviews'
    for reader in (holder(portal), officer):
        assert "Next review on" in reader.get(PAGE).text
        assert due in reader.get("/recommendations").text
        assert every in reader.get("/recommendations").text
        assert "Due soon" in reader.get("/recommendations/reviews").text
    assert due in officer.get("/mandate").text
    assert "Next review" in officer.get("/countries/CHE").text
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-food"}))
    for reader in (government, ngo(portal), other):
        assert "Next review" not in reader.get(PAGE).text
        assert due not in reader.get("/recommendations").text
    assert every not in government.get("/recommendations").text
    assert TEXT not in other.get("/recommendations/reviews").text
    shown = holder(portal).get(f"{PAGE}/review").text
    assert f'value="{day.isoformat()}"' in shown
    sent_ = {"on": "", "seen": day.isoformat()}
    data = asked(holder(portal), portal, "/review", sent_)["data"]
    assert (data["on"], data["seen"]) == (None, day.isoformat())
    wrong = {"on": "2027-05-03", "seen": "x", "command_id": str(derive_id("again"))}
    data = asked(holder(portal), portal, "/review", wrong)["data"]
    assert (data["on"], data["seen"]) == ("2027-05-03", "0001-01-01")
    told(portal, review, published(), assessed("fully"))
    assert "No day for a next review." in holder(portal).get(PAGE).text
    told(portal, review, published(), assessed("fully"), closed(portal))
    assert "next review" not in holder(portal).get(PAGE).text
    assert holder(portal).get(f"{PAGE}/review").status_code == 404


def test_the_institution_that_is_asked_answers_and_nobody_else(portal: Pages) -> None:
    told(
        portal,
        named(portal, INSTITUTION, "nhri", "asked", "nhri-1"),
        named(portal, PARLIAMENT, "parliament", "yes"),
    )
    lead = f"/addressees/{INSTITUTION}/lead"
    contact = portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1")
    assert lead in contact.get(PAGE).text
    assert contact.get(f"{PAGE}/addressees/{PARLIAMENT}/lead").status_code == 404
    assert contact.get(f"{PAGE}{lead}").status_code == 200
    assert asked(contact, portal, lead, {"accepts": "no"})["data"]["accepts"] is False
    other = portal.signed_in(Role.CONTACT_POINT, organisation_id="org-1")
    assert lead not in other.get(PAGE).text
    assert other.get(f"{PAGE}{lead}").status_code == 404


@pytest.mark.parametrize("role", [Role.GOVERNMENT, Role.HUMAN_RIGHTS_OFFICER])
def test_the_position_is_recorded_with_its_words(portal: Pages, role: Role) -> None:
    told(portal)
    visitor = portal.signed_in(role, state_codes=CHE, mandates=TORTURE)
    assert "None is recorded." in visitor.get(PAGE).text
    bare = {"command_id": str(derive_id("x")), "position": "partly", "note": ""}
    assert visitor.post(f"{PAGE}/position", bare).status_code == 422
    data = asked(visitor, portal, "/position", {"position": "partly", "note": NOTE})["data"]
    assert data["position"] == "partly"
    assert revealed(portal.vault, data["note"]) == NOTE
    elsewhere = portal.signed_in(Role.GOVERNMENT, Role.NGO_MEMBER, organisation_id="org-1")
    assert elsewhere.get(f"{PAGE}/position").status_code == 404


def test_an_officer_says_what_it_is_about_and_the_list_finds_it(portal: Pages) -> None:
    told(portal, story(portal)[3])
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert 'value="16.3"' in officer.get(f"{PAGE}/tags").text
    assert 'value="detention children 16.3 cat-2"' in officer.get(f"{PAGE}/tags").text
    assert 'value="CAT 2"' in officer.get(f"{PAGE}/tags").text
    form = {"themes": ["detention"], "persons": ["children"], "targets": "16.3, 5.A،8.7"}
    form["articles"] = "iccpr art. 7، CAT 2; CRC"
    data = asked(officer, portal, "/tags", {**form, "seen": "detention 16.3"})["data"]
    assert data["seen"] == ["detention", "16.3"]
    assert data["targets"] == ["16.3", "5.a", "8.7"]
    assert data["articles"] == ["iccpr-7", "cat-2", "crc"]
    for field, typed, said in (
        ("targets", "18.1", "There is no target 18.1"),
        ("articles", "CAT 2, CAT 34", "There is no article CAT 34"),
        ("articles", f"CAT {'9' * 4_500}", "There is no article CAT 999"),
    ):
        wrong = {"command_id": str(derive_id("x")), **form, field: typed}
        answer = officer.post(f"{PAGE}/tags", wrong)
        assert (answer.status_code, said in answer.text) == (422, True)
    many = ", ".join(map(short, ARTICLES))
    data = asked(officer, portal, "/tags", {**form, "articles": many, "seen": ""})["data"]
    assert data["articles"] == [*ARTICLES], "what the page shows can be sent again"
    for kind, code, none in (
        ("theme", "detention", "women"),
        ("person", "children", "women"),
        ("target", "16.3", "1.1"),
        ("article", "cat-2", "cat-3"),
        ("article", "cat", "crc"),
        ("region", "WEOG", "AFR"),
    ):
        assert TEXT in officer.get(f"/recommendations?{kind}={code}").text
        without = officer.get(f"/recommendations?{kind}={none}").text
        assert TEXT not in without
        assert "No recommendation that you may see is about this." in without
    assert TEXT in officer.get("/recommendations?theme=nonsense").text
    stranger = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-9")
    for reader, offers in ((officer, True), (stranger, False)):
        page = reader.get("/recommendations").text
        assert [f'value="{one}"' in page for one in ("cat", "cat-2", "WEOG")] == [offers] * 3
    assert ngo(portal).get(f"{PAGE}/tags").status_code == 403


def test_it_is_said_what_it_repeats(portal: Pages) -> None:
    told(portal, story(portal)[4])
    both = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture", "sr-health"})
    )
    assert EARLIER in both.get(f"{PAGE}/repeats").text
    data = asked(both, portal, "/repeats", {"repeats": EARLIER})["data"]
    assert data["repeats_id"] == EARLIER
    back = asked(both, portal, f"/repeats/{EARLIER}/remove", {})
    assert back["type"] == "unrelate-recommendation"
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert EARLIER not in officer.get(f"{PAGE}/repeats").text
