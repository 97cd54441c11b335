"""Following follow-up tables, calls for input and documents: what is public when a mail goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from shared.contracts.followup_input_commands import EndInputCall, ExtendInputCall
from shared.contracts.followup_round_commands import TakeTableBack
from shared.core.geneva import day_of
from tests.stakeholders import documents as said
from tests.support.documents import Library
from tests.support.following import World, text
from tests.support.inputs import Inputs
from tests.support.missions import MANDATE, Missions
from tests.support.rounds import HOLDER, Rounds

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/register/feed/published"
TABLE = "A/HRC/64/52/Add.3: Follow-up table 2026, Switzerland, by SR torture"
PAGES = {
    "followup": "/en/follow-up",
    "call": "/en/calls-for-input",
    "document": "/en/library",
    "report": "/en/country-visits/reports",
}


def told(w: World) -> list[str]:
    return [text(mail) for mail in w.work()]


def items(w: World, query: str) -> list[Any]:
    found: list[Any] = w.portal.visitor().get(f"{FEED}.json?{query}").get_json()["items"]
    return found


def tabled(w: World) -> Rounds:
    rounds = Rounds(w.portal.engine, w.portal.vault, w.portal.clock.at)
    rounds.recommend()
    rounds.opened()
    rounds.compile()
    rounds.send()
    rounds.publish()
    return rounds


def called(w: World, *, public: bool = True) -> tuple[Inputs, str]:
    missions = Missions(w.portal.engine, w.portal.vault, w.portal.clock())
    missions.hear()
    inputs = Inputs(w.portal, missions)
    return inputs, inputs.issue("Tell us of Prison Quay.", public=public)


def guided(w: World, *audience: str, **also: Any) -> tuple[Library, str]:
    library = Library(w.portal.engine, w.portal.vault)
    registered: dict[str, Any] = {
        "kind": "guidance",
        "titles": {"fr": "Note quib"},
        "title": "Quib note",
    }
    one = library.registered(*audience, registered_at=w.portal.clock.at, **registered, **also)
    library.current(one, made_at=w.portal.clock.at)
    return library, one


MADE: dict[str, Callable[[World], object]] = {
    "followup": tabled,
    "call": called,
    "document": guided,
}


@pytest.mark.parametrize("kind", MADE)
def test_nobody_hears_of_a_kind_that_they_did_not_choose(w: World, kind: str) -> None:
    w.follow()
    MADE[kind](w)
    assert told(w) == []
    assert items(w, "") == []


@pytest.mark.parametrize(
    ("kind", "chosen", "hears"),
    [
        ("followup", {"states": ["CHE"]}, True),
        ("followup", {"states": ["KEN"]}, False),
        ("followup", {"mandates": ["sr-torture"]}, True),
        ("followup", {"themes": ["women"]}, False),
        ("call", {"states": ["KEN"], "themes": ["detention"]}, True),
        ("call", {"states": ["CHE"]}, False),
        ("call", {"mandates": ["wgad"]}, False),
        ("document", {"states": ["CHE"], "mandates": ["wgad"]}, True),
    ],
)
def test_it_is_told_by_state_mandate_and_theme_by_mail_and_by_both_feeds(
    w: World, kind: str, chosen: dict[str, list[str]], *, hears: bool
) -> None:
    w.follow(kinds=[kind], **chosen)
    MADE[kind](w)
    mails = told(w)
    assert len(mails) == hears
    assert told(w) == [], "once"
    narrowed = [f"{name[:-1]}={code}" for name, some in chosen.items() for code in some]
    query = "&".join([f"kind={kind}", *narrowed])
    found = items(w, query)
    assert len(found) == hears
    shown = w.portal.visitor().get(f"{FEED}.atom?{query}").text
    atom = ET.fromstring(shown)  # noqa: S314  # our own
    assert [one.findtext(f"{ATOM}id") for one in atom.findall(f"{ATOM}entry")] == [
        one["id"] for one in found
    ]
    for one in found:
        assert one["title"] in mails[0]
        path = one["url"].partition("rapporteur.example")[2] or one["url"].partition("localhost")[2]
        assert f"https://rapporteur.example/en{path.removeprefix('/en')}" in mails[0]
        assert w.portal.visitor().client.get(path, follow_redirects=True).status_code == 200


def test_what_is_taken_back_before_the_mail_goes_is_not_in_it(w: World) -> None:
    w.follow(kinds=[*MADE], rhythm="daily")
    rounds, (inputs, call), (library, document) = tabled(w), called(w), guided(w)
    assert told(w) == []
    assert {one["title"] for one in items(w, "kind=followup&kind=call&kind=document")} == {
        TABLE,
        "Call for input to a visit, Kenya, by SR torture, until 22 Dec 2026",
        "Guidance note: Quib note (version 1, English)",
    }
    rounds.ask(TakeTableBack, HOLDER, version=rounds.state.published, reason="mistake")
    ended = EndInputCall(
        call_id=call, mission_id=inputs.missions.mission_id, mandate=MANDATE, seen=1,
        how="withdrawn",
    )  # fmt: skip
    inputs.ask_call(ended)
    library.tell(replace(said.NARROWED, document_id=document, audience=("staff",)))
    w.portal.clock.forward(timedelta(days=1))
    assert told(w) == []
    assert items(w, "kind=followup&kind=call&kind=document") == []


def test_a_call_that_is_for_those_who_have_its_address_is_told_nobody(w: World) -> None:
    w.follow(kinds=["call"])
    inputs, call = called(w, public=False)
    assert (told(w), items(w, "kind=call")) == ([], [])
    _, other = inputs, inputs.issue("Tell us more.")
    assert [other in mail and call not in mail for mail in told(w)] == [True]


def test_a_call_says_until_when_it_is_open_now(w: World) -> None:
    w.follow(kinds=["call"], rhythm="daily")
    inputs, call = called(w)
    on = day_of(w.portal.clock()) + timedelta(days=40)
    inputs.ask_call(
        ExtendInputCall(
            call_id=call, mission_id=inputs.missions.mission_id, mandate=MANDATE, seen=1,
            closes_on=on,
        )
    )  # fmt: skip
    w.portal.clock.forward(timedelta(days=1))
    assert ["until 3 Jan 2027" in mail for mail in told(w)] == [True]


def test_a_document_is_told_once_everybody_reads_it_however_old_its_version_is(w: World) -> None:
    """Who opened it later made the news: an audience that changes otherwise makes none."""
    w.follow(kinds=["document"])
    library, one = guided(w, "staff")
    assert (told(w), items(w, "kind=document")) == ([], [])
    w.portal.clock.forward(timedelta(days=60))
    wider = replace(said.NARROWED, document_id=one, no_more=())
    at = w.portal.clock.at
    library.tell(replace(wider, audience=("public", "staff"), changed_at=at))
    [mail] = told(w)
    assert "Guidance note: Quib note (version 1, English)" in mail
    w.portal.clock.forward(timedelta(hours=1))
    also = replace(wider, audience=("ngo", "public", "staff"), changed_at=w.portal.clock.at)
    library.tell(also)
    assert told(w) == []
    [found] = items(w, "kind=document")
    assert found["date_published"] == at.isoformat()


def test_each_version_is_told_in_its_language_and_no_title_is_after_an_erasure(w: World) -> None:
    w.follow(kinds=["document"], lang="fr", language="fr")
    library, one = guided(w)
    assert ["Note quib" in mail for mail in told(w)] == [True]
    w.portal.clock.forward(timedelta(hours=1))
    library.current(one, 2, made_at=w.portal.clock.at)
    library.current(one, 1, "fr", translates=2, made_at=w.portal.clock.at)
    [mail] = told(w)
    assert mail.count("Note quib") == 2
    assert len({each["id"] for each in items(w, "kind=document")}) == 2
    library.current(one, 3, made_at=w.portal.clock.at)
    w.portal.clock.forward(timedelta(hours=1))
    w.portal.vault.forget(f"library-{one}", at=w.portal.clock.at)
    assert (told(w), items(w, "kind=document")) == ([], [])


@pytest.mark.parametrize("kind", PAGES)
def test_its_list_leads_to_its_feeds_and_to_following_it(w: World, kind: str) -> None:
    page = w.portal.visitor().get(PAGES[kind]).text
    assert f'href="{FEED}.json?kind={kind}"' in page
    assert f"/follow?kind={kind}" in page
