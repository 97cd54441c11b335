"""A person who loses access to the feed gets no more lines."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from portal.app import feed
from portal.app.feed import Server, Stream, create_app
from portal.committee.activity import hub, vector
from portal.committee.activity.hub import Hub, Shown
from portal.committee.activity.lines import Line
from portal.committee.activity.read_model import CONSUMER
from portal.committee.activity.showing import rendered
from portal.web.accounts import opened
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts
from portal.web.holding import Message
from shared.core.roles import Role
from shared.core.testing import AT
from shared.read_models.places import positions
from tests.portal.test_past_holders import note, noted
from tests.support import committee as members
from tests.support.portal import Pages
from tests.support.undisguised import undisguised
from tests.support.walking import MIRRORED


@pytest.fixture
def server(portal: Pages) -> Iterator[Server]:
    lines = Hub()
    app = create_app(portal.settings, engine=portal.engine, feed=lines)
    made = Server(app, lines, portal.engine)
    yield made
    made._door.shutdown()


def session_of(portal: Pages, account: Account) -> str:
    with portal.engine.begin() as conn:
        return sessions.begin(
            conn,
            account_id=account.account_id,
            at=datetime.now(UTC),
            device="A browser",
            passed=True,
            factor_at=datetime.now(UTC),
        )


@asynccontextmanager
async def streaming(server: Server, token: str) -> AsyncIterator[asyncio.Task[Any]]:
    """A browser's stream that has begun; the task ends when the whole answer was sent."""
    begun, said = asyncio.Event(), []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/feed",
        "raw_path": b"/feed",
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(b"cookie", f"session={token}".encode())],
    }

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        said.append(message)
        if message["type"] == "http.response.body":
            begun.set()

    async def answered() -> list[Message]:
        await server(scope, receive, send)
        return said

    answering = asyncio.create_task(answered())
    await asyncio.wait_for(begun.wait(), 10)
    try:
        yield answering
    finally:
        answering.cancel()


async def test_a_stream_ends_with_its_session_and_no_other_does(
    portal: Pages, server: Server
) -> None:
    leaving, staying = (
        portal.person(Role.COORDINATION_COMMITTEE),
        portal.person(Role.QUICK_RESPONSE_DESK),
    )
    async with (
        streaming(server, session_of(portal, leaving)) as gone,
        streaming(server, session_of(portal, staying)) as here,
    ):
        await server.end_what_is_over()
        assert not gone.done()
        with portal.engine.begin() as conn:
            sessions.end_all(conn, leaving.account_id)
        await server.end_what_is_over()
        start, *_, end = await asyncio.wait_for(gone, 10)
        assert start["status"] == 200
        assert end == {"type": "http.response.body", "body": hub.RESET}
        assert not here.done()


async def test_the_stream_of_a_holder_ends_with_the_term(portal: Pages, server: Server) -> None:
    mandates = frozenset({"sr-torture", "sr-food"})
    holder = portal.person(Role.MANDATE_HOLDER, mandates=mandates)
    other = portal.person(Role.MANDATE_HOLDER, mandates=frozenset({"sr-water"}))
    async with (
        streaming(server, session_of(portal, holder)) as gone,
        streaming(server, session_of(portal, other)) as here,
    ):
        await server.end_what_is_over()
        assert not gone.done()
        over = noted("t-1", holder.account_id, mandate="sr-torture", last=date(2021, 7, 31))
        note(portal, over)
        await server.end_what_is_over()
        *_, end = await asyncio.wait_for(gone, 10)
        assert end == {"type": "http.response.body", "body": hub.RESET}
        assert not here.done()
    async with streaming(server, session_of(portal, holder)) as again:
        await server.end_what_is_over()
        assert not again.done()


async def test_a_stream_ends_when_anything_changes_by_which_a_line_is_shown(
    portal: Pages, server: Server
) -> None:
    """A seat in the Committee, the States of a desk, a role: not the mandates alone."""
    member = portal.person(Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE)
    desk = portal.person(Role.DESK_OFFICER, state_codes=frozenset({"KEN", "UGA"}))
    office = portal.person(Role.CHIEF, Role.HUMAN_RIGHTS_OFFICER)
    staying = portal.person(Role.QUICK_RESPONSE_DESK)
    record = members.Committee(portal.engine, portal.vault)
    this = members.member("sr-food", holder_id=member.account_id)
    record.tell(members.elected(members=(this,), elected_on=date(2020, 6, 18)))
    async with (
        streaming(server, session_of(portal, member)) as of_member,
        streaming(server, session_of(portal, desk)) as of_desk,
        streaming(server, session_of(portal, office)) as of_office,
        streaming(server, session_of(portal, staying)) as here,
    ):
        await server.end_what_is_over()
        assert not any(one.done() for one in (of_member, of_desk, of_office))
        record.tell(members.left("sr-food", date(2021, 7, 31)))
        change(portal, desk, state_codes=["UGA"])
        change(portal, office, roles=[Role.HUMAN_RIGHTS_OFFICER.value])
        await server.end_what_is_over()
        for stream in (of_member, of_desk, of_office):
            *_, end = await asyncio.wait_for(stream, 10)
            assert end == {"type": "http.response.body", "body": hub.RESET}
        assert not here.done()


def change(portal: Pages, account: Account, **values: list[str]) -> None:
    with portal.engine.begin() as conn:
        this = accounts.c.account_id == account.account_id
        conn.execute(accounts.update().where(this).values(**values))


async def answered(
    server: Server, path: str, token: str = "", *, after: str = "nonsense"
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer that ends by itself."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": f"after={after}".encode(),
        "http_version": "1.1",
        "scheme": "http",
        "headers": [(b"cookie", f"session={token}".encode())],
    }
    said: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        said.append(message)

    await server(scope, receive, send)
    start, *rest = said
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(one["body"] for one in rest)


@pytest.mark.parametrize(
    ("path", "status"), [("/feed", 200), ("/feed", 401), ("/feed", 403), ("/elsewhere", 404)]
)
async def test_the_feed_and_its_refusals_have_the_security_headers(
    portal: Pages, server: Server, path: str, status: int
) -> None:
    role = {200: Role.COORDINATION_COMMITTEE, 403: Role.NGO_MEMBER}.get(status)
    token = session_of(portal, portal.person(role)) if role else ""
    got, headers, _ = await answered(server, path, token)
    assert got == status
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


async def test_the_page_tells_no_position_and_who_names_one_reads_it_again(
    portal: Pages, server: Server
) -> None:
    with portal.engine.begin() as conn:
        conn.execute(
            insert(positions).values(
                consumer=CONSUMER, topic="intake.events", partition=0, position=54321, offset=1
            )
        )
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    page = visitor.get("/activity/").text
    assert "54321" not in page
    [after] = re.findall(r"after=([^\"&]+)", page)
    assert vector.opened(unquote(after), portal.settings.secret_key_list) == {
        ("intake.events", 0): 54321
    }
    token = session_of(portal, portal.person(Role.COORDINATION_COMMITTEE))
    _, _, body = await answered(server, "/feed", token, after="intake:0:5")
    assert body == hub.RESET


async def test_without_the_database_the_refusal_has_them_too(
    portal: Pages, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT", {}, OSError())

    monkeypatch.setattr(opened, "find", away)
    got, headers, _ = await answered(server, "/feed", "any")
    assert got == 503
    assert headers["x-content-type-options"] == "nosniff"


async def test_health_tells_nobody_how_many_look(server: Server) -> None:
    _, _, body = await answered(server, "/health/ready")
    assert json.loads(body) == {"kafka": "unreachable"}


async def test_it_is_looked_again_and_again_though_the_database_was_away(
    portal: Pages, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = iter((True,))

    def live(*args: Any, **named: Any) -> set[str]:
        if next(away, False):
            raise OperationalError("SELECT", {}, OSError())
        return known(*args, **named)

    known = sessions.live
    monkeypatch.setattr(sessions, "live", live)
    monkeypatch.setattr(feed, "_LOOKED", 0.01)
    failed = ("rapporteur_background_failures_total", {"task": "sessions"})
    before = REGISTRY.get_sample_value(*failed)
    account = portal.person(Role.COORDINATION_COMMITTEE)
    said: asyncio.Queue[Message] = asyncio.Queue()
    asked: asyncio.Queue[Message] = asyncio.Queue()
    await asked.put({"type": "lifespan.startup"})
    living = asyncio.create_task(server({"type": "lifespan"}, asked.get, said.put))
    await asyncio.wait_for(said.get(), 10)
    async with streaming(server, session_of(portal, account)) as stream:
        with portal.engine.begin() as conn:
            sessions.end_all(conn, account.account_id)
        await asyncio.wait_for(stream, 10)
    await asked.put({"type": "lifespan.shutdown"})
    await asyncio.wait_for(living, 10)
    assert next(away, None) is None
    assert REGISTRY.get_sample_value(*failed) == before


async def test_a_line_is_made_once_for_all_who_read_it_in_a_language(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(app: Flask, line: Line, code: str, address: str | None) -> str:
        made.append(code)
        return rendered(app, line, code, address)

    monkeypatch.setattr(feed, "rendered", counted)
    lines = Hub()
    app = create_app(portal.settings, engine=portal.engine, feed=lines)
    line = Line(kind="communication-transmitted", position=1, at=AT, recipient="DEU", type="AL")
    lines.take(("approvals.events", 0), 1, line)
    token = session_of(portal, portal.person(Role.COORDINATION_COMMITTEE))

    async def said(code: str) -> tuple[Shown, str]:
        cookie = {"Cookie": f"session={token}"}
        with app.test_request_context(f"/feed?language={code}", headers=cookie):
            stream = app.full_dispatch_request()
        assert isinstance(stream, Stream)
        following = lines.follow({}, stream.shown)
        assert await anext(following) == hub.GREETING
        return stream.shown, (await anext(following)).decode()

    shown = {code: await said(code) for code in ("en", "fr", "xb", "nonsense")}
    again = {code: await said(code) for code in ("en", "fr", "xb")}
    assert made == ["en", "fr", "xb"]
    assert {code: one is shown[code][0] for code, (one, _) in again.items()} == dict.fromkeys(
        again, True
    )
    texts = {code: text for code, (_, text) in shown.items()}
    assert texts["en"] == texts["nonsense"]
    assert "Communication transmitted" in texts["en"]
    assert "Germany" in texts["en"]
    assert "Allemagne" in texts["fr"]
    assert undisguised(texts["xb"].partition("data: ")[2]) == []


def test_the_feed_speaks_the_language_of_its_page(portal: Pages) -> None:
    reader = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert "language=" not in _feed_of(reader.get("/activity/").text)
    reader.client.set_cookie("language", MIRRORED)
    page = reader.get("/activity/").text
    assert f"language={MIRRORED}" in _feed_of(page)
    found = re.search(r'data-above="([^"]+)"', page)
    assert found
    above = json.loads(unescape(found[1]))
    assert set(above) == {"one", "other"}
    assert all("{count}" in one and "⟦" in one for one in above.values())


def _feed_of(page: str) -> str:
    found = re.search(r'hx-sse:connect="([^"]+)"', page)
    assert found
    return found[1]


def test_a_mandate_is_chosen_by_its_whole_name_too(portal: Pages) -> None:
    page = portal.signed_in(Role.COORDINATION_COMMITTEE).get("/activity/").text
    assert 'value="wgad" data-also="Working Group on Arbitrary Detention">' in page


def test_the_stream_says_what_the_page_says_of_where_a_line_leads(portal: Pages) -> None:
    """Who may follow it gets the link, and others the same line as plain text."""
    lines = Hub()
    app = create_app(portal.settings, engine=portal.engine, feed=lines)
    met = Line(kind="visit-requested", position=1, at=AT, mandates=("wgad",), recipient="KEN")

    def said(role: Role) -> str | None:
        token = session_of(portal, portal.person(role))
        with app.test_request_context("/feed", headers={"Cookie": f"session={token}"}):
            stream = app.full_dispatch_request()
        return stream.shown(met)  # type: ignore[attr-defined,no-any-return]

    desk, member = said(Role.QUICK_RESPONSE_DESK), said(Role.COORDINATION_COMMITTEE)
    assert desk is not None
    assert member is not None
    link = '<a class="govuk-link" href="/visits/wgad/KEN">'
    assert link in desk
    assert desk.replace(link, "").replace("</a>", "") == member
