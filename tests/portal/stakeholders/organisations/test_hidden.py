"""A hidden organisation is as one that was never there: SB7, on every public byte and number."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.stakeholders.organisations.tables import veil
from portal.web.accounts.access import Door, access_of
from portal.web.delivery import outbox
from shared.contracts.stakeholders_organisations import (
    OrganisationDissolved,
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagRaised,
    VisibilityChanged,
)
from shared.core.roles import Role
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

NAME, ACRONYM, ALSO = "Zanthorium Hidden Watch", "ZHWQ", "Зантор"
NEEDLES = (
    *(NAME, "Zanthorium", ACRONYM, ALSO, "zanthorium.example.net", "Quibblemission"),
    *("Xenia Contact", "xenia@zanthorium.example.net", "REG-778899", "Vexing reason"),
)
PROFILE: dict[str, Any] = {
    "acronym": ACRONYM,
    "also": ALSO,
    "type": "parliament",
    "country": "TUV",
    "countries": ("NRU", "CHE"),
    "themes": ("sr-torture",),
    "site": "https://zanthorium.example.net",
    "mission": "Quibblemission",
    "contact": dict(zip(("name", "email", "number"), NEEDLES[6:9], strict=True)),
}
HIDDEN = named("hidden")
OWN = (
    *("", "?q=Zanthorium", "?q=zhwq", "?country=TUV", "?type=parliament", "?theme=sr-torture"),
    *("?page=2", "?works=NRU", "?works=CHE", f"/{HIDDEN}"),
)
HIDE = "/our-organisation/hide-now"


def closed(at: Any = LONG_AGO) -> VisibilityChanged:
    return VisibilityChanged(
        organisation_id=HIDDEN,
        visibility="closed",
        asked_at=None,
        changed_by="focal",
        changed_at=at,
    )


def claimed(portal: Pages, register: Register) -> None:
    register.claimed(HIDDEN, NAME, **PROFILE)


def refused(portal: Pages, register: Register) -> None:
    register.claimed(HIDDEN, NAME, **PROFILE)
    register.tell(
        RegistrationRefused(
            organisation_id=HIDDEN, code="duplicate", refused_by="o", refused_at=LONG_AGO
        )
    )


def confirmed(portal: Pages, register: Register) -> None:
    register.confirmed(HIDDEN, NAME, **PROFILE)


def asked(portal: Pages, register: Register) -> None:
    register.confirmed(HIDDEN, NAME, **PROFILE)
    register.tell(PublicListingAsked(organisation_id=HIDDEN, asked_by="focal", asked_at=LONG_AGO))


def hidden_again(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    register.tell(closed())


def hidden_by_the_page_alone(portal: Pages, register: Register) -> None:
    """No fact came round."""
    register.public(HIDDEN, NAME, **PROFILE)
    with portal.engine.begin() as conn:
        veil(conn, HIDDEN, LONG_AGO)


def for_partners(portal: Pages, register: Register) -> None:
    register.confirmed(HIDDEN, NAME, **PROFILE)
    register.opened(HIDDEN, LONG_AGO, "partners")


def kept_for_partners(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    register.hidden(HIDDEN, to="partners")


def kept_for_partners_by_the_page_alone(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    with portal.engine.begin() as conn:
        veil(conn, HIDDEN, LONG_AGO, "partners")


def sealed(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    register.hidden(HIDDEN, to="sealed")


def sealed_by_the_page_alone(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    with portal.engine.begin() as conn:
        veil(conn, HIDDEN, LONG_AGO, "sealed")


def flagged(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    reason = portal.vault.seal(f"organisation-{HIDDEN}", "Vexing reason")
    raised = RiskFlagRaised(
        organisation_id=HIDDEN, flag_id="f-1", reason=reason, raised_by="x", raised_at=LONG_AGO
    )
    register.tell(raised, closed())


def dissolved(portal: Pages, register: Register) -> None:
    """Even were no fact to close it."""
    register.public(HIDDEN, NAME, **PROFILE)
    register.tell(
        OrganisationDissolved(organisation_id=HIDDEN, dissolved_by="x", dissolved_at=LONG_AGO)
    )


def erased(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    portal.vault.forget(f"organisation-{HIDDEN}", at=LONG_AGO)


WAYS = (
    claimed,
    refused,
    confirmed,
    asked,
    hidden_again,
    hidden_by_the_page_alone,
    for_partners,
    kept_for_partners,
    kept_for_partners_by_the_page_alone,
    sealed,
    sealed_by_the_page_alone,
    flagged,
    dissolved,
    erased,
)


def addresses(portal: Pages) -> Iterator[str]:
    """Every public address without an id, and those of the register with what finds it."""
    rules = list(portal.app.url_map.iter_rules())
    for rule in rules:
        access = access_of(portal.app, rule.endpoint)
        public = access and access.door is Door.PUBLIC and "GET" in (rule.methods or ())
        if public and rule.arguments <= {"lang"}:
            yield re.sub(r"<any\([^>]*\):lang>", "en", rule.rule)
    for where in ("/en/organisations", "/ar/organisations"):
        yield from (f"{where}{also}" for also in OWN)
    yield "/en/register?q=Zanthorium"
    yield f"/en/mandates/sr-torture?q={HIDDEN}"


def told(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """All of an answer, without what is another every time."""
    random = (
        r'nonce="[^"]+"|(?:value|content)="[^"]{20,}"|<updated>[^<]+</updated>|"time":[^,}]+'
        r'|value="[0-9a-f-]{36}"'
    )
    changing = {"Content-Security-Policy", "Set-Cookie", "Date", "Content-Length", "Location"}
    kept = [(name, value) for name, value in answer.headers if name not in changing]
    return answer.status_code, re.sub(random, "", text(answer)), kept


def text(answer: TestResponse) -> str:
    """A file is compared byte by byte, as letters."""
    held: bytes = answer.data
    return held.decode("latin-1" if answer.mimetype == "application/pdf" else "utf-8")


@pytest.mark.parametrize("hide", WAYS, ids=lambda way: way.__name__)
def test_a_hidden_organisation_changes_no_public_byte_and_no_number(
    portal: Pages, register: Register, hide: Callable[[Pages, Register], None]
) -> None:
    register.public(named(1), "Alpha Watch", themes=("sr-torture",), countries=("CHE",))
    every = list(addresses(portal))
    assert {
        "/register/sitemap.xml",
        "/register/feed.atom",
        "/api/v1/openapi.json",
        "/en/organisations",
        "/organisations/register",
    } <= set(every)
    before = {path: told(portal.visitor().client.get(path)) for path in every}
    hide(portal, register)
    for path in every:
        answer = portal.visitor().client.get(path)
        assert told(answer) == before[path], path
        typed = {needle for needle in (*NEEDLES, HIDDEN) if needle in path}
        for needle in {*NEEDLES, HIDDEN} - typed:
            assert needle not in text(answer), path
    assert before["/en/organisations"][0] == 200
    assert "Alpha Watch" in before["/en/organisations"][1]


def test_it_is_there_while_it_is_public_or_the_test_before_tells_nothing(
    portal: Pages, register: Register
) -> None:
    register.public(named(1), "Alpha Watch")
    every = [f"/en/organisations{also}" for also in OWN if also != "?page=2"]
    before = {path: told(portal.visitor().get(path)) for path in every}
    register.public(HIDDEN, NAME, **PROFILE)
    for path in every:
        assert told(portal.visitor().get(path)) != before[path], path
    page = portal.visitor().get(f"/en/organisations/{HIDDEN}").text
    for needle in (NAME, ACRONYM, ALSO, "zanthorium.example.net", "Quibblemission", "Tuvalu"):
        assert needle in page
    for needle in ("Xenia", "REG-778899", "Vexing"):
        assert needle not in page


@pytest.mark.parametrize("role", [None, Role.GOVERNMENT, Role.NGO_MEMBER, Role.CHIEF])
def test_a_hidden_one_gets_the_same_answer_as_an_unknown_one_with_the_same_work(
    portal: Pages, register: Register, role: Role | None
) -> None:
    register.confirmed(HIDDEN, NAME, **PROFILE)
    visitor = portal.signed_in(role) if role else portal.visitor()
    visitor.get("/en/organisations")  # notes that somebody is here
    unknown, of_unknown = work(portal, visitor, f"/en/organisations/{named('unknown')}")
    hidden, of_hidden = work(portal, visitor, f"/en/organisations/{HIDDEN}")
    assert (hidden.status_code, of_hidden) == (404, of_unknown)
    same = told(unknown)[1].replace(named("unknown"), HIDDEN)
    assert told(hidden)[1] == same


def work(portal: Pages, visitor: Visitor, path: str) -> tuple[TestResponse, list[str]]:
    """Return the answer, and the statements that the databases were asked for it."""
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    engines = (portal.engine, portal.vault.engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    answer = visitor.get(path)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return answer, statements


# --- hide us now ------------------------------------------------------------------------------


@pytest.fixture
def ours(portal: Pages, register: Register) -> Visitor:
    register.public(HIDDEN, NAME, **PROFILE)
    return portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=HIDDEN)


def seen(portal: Pages) -> bool:
    """Whether anybody finds it; the list and its own page must agree."""
    listed = NAME in portal.visitor().get("/en/organisations").text
    found = portal.visitor().get(f"/en/organisations/{HIDDEN}").status_code == 200
    assert listed == found
    return listed


def test_hide_us_now_is_done_before_the_page_answers_although_everything_is_away(
    portal: Pages, ours: Visitor
) -> None:
    assert seen(portal)
    portal.answer = httpx.Response(503, json={"title": "Away."})
    assert ours.post(HIDE, {}).status_code == 303
    assert not seen(portal)
    with portal.engine.connect() as conn:
        (waiting,) = conn.execute(outbox.outbox.select()).all()
    assert (waiting.service, waiting.type) == ("stakeholders", "hide-organisation")
    assert waiting.delivered_at is None
    page = ours.get("/our-organisation").text
    assert "Nobody finds it but you" in page
    assert "Everybody sees it" not in page


def test_hide_us_now_asks_for_nothing_and_tells_the_service(portal: Pages, ours: Visitor) -> None:
    page = ours.get("/our-organisation").text
    form = page.partition(f'action="{HIDE}"')[2].partition("</form>")[0]
    assert "Hide us now" in form
    assert set(re.findall(r'name="(\w+)"', form)) == {"csrf_token"}
    ours.post(HIDE, {})
    type_, data, _ = asked_for(portal.asked[0])
    assert (type_, data) == (
        "hide-organisation",
        {"organisation_id": HIDDEN, "visibility": "closed"},
    )


def test_a_hidden_one_says_since_when_and_what_undoes_it(portal: Pages, register: Register) -> None:
    focal = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=HIDDEN)
    here, ask = "/our-organisation", "until you ask for it to be seen, and say so again after 72"
    register.claimed(HIDDEN, NAME, **PROFILE)
    page = focal.get(here).text
    assert "Hidden since it was registered" in page
    assert "until an officer has confirmed it and you ask" in page
    assert "Hide us now" not in page
    register.confirmed(HIDDEN, NAME, **PROFILE)
    assert ask in focal.get(here).text
    asked = PublicListingAsked(organisation_id=HIDDEN, asked_by="focal", asked_at=portal.clock())
    register.tell(asked)
    assert "Hide us now" in focal.get(here).text, "which takes the first step back"
    register.opened(HIDDEN, LONG_AGO)
    page = focal.get(here).text
    assert "Hide us now" in page
    assert "stays hidden" not in page
    focal.post(HIDE, {})
    page = focal.get(here).text
    assert "Hide us now" not in page
    assert ask in page
    assert "since it was registered" not in page, "its service does not know yet"
    register.tell(closed(portal.clock()))
    assert "Last hidden: <time" in focal.get(here).text
    flag = RiskFlagRaised(
        organisation_id=HIDDEN,
        flag_id="flag-1",
        reason=portal.vault.seal("organisation", "a law"),
        raised_by=focal.account.account_id if focal.account else "",
        raised_at=portal.clock(),
    )
    register.tell(flag)
    page = focal.get(here).text
    assert "until two stakeholder officers and you agree" in page
    assert ask not in page


def test_an_answer_that_refuses_hides_too(portal: Pages, ours: Visitor) -> None:
    portal.answer = httpx.Response(422, json={"title": "No."})
    assert ours.post(HIDE, {}).status_code == 303
    assert not seen(portal)


def test_the_fact_of_before_does_not_bring_it_back_and_a_later_step_does(
    portal: Pages, register: Register, ours: Visitor
) -> None:
    before = portal.clock()
    portal.clock.forward(timedelta(minutes=10))
    ours.post(HIDE, {})
    register.opened(HIDDEN, before)  # was on its way
    assert not seen(portal)
    register.tell(closed())
    portal.clock.forward(timedelta(minutes=10))
    register.opened(HIDDEN, portal.clock())
    assert seen(portal)
    ours.post(HIDE, {})
    assert not seen(portal)


def test_a_clock_that_was_ahead_does_not_outlast_hide_us_now(
    portal: Pages, register: Register, ours: Visitor
) -> None:
    """Its first step was by another clock, or this one was set back since."""
    portal.answer = httpx.Response(503, json={"title": "Away."})
    register.opened(HIDDEN, portal.clock() + timedelta(days=10))
    assert seen(portal)
    ours.post(HIDE, {})
    assert not seen(portal)


def test_a_veil_never_moves_back(portal: Pages, register: Register) -> None:
    register.public(HIDDEN, NAME, **PROFILE)
    for at in (LONG_AGO, LONG_AGO - timedelta(days=1)):
        with portal.engine.begin() as conn:
            veil(conn, HIDDEN, at)
    assert not seen(portal)


def test_nobody_else_hides_it(portal: Pages, ours: Visitor) -> None:
    for role in set(Role) - {Role.FOCAL_POINT}:
        other = portal.signed_in(role, organisation_id=HIDDEN)
        assert other.post(HIDE, {}).status_code == 403
    elsewhere = portal.signed_in(Role.FOCAL_POINT, organisation_id="elsewhere")
    elsewhere.post(HIDE, {})
    assert seen(portal)


def test_no_public_page_may_be_kept_or_listed(portal: Pages, ours: Visitor) -> None:
    for path in ("/en/organisations", f"/en/organisations/{HIDDEN}"):
        headers = portal.visitor().get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
