"""What is said of a recommendation itself: who sees it, and who says it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import unassessed
from shared.contracts import followup_recommendations as facts
from shared.contracts.followup_recommendations import Lead
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.treaties import ARTICLES, short
from tests.portal.followup.recommendations.story import CHE, PAGE, TEXT, TORTURE, holder, ngo
from tests.support.check import CHECKED
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    assessed,
    corrected,
    informed,
    issued,
    published,
    revealed,
    sent,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor

EARLIER = str(derive_id("recommendation", 2))
PARLIAMENT, INSTITUTION = (str(derive_id("addressee", n)) for n in range(2))
OURS: dict[str, Any] = {"recommendation_id": RECOMMENDATION, "mandate": "sr-torture"}
THIS: dict[str, Any] = {**OURS, "addressee": "CHE"}
NOTE = "In so far as the budget allows."


def told(portal: Pages, *more: object) -> None:
    """Let a recommendation of a report be known, and an earlier one that few may read."""
    other = issued(text=sealed(portal, "Of another mandate."), communication_id=None)
    earlier = {"recommendation_id": EARLIER, "mandate": "sr-health"}
    first = [
        issued(text=sealed(portal, TEXT), communication_id=None),
        type(other)(**{**_fields(other), **earlier}),
        shared("org-1"),
        shared("nhri-1"),
    ]
    tell(portal.engine, RECOMMENDATIONS, [*first, *more])


def _fields(fact: Any) -> Mapping[str, Any]:
    return {name: getattr(fact, name) for name in fact.__slots__}


def sealed(portal: Pages, text: str) -> Sealed:
    return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)


def named(
    portal: Pages, one: str, kind: str, lead: Lead, code: str | None = None
) -> facts.RecommendationAddresseeNamed:
    name = sealed(portal, "The Federal Assembly" if one == PARLIAMENT else "The Institution")
    return facts.RecommendationAddresseeNamed(
        **OURS,
        addressee_id=one,
        kind=kind,
        name=name,
        organisation_id=code,
        lead=lead,
        named_by="account-1",
        named_at=NOW,
    )


def story(portal: Pages) -> list[object]:
    """Return one of everything that can be said of a recommendation."""
    note = sealed(portal, NOTE)
    position: dict[str, Any] = {
        "position_id": "p",
        "position": "partly",
        "note": note,
        "by_government": True,
    }
    return [
        named(portal, PARLIAMENT, "parliament", "yes"),
        named(portal, INSTITUTION, "nhri", "asked", "nhri-1"),
        facts.RecommendationPositionRecorded(
            **THIS, **position, recorded_by="mission-1", recorded_at=NOW
        ),
        facts.RecommendationTagged(
            **OURS,
            themes=("detention",),
            persons=("children",),
            targets=("16.3",),
            articles=("cat-2",),
            tagged_by="account-1",
            tagged_at=NOW,
        ),
        facts.RecommendationRelated(
            **OURS, repeats_id=EARLIER, related_by="account-1", related_at=NOW
        ),
        corrected(sealed(portal, "Close all cells.")),
        closed(portal),
    ]


def closed(portal: Pages) -> facts.RecommendationClosed:
    return facts.RecommendationClosed(
        **THIS,
        reason="merged",
        by_id=EARLIER,
        note=sealed(portal, "Written into the new one."),
        closed_by="account-1",
        closed_at=NOW,
    )


def asked(visitor: Visitor, portal: Pages, path: str, form: dict[str, Any]) -> dict[str, Any]:
    """Send a form, and return the command that it asked for."""
    before = len(portal.asked)
    command = {"command_id": str(derive_id(path)), **form}
    answer = visitor.post(f"{PAGE}{path}", command)
    assert answer.status_code == 303, answer.text
    assert len(portal.asked) == before + 1
    return sent(portal.asked[-1])


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
    data = asked(holder(portal), portal, "/particulars", {**form, "target": ""})["data"]
    assert (data["section"], data["language"], data["seen"]) == (None, None, 1)
    assert revealed(portal.vault, data["title"]) == "Cells"
    told(portal, noted, number, published())
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert officer.get(f"{PAGE}/particulars").status_code == 404


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


def test_the_holder_corrects_closes_and_reopens_it(portal: Pages) -> None:
    told(portal)
    visitor = holder(portal)
    form = {"symbol": "A/HRC/40/59/Corr.1", "text": "Close all cells.", "seen": "1"}
    unread = visitor.post(f"{PAGE}/correct", {"command_id": str(derive_id("x")), **form})
    assert "Check the corrected text" in unread.text
    data = asked(visitor, portal, "/correct", {**form, **CHECKED})["data"]
    assert (data["seen"], data["symbol"]) == (1, "A/HRC/40/59/Corr.1")
    assert visitor.get(f"{PAGE}/reopen").status_code == 404
    for wrong in ({"reason": ""}, {"reason": "merged"}, {"reason": "overtaken", "instead": "x"}):
        bad = {"command_id": str(derive_id("y")), "note": "", **wrong}
        assert visitor.post(f"{PAGE}/close", bad).status_code == 422, wrong
    data = asked(visitor, portal, "/close", {"reason": "overtaken", "note": "A new law."})["data"]
    assert (data["reason"], data["by_id"], data["seen"]) == ("overtaken", None, 0)
    assert 'name="seen" type="hidden" value="0"' in visitor.get(f"{PAGE}/close").text
    told(portal, closed(portal))
    page = visitor.get(PAGE).text
    assert "Closed" in visitor.get("/recommendations").text
    assert "Assess implementation" not in page
    assert visitor.get(f"{PAGE}/close").status_code == 404
    assert 'name="seen" type="hidden" value="1"' in visitor.get(f"{PAGE}/reopen").text
    data = asked(visitor, portal, "/reopen", {"reason": "It was not so.", "seen": "1"})["data"]
    assert data["seen"] == 1
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert officer.get(f"{PAGE}/close").status_code == 403


def test_several_schemes_and_follow_ups_stand_beside_each_other(portal: Pages) -> None:
    theirs = assessed("completed")
    other = {"scheme": "upr-progress", "addressee_id": PARLIAMENT, "period": 2026}
    graded = type(theirs)(**{**_fields(theirs), **other})
    history = [named(portal, PARLIAMENT, "parliament", "yes"), assessed("not"), graded]
    told(portal, *history)
    visitor = holder(portal)
    page = visitor.get(PAGE).text
    for said in ("Not implemented", "Completed", "Progress (practice of the Universal Periodic"):
        assert said in page
    assert "Not implemented" in visitor.get("/recommendations").text, "the Government's own grade"
    path = f"{PAGE}/assess?scheme=hrc-follow-up"
    assert "A: largely satisfactory" in visitor.get(path).text
    assert "Fully implemented" not in page
    newer = replace(assessed("fully"), scheme="implementation-2")
    told(portal, *history, newer)
    rows = visitor.get(PAGE).text.split("What happened")[0]
    assert "Fully implemented" in rows
    assert "Not implemented" not in rows, "the newer version of a scheme ends the earlier one"
    for scheme in ("cooperation", "implementation", "x"):
        assert visitor.get(f"{PAGE}/assess?scheme={scheme}").status_code == 404, scheme
    form = {"scheme": "hrc-follow-up", "addressee": PARLIAMENT, "grade": "d", "rationale": "None."}
    data = asked(visitor, portal, "/assess", {**form, "period": "2026"})["data"]
    assert (data["scheme"], data["grade"], data["based_on"]) == ("hrc-follow-up", "d", [])
    assert (data["addressee_id"], data["period"]) == (PARLIAMENT, 2026)


def test_what_waits_to_be_assessed_is_of_its_own_follow_up_and_not_closed(portal: Pages) -> None:
    theirs = informed("ngo", by="ngo-9", organisation_id="org-1", text=sealed(portal, "One"))
    about = replace(theirs, addressee_id=PARLIAMENT)
    newer = replace(about, info_id="2", corrects=about.info_id)
    of_state = replace(assessed("not"), scheme="implementation-2", based_on=(about.info_id,))
    graded = replace(of_state, addressee_id=PARLIAMENT, based_on=())
    history = [named(portal, PARLIAMENT, "parliament", "yes"), about]

    def waiting(*more: object) -> int:
        history.extend(more)
        told(portal, *history)
        actor = Actor(actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=TORTURE)
        with portal.engine.connect() as conn:
            return sum(one.number for one in unassessed(conn, actor, role=Role.MANDATE_HOLDER))

    assert waiting() == 1
    assert waiting(of_state) == 1, "that was of the Government's follow-up"
    assert waiting(graded) == 1, "the grade is not based on it"
    assert waiting(newer) == 1, "what was corrected does not wait beside its correction"
    assert waiting(replace(graded, based_on=("2",))) == 0
    assert waiting(replace(about, info_id="3")) == 1
    assert waiting(replace(graded, scheme="implementation")) == 0, "which named nothing"
    later = NOW + timedelta(days=1)
    assert waiting(replace(about, info_id="4", received_at=later)) == 1
    assert waiting(closed(portal)) == 0, "what is closed is not assessed"


def test_who_informed_corrects_it_and_says_whose_follow_up_it_is_about(portal: Pages) -> None:
    first, second = str(derive_id("info", 1)), str(derive_id("info", 2))
    history = [
        named(portal, PARLIAMENT, "parliament", "yes"),
        informed("ngo", by="ngo-1", organisation_id="org-1", text=sealed(portal, "One")),
        informed(
            "ngo", by="ngo-1", organisation_id="org-1", info_id=second, text=sealed(portal, "Two")
        ),
        informed(
            "nhri", by="nhri-9", organisation_id="nhri-1", info_id="3", text=sealed(portal, "Three")
        ),
    ]
    told(portal, *history)
    visitor = ngo(portal)
    page = visitor.get(f"{PAGE}/inform").text
    assert first in page
    assert 'value="3"' not in page, "only one's own can be corrected"
    form = {"addressee": PARLIAMENT, "corrects": first, "text": "The Parliament did."}
    data = asked(visitor, portal, "/inform", form)["data"]
    assert (data["addressee_id"], data["corrects"]) == (PARLIAMENT, first)
    form = {"addressee": "-", "corrects": "", "text": "The Government did not."}
    data = asked(visitor, portal, "/inform", {**form, "command_id": str(derive_id("z"))})["data"]
    assert (data["addressee_id"], data["corrects"]) == (None, None)
    newer = informed("ngo", by="ngo-1", organisation_id="org-1", info_id="4")
    told(portal, *history, replace(newer, corrects=first, text=sealed(portal, "Four")))
    assert first not in visitor.get(f"{PAGE}/inform").text, "it is corrected already"
    assert first not in holder(portal).get(f"{PAGE}/assess").text
    fresh = portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1")
    assert first not in fresh.get(f"{PAGE}/inform").text
    assert "24 Nov 2026 (2)" in holder(portal).get(f"{PAGE}/assess").text
