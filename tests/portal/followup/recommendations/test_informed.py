"""Information outside rounds: published as its provider wishes, withheld, taken back, withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.followup.recommendations.marked import marks
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from portal.web.clock.read_model import DEMO
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithdrawn,
    ImplementationInfoWithheld,
)
from shared.contracts.followup_publication import RecommendationWithdrawn
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, INFORM, NEWS, PAGE, TORTURE
from tests.support.followup import (
    INFO,
    NOW,
    RECOMMENDATION,
    informed,
    issued,
    published,
    revealed,
    sent,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

HERE = f"{PAGE}/information/{INFO}"
PUBLISH, WITHHOLD, TAKE_BACK, WITHDRAW = (
    f"{HERE}/{act}" for act in ("publish", "withhold", "take-back", "withdraw")
)
PUBLIC_PAGE = f"/information-on/{RECOMMENDATION}"
NAME = "Org of the Quay"
SINCE, UNTIL = date(2026, 1, 1), date(2026, 3, 31)
TOLD = ImplementationInfoPublished(
    recommendation_id=RECOMMENDATION,
    info_id=INFO,
    addressee="CHE",
    mandate="sr-torture",
    provider="ngo",
    name=NAME,
    text=NEWS,
    since=SINCE,
    until=UNTIL,
    published_by="holder-1",
    published_at=NOW,
)
BACK = ImplementationInfoTakenBack(
    recommendation_id=RECOMMENDATION,
    info_id=INFO,
    mandate="sr-torture",
    reason="mistake",
    taken_back_by="holder-1",
    taken_back_at=NOW,
)
WITHHELD = ImplementationInfoWithheld(
    recommendation_id=RECOMMENDATION,
    info_id=INFO,
    mandate="sr-torture",
    reason=Sealed(f"recommendation-{RECOMMENDATION}", "x"),
    withheld_by="holder-1",
    withheld_at=NOW,
)
GONE = ImplementationInfoWithdrawn(
    recommendation_id=RECOMMENDATION,
    info_id=INFO,
    mandate="sr-torture",
    withdrawn_by="ngo-1",
    withdrawn_at=NOW,
)
NOT_PUBLIC = RecommendationWithdrawn(
    recommendation_id=RECOMMENDATION,
    addressee="CHE",
    mandate="sr-torture",
    issued_at=NOW,
    reason="mistake",
    note=Sealed(f"recommendation-{RECOMMENDATION}", "x"),
    withdrawn_by="holder-1",
    withdrawn_at=NOW,
)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        yield built


def sealed(portal: Pages, text: str) -> Sealed:
    return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)


def told(portal: Pages, *since: object, wish: Any = "publish", public: bool = True) -> None:
    """An organisation told of the recommendation, and what happened since, each twice."""
    one = issued(text=sealed(portal, "Close the cells."), communication_id=None)
    name = sealed(portal, NAME) if wish == "publish" else None
    said = informed("ngo", by="ngo-1", organisation_id="org-1", text=sealed(portal, NEWS))
    said = replace(said, wish=wish, name=name, since=SINCE, until=UNTIL)
    story = [one, *([published(one)] if public else []), shared("org-1"), said, *since]
    for _ in range(2):
        tell(portal.engine, RECOMMENDATIONS, story)
        tell(portal.engine, REGISTER, story)


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=TORTURE)


def ngo(portal: Pages, code: str = "org-1") -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id=code)


def others(portal: Pages) -> dict[str, Visitor]:
    return {
        "government": portal.signed_in(Role.GOVERNMENT, state_codes=CHE),
        "organisation": ngo(portal, "org-2"),
        "desk": portal.signed_in(Role.DESK_OFFICER, state_codes=CHE),
        "team": portal.signed_in(Role.UN_PARTNER, state_codes=CHE),
        "other mandate": portal.signed_in(
            Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"})
        ),
    }


def form(**fields: str) -> dict[str, str]:
    return {"command_id": str(derive_id("form", *fields.values())), **fields}


def test_a_provider_says_what_may_become_of_it_and_which_days_it_is_about(portal: Pages) -> None:
    told(portal)
    visitor = ngo(portal)
    said = {"text": NEWS, "since": "2026-01-01", "until": "2026-03-31", "wish": "publish"}
    for wrong in ({}, {"name": NAME, "until": "2025-12-31"}, {"name": NAME, "until": "2999-01-01"}):
        assert visitor.post(INFORM, form(**{**said, **wrong})).status_code == 422, wrong
    assert visitor.post(INFORM, form(text=NEWS, wish="")).status_code == 422
    assert visitor.post(INFORM, form(**said, name=NAME)).status_code == 303
    data = sent(portal.asked[-1])["data"]
    assert (data["wish"], data["since"], data["until"]) == ("publish", "2026-01-01", "2026-03-31")
    assert revealed(portal.vault, data["name"]) == NAME
    assert visitor.post(INFORM, form(**{**said, "wish": "unnamed"}, name=NAME)).status_code == 303
    assert sent(portal.asked[-1])["data"]["name"] is None, "only by wish"
    state = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    page = state.get(INFORM).text
    assert "without our name" not in page
    assert "Name to show" not in page
    assert state.post(INFORM, form(text=NEWS, wish="publish")).status_code == 303


def test_the_holder_publishes_it_and_everybody_reads_it_with_its_name(portal: Pages) -> None:
    told(portal)
    page = holder(portal).get(PAGE).text
    assert "Publish it with our name" in page
    assert "1 Jan 2026 to 31 Mar 2026" in page
    assert PUBLISH in page
    shown = holder(portal).get(PUBLISH).text
    assert f"Non-governmental organisation: {NAME}" in shown
    assert holder(portal).post(PUBLISH, form()).status_code == 303
    data = sent(portal.asked[-1])["data"]
    assert data == {
        "recommendation_id": RECOMMENDATION,
        "info_id": INFO,
        "text": NEWS,
        "name": NAME,
    }
    told(portal, TOLD)
    assert holder(portal).get(PUBLISH).status_code == 404
    for address in (PUBLIC_PAGE, f"/ar{PUBLIC_PAGE}"):
        public = portal.visitor().get(address).text
        assert NEWS in public
        assert NAME in public
    assert PUBLIC_PAGE in portal.visitor().get("/register/recommendations").text
    for who, visitor in others(portal).items():
        assert PUBLIC_PAGE in visitor.get(PAGE).text, who
    with portal.engine.connect() as conn:
        mark = marks(conn, [RECOMMENDATION])[RECOMMENDATION]
    assert [(one.provider, one.name, one.since) for one in mark.information] == [
        ("ngo", NAME, SINCE)
    ]
    assert mark.changed_at == NOW


def test_without_a_name_none_is_told(portal: Pages) -> None:
    told(portal, wish="unnamed")
    assert holder(portal).post(PUBLISH, form()).status_code == 303
    assert sent(portal.asked[-1])["data"]["name"] is None
    told(portal, replace(TOLD, name=None), wish="unnamed")
    public = portal.visitor().get(PUBLIC_PAGE).text
    assert NEWS in public
    assert NAME not in public


def test_before_it_is_published_nobody_else_finds_a_trace(portal: Pages) -> None:
    withheld = replace(WITHHELD, reason=sealed(portal, "It is in doubt."))
    again = published(issued())
    told(portal)
    own = ngo(portal)
    since = [withheld, TOLD, BACK, TOLD, NOT_PUBLIC, again, GONE]
    for number in (0, 1, 3, 5, 6, 7):
        told(portal, *since[:number])
        public = portal.visitor().get(PUBLIC_PAGE)
        assert public.status_code == (404 if number == 5 else 200)
        assert NEWS not in public.text
        assert NAME not in public.text
        pages_ = [visitor.get(PAGE) for visitor in others(portal).values()]
        for page in (portal.visitor().get("/register/recommendations"), *pages_):
            for trace in (NEWS, NAME, PUBLIC_PAGE, HERE, "in doubt"):
                assert trace not in page.text, (trace, number)
        for visitor in others(portal).values():
            for address in (PUBLISH, WITHHOLD, TAKE_BACK, WITHDRAW):
                assert visitor.get(address).status_code in (403, 404)
        if number == 1:
            page = holder(portal).get(PAGE)
            assert "Withheld" in page.text
            assert "It is in doubt." in page.text
            assert holder(portal).get(WITHHOLD).status_code == 404
            assert "Withheld" in own.get(PAGE).text
            assert "It is in doubt." not in own.get(PAGE).text


def test_what_is_for_the_mandate_alone_is_not_decided_about(portal: Pages) -> None:
    told(portal, wish="holder")
    page = holder(portal).get(PAGE).text
    assert "For the mandate alone" in page
    for address in (PUBLISH, WITHHOLD):
        assert address not in page
        assert holder(portal).get(address).status_code == 404


def test_it_is_published_once_the_recommendation_is_and_withheld_before(portal: Pages) -> None:
    told(portal, public=False)
    page = holder(portal).get(PAGE).text
    assert "once the recommendation is public" in page
    assert PUBLISH not in page
    assert holder(portal).post(WITHHOLD, form(reason="It is in doubt.")).status_code == 303
    data = sent(portal.asked[-1])["data"]
    assert revealed(portal.vault, data["reason"]) == "It is in doubt."
    assert data["for_provider"] is None


def test_its_provider_reads_what_the_mandate_says_to_it_and_nobody_else_does(
    portal: Pages,
) -> None:
    told(portal)
    words = {"reason": "It is in doubt.", "for_provider": "Say which days you mean."}
    assert holder(portal).post(WITHHOLD, form(**words)).status_code == 303
    data = sent(portal.asked[-1])["data"]
    assert revealed(portal.vault, data["for_provider"]) == words["for_provider"]
    reason, said = (sealed(portal, one) for one in words.values())
    withheld = replace(WITHHELD, reason=reason, for_provider=said)
    told(portal, withheld)
    for page in (ngo(portal).get(PAGE).text, holder(portal).get(PAGE).text):
        assert words["for_provider"] in page
        assert "Withheld" in page
    assert "في" in ngo(portal).get(f"/ar{PAGE}").text
    assert words["reason"] not in ngo(portal).get(PAGE).text
    for who, visitor in others(portal).items():
        assert words["for_provider"] not in visitor.get(PAGE).text, who


def test_what_was_withheld_when_its_provider_was_not_to_hear_is_not_told(portal: Pages) -> None:
    told(portal, replace(WITHHELD, reason=sealed(portal, "In doubt."), told=False))
    own = ngo(portal).get(PAGE).text
    assert "Not public" in own
    assert "Withheld" not in own
    assert "Withheld" in holder(portal).get(PAGE).text


def test_its_provider_reads_that_it_is_no_longer_public_and_why(portal: Pages) -> None:
    told(portal, TOLD, BACK)
    for page in (ngo(portal).get(PAGE).text, holder(portal).get(PAGE).text):
        assert "No longer public" in page
        assert "It was published by mistake, or is wrong" in page
    for who, visitor in others(portal).items():
        assert "No longer public" not in visitor.get(PAGE).text, who
    told(portal, TOLD, BACK, TOLD)
    assert "No longer public" not in ngo(portal).get(PAGE).text


def test_what_is_public_is_taken_back_by_the_office_and_who_publishes(portal: Pages) -> None:
    told(portal, TOLD)
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert TAKE_BACK in publisher.get(PUBLIC_PAGE).text
    assert TAKE_BACK in officer.get(PAGE).text
    assert TAKE_BACK not in portal.visitor().get(PUBLIC_PAGE).text
    for by in (publisher, officer, holder(portal)):
        assert NEWS in by.get(TAKE_BACK).text
        assert by.post(TAKE_BACK, form(reason="mistake")).status_code == 303
        assert sent(portal.asked[-1])["data"]["reason"] == "mistake"
    told(portal, TOLD, BACK)
    assert officer.get(TAKE_BACK).status_code == 404


def test_its_provider_takes_it_back_until_it_is_public(portal: Pages) -> None:
    told(portal)
    visitor = ngo(portal)
    assert WITHDRAW in visitor.get(PAGE).text
    assert NEWS in visitor.get(WITHDRAW).text
    assert visitor.post(WITHDRAW, form()).status_code == 303
    assert sent(portal.asked[-1])["type"] == "withdraw-implementation-info"
    told(portal, TOLD)
    assert WITHDRAW not in visitor.get(PAGE).text
    assert visitor.get(WITHDRAW).status_code == 404
    told(portal, TOLD, BACK, GONE)
    own = visitor.get(PAGE).text
    assert NEWS in own
    assert "Taken back" in own
    assert visitor.get(WITHDRAW).status_code == 404
    page = holder(portal).get(PAGE).text
    assert NEWS not in page
    assert HERE not in page
    assert holder(portal).get(f"{HERE}/files/").status_code == 404
