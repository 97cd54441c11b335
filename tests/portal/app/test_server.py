"""The pages' server on a real socket: slow clients hold no thread, and no pool starves another."""

import asyncio
import hashlib
import json
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
from flask import Blueprint, Flask, Response, request

from portal.app.kinds import kinds
from portal.app.server import Server
from portal.web.accounts.access import Door, access_of, public, require, returned, token
from portal.web.accounts.programs import Scope
from portal.web.area import Area, init_app
from portal.web.pools import DOOR, OPEN, PUBLIC, STAFF, THREADS, Pool, pools
from portal.web.sizes import FORM_BYTES
from shared.hosting.serving import configured
from shared.platform import telemetry
from shared.platform.settings import Settings
from tests.shared.platform.test_telemetry import as_before
from tests.support.portal import Pages
from tests.support.serving import all_are_closed, connected, serving

__all__ = ["as_before"]  # a fixture: logging is as it was

SETTINGS = Settings(
    http_head_seconds=5, http_body_seconds=1, http_body_rate=50_000, http_reader_seconds=60
)
PAGES = {
    "filing": "/submissions/",
    "open": "/open/",
    "channel": "/return/",
    "door": "/sign-in",
    "public": "/register/",
    "staff": "/triage/",
}
MARKS = (token(scope=Scope.FILE), public, returned, public, public, require())


class Site:
    """An application with a page of each kind, that waits while it is told to."""

    def __init__(self) -> None:
        self.waits = threading.Event()
        self.inside = threading.Semaphore(0)
        self.app = Flask("site")
        self.app.config["MAX_CONTENT_LENGTH"] = FORM_BYTES
        blueprints = []
        for (name, path), mark in zip(PAGES.items(), MARKS, strict=True):
            bp = Blueprint(name, name)
            bp.add_url_rule(path, "page", mark(partial(self._page)), methods=["GET", "POST"])
            bp.add_url_rule(f"{path}x/large", "large", mark(partial(_large)))
            bp.add_url_rule(f"{path}x/broken", "broken", mark(partial(_broken)))
            blueprints.append(bp)
        files = Blueprint("attachments", "attachments")
        files.add_url_rule(
            "/files/", "add", token(scope=Scope.FILE)(partial(self._files)), methods=["POST"]
        )
        area = Area(
            name="site",
            package=__package__,
            blueprints=(*blueprints, files),
            pools={"door": DOOR, "open": OPEN},
        )
        init_app(self.app, [area])

    def _page(self) -> str:
        if request.args.get("wait"):
            self.inside.release()
            self.waits.wait(20)
        return hashlib.sha256(request.get_data()).hexdigest()

    def _files(self) -> str:
        request.max_content_length = 10 * FORM_BYTES
        return self._page()


def _large() -> Response:
    return Response(bytes(100_000) for _ in range(200))


def _broken() -> Response:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("Mária Novák")

    return Response(parts())


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    yield site
    site.waits.set()


@asynccontextmanager
async def running(
    app: Flask, settings: Settings = SETTINGS, *, waiting: int = 100
) -> AsyncIterator[httpx.AsyncClient]:
    async with pooled(app, settings, waiting=waiting) as (client, _):
        yield client


@asynccontextmanager
async def pooled(
    app: Flask, settings: Settings = SETTINGS, *, waiting: int = 100
) -> AsyncIterator[tuple[httpx.AsyncClient, Mapping[str, Pool]]]:
    server = Server(app, settings)
    server.pools = pools(waiting=waiting)
    async with (
        serving(configured(server, settings)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=10) as client,
    ):
        yield client, server.pools
    for pool in server.pools.values():  # all answers have been given
        await asyncio.to_thread(pool.close, wait=True)


async def arrived(pool: Pool, number: int) -> None:
    """Wait until so many are worked on or wait for a thread: each has a connection of its own."""
    async with asyncio.timeout(10):
        while len(pool._inside) < number:  # noqa: ASYNC110  # a pool offers no event
            await asyncio.sleep(0.01)


async def test_a_kind_of_page_that_is_full_leaves_all_others_answering(site: Site) -> None:
    async with pooled(site.app, waiting=3) as (client, kinds_):
        for name, path in PAGES.items():
            room = THREADS[name] + 3
            held = [asyncio.create_task(client.get(f"{path}?wait=1")) for _ in range(room)]
            for _ in range(THREADS[name]):
                assert await asyncio.to_thread(site.inside.acquire, timeout=10)
            await arrived(kinds_[name], room)
            answers = {other: await client.get(page) for other, page in PAGES.items()}
            assert {other for other, it in answers.items() if it.status_code == 503} == {name}
            assert answers[name].headers["retry-after"]
            assert "sent again" in answers[name].text
            if name == "public":  # as is what has no view at all
                told = await client.get("/api/v1/none")
                assert told.headers["content-type"] == "application/problem+json; charset=utf-8"
                assert (told.json()["status"], bool(told.headers["retry-after"])) == (503, True)
            shown = await client.get(path, headers={"Accept": "text/html"})
            assert "<h1>Back in a moment</h1>" in shown.text
            chosen = {"Accept": "text/html", "Cookie": "a=b; language=ar"}
            assert '<html lang="ar" dir="rtl">' in (await client.get(path, headers=chosen)).text
            site.waits.set()
            assert {(await one).status_code for one in held} == {200}
            site.waits.clear()
            while site.inside.acquire(blocking=False):
                pass


async def test_who_waits_when_the_process_ends_may_send_it_again(site: Site) -> None:
    server = Server(site.app, SETTINGS)
    config = configured(server, SETTINGS)
    config.timeout_graceful_shutdown = 1
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        async with serving(config) as url:
            asked = partial(client.post, f"{url}/triage/?wait=1", headers={"Accept": "text/html"})
            held = [asyncio.create_task(asked()) for _ in range(THREADS["staff"] + 1)]
            await arrived(server.pools["staff"], len(held))
        answers = [await one for one in held]
    site.waits.set()
    for pool in server.pools.values():
        await asyncio.to_thread(pool.close, wait=True)
    assert {(one.status_code, one.headers.get("retry-after")) for one in answers} == {(503, "5")}
    assert all("will be back in a moment" in one.text for one in answers)


async def test_bodies_that_do_not_end_take_no_thread_of_their_own_kind_either(site: Site) -> None:
    async with running(site.app) as client:
        head = b"POST /submissions/ HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{}"
        held = await connected(str(client.base_url), 50, head)
        assert (await client.get("/submissions/")).status_code == 200
        await all_are_closed(held, within=10)


@pytest.mark.parametrize("size", [0, 1, 60_000, 700_000])
async def test_a_slow_body_comes_whole(site: Site, size: int) -> None:
    body = bytes(number % 251 for number in range(size))

    async def slowly() -> AsyncIterator[bytes]:
        for number in range(0, size, max(1, size // 8)):
            yield body[number : number + max(1, size // 8)]
            await asyncio.sleep(0.15)

    async with running(site.app) as client:
        answer = await client.post("/submissions/", content=slowly())
    assert answer.text == hashlib.sha256(body).hexdigest()


async def test_files_may_be_larger_than_a_form_and_a_form_that_is_too_large_is_refused(
    site: Site,
) -> None:
    body = bytes(2 * FORM_BYTES)

    async def untold() -> AsyncIterator[bytes]:
        yield body

    async with running(site.app) as client:
        kept = await client.post("/files/", content=body)
        assert kept.text == hashlib.sha256(body).hexdigest()
        for sent in (body, untold()):
            refused = await client.post("/submissions/", content=sent)
            assert (refused.status_code, "Too Large" in refused.text) == (413, True)


async def test_who_does_not_read_an_answer_holds_up_nobody(site: Site) -> None:
    async with running(site.app) as client:
        asked = b"GET /register/x/large HTTP/1.1\r\nHost: x\r\n\r\n"
        idle = await connected(str(client.base_url), 3 * THREADS["public"], asked)
        for reader, writer in idle:
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            writer.transport.pause_reading()  # type: ignore[attr-defined]  # sockets have it
        assert (await client.get("/register/")).status_code == 200
        assert len((await client.get("/register/x/large")).content) == 20_000_000
        for _, writer in idle:
            writer.transport.abort()


async def test_where_too_much_is_held_the_slowest_gives_way(site: Site) -> None:
    settings = SETTINGS.model_copy(update={"http_held_bytes": 300_000, "http_body_seconds": 60})
    head = b"POST /submissions/ HTTP/1.1\r\nHost: x\r\nContent-Length: 250000\r\n\r\n"
    async with running(site.app, settings) as client:
        [(reader, writer)] = await connected(str(client.base_url), 1, head + bytes(200_000))
        await asyncio.sleep(1)
        answer = await client.post("/submissions/", content=bytes(200_000))
        assert answer.status_code == 200
        assert (await reader.readline()).startswith(b"HTTP/1.1 503")
        writer.close()
        too_much = await client.post("/files/", content=bytes(400_000))
        assert too_much.status_code == 503


async def test_a_header_by_another_name_is_none(site: Site) -> None:
    @site.app.get("/heads")
    def heads() -> dict[str, str]:
        return {name: value for name, value in request.headers.items() if "For" in name}

    async with running(site.app) as client:
        sent = {"X_Forwarded_For": "203.0.113.9", "X-Forwarded-For": "192.0.2.1"}
        assert (await client.get("/heads", headers=sent)).json() == {"X-Forwarded-For": "192.0.2.1"}


async def test_what_failed_is_told_without_a_value(
    site: Site, capfd: pytest.CaptureFixture[str], as_before: None
) -> None:
    telemetry.start_logging("INFO")
    async with running(site.app) as client:
        answer = await client.get("/register/x/broken?code=PLANTED")
        assert (answer.status_code, "half" in answer.text) == (500, False)
        await client.get("/register/", headers={"Host": "PLANTED"})
        [(reader, writer)] = await connected(str(client.base_url), 1, b"GET /\x00PLANTED\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")
        writer.close()
    said = capfd.readouterr()
    failed = [json.loads(line) for line in said.out.splitlines() if "failed" in line]
    assert [(one["event"], one["error"]) for one in failed] == [("request failed", "ValueError")]
    for planted in ("Nov", "PLANTED", "127.0.0.1"):
        assert planted not in said.out + said.err


def test_what_anybody_may_open_waits_for_no_staff_and_the_return_channel_for_nobody_else(
    portal: Pages,
) -> None:
    kind = kinds(portal.app)
    doors: dict[str, set[Door]] = {name: set() for name in THREADS}
    for rule in portal.app.url_map.iter_rules():
        if (access := access_of(portal.app, rule.endpoint)) is not None:
            doors[kind[rule.endpoint]].add(access.door)
    assert doors["staff"] == {Door.SESSION}
    assert doors["probes"] == {Door.PUBLIC}
    assert Door.CHANNEL in doors["channel"]
    assert not [name for name in THREADS if Door.CHANNEL in doors[name] and name != "channel"]
    assert Door.TOKEN in doors["filing"]
    assert doors["public"] == {Door.PUBLIC}


def test_a_page_without_a_mark_is_in_no_public_pool() -> None:
    bp = Blueprint("unmarked", "unmarked")
    bp.add_url_rule("/page", "page", str)
    for pool in (PUBLIC, DOOR):
        area = Area(name="site", package="x", blueprints=(bp,), pools={"unmarked": pool})
        init_app(app := Flask("site"), [area])
        assert kinds(app)["unmarked.page"] == STAFF


async def test_an_address_of_no_page_is_answered_with_the_public(site: Site) -> None:
    async with running(site.app, waiting=0) as client:
        held = [
            asyncio.create_task(client.get("/register/?wait=1")) for _ in range(THREADS["public"])
        ]
        for _ in held:
            assert await asyncio.to_thread(site.inside.acquire, timeout=10)
        assert (await client.get("/nothing")).status_code == 503
        site.waits.set()
        assert {(await one).status_code for one in held} == {200}
