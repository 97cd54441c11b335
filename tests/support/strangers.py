"""People without an account on a platform, each with a draft that only has to be sent.

Their drafts are written by the portal's own modules into the platform's databases, sealed as any
other: to type them all would take longer than most tests.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from flask import Flask

from deploy.local.testing import Platform
from portal.casefile.submissions.receive import submission_of
from portal.source.drafts import store
from portal.source.drafts.store import Content, command_of
from portal.web import context
from portal.web.accounts import channel_session, draft_session
from portal.web.accounts.reads import Reads
from portal.web.context import Parts, real_now
from portal.web.db import engine
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from tests.support.drafts import LISTS, SECTIONS
from tests.support.pace import worked
from tests.support.people import forms_of
from tests.support.portal import HERE
from tests.support.receipts import AGAIN, PATIENCE
from tests.support.told import settings_of
from tests.support.without_account import groups

_ANY_NUMBER = httpx.Limits(max_connections=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """``http``: the browser that holds the draft. ``form``: of the page that sends it.

    ``submission_id``: of what the draft will be.
    """

    http: httpx.Client
    draft_id: str
    submission_id: str
    form: Mapping[str, str]

    @property
    def review(self) -> str:
        return f"/submissions/drafts/{self.draft_id}/review"


@contextmanager
def strangers(platform: Platform, number: int) -> Iterator[list[Stranger]]:
    """Write so many drafts, and let a browser of its own hold each while the block runs.

    One of them opens the page that sends its draft; the others have the same secret of forms.
    """
    with _modules(platform):
        written = [_written(one) for one in range(number)]
    draft_id, _, token = written[0]
    # One for all: each would read the certificates anew.
    with httpx.HTTPTransport(limits=_ANY_NUMBER) as lines:
        first = _browser(platform, lines, draft=token)
        page = first.get(f"/submissions/drafts/{draft_id}/review")
        assert page.status_code == 200, page.text
        forms = (one["fields"] for one in forms_of(page.text))
        fields = next(one for one in forms if "command_id" in one)
        yield [
            Stranger(
                http=_browser(platform, lines, draft=token, form=first.cookies["form"]),
                draft_id=draft_id,
                submission_id=submission_id,
                form={**fields, "command_id": str(uuid4())},
            )
            for draft_id, submission_id, token in written
        ]


def send(one: Stranger) -> str:
    """Press "Send" until the receipt shows its code, as a person would; return the code.

    The form is the same each time. Where the page asks for work, it is done and sent with it.
    """
    paid: dict[str, str] = {}

    def press() -> httpx.Response | None:
        answer = one.http.post(one.review, data={**one.form, **paid}, headers=HERE)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            paid.update(worked(answer.text))
            return None
        return answer

    code = groups(_until_answered(press).text)
    assert len(code.split()) == 8, "a receipt without its code"
    return code


def come_back(one: Stranger, code: str) -> str:
    """Enter the return code; return what the cookie of the return channel holds."""
    typed = {"csrf_token": one.form["csrf_token"], "return_code": code}
    answer = one.http.post("/return/", data=typed, headers=HERE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/return/submission")
    return answer.cookies["channel"]


def opened_by(platform: Platform, tokens: list[str]) -> list[str | None]:
    """Return which submission each of these sessions of return channels is about."""
    with _modules(platform), engine().connect() as conn:
        found = [channel_session.find(conn, token, at=real_now()) for token in tokens]
    return [one and one[0] for one in found]


def _until_answered(ask: Callable[[], httpx.Response | None]) -> httpx.Response:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except httpx.TransportError:
            time.sleep(AGAIN)
            continue
        if answer is None:
            continue
        if answer.status_code == httpx.codes.OK:
            return answer
        assert answer.status_code >= 500, answer.text  # never refused for being tried again
        time.sleep(AGAIN)
    pytest.fail("no receipt in two minutes")


@contextmanager
def _modules(platform: Platform) -> Iterator[None]:
    """Let the portal's modules work on the databases of this platform while the block runs."""
    settings, app = settings_of(platform), Flask(__name__)
    database = make_engine(settings.database, durable=False)
    vaults = make_engine(settings.vault_database, durable=False)

    def clock() -> datetime:
        return datetime.now(UTC)

    parts = Parts(
        settings=settings,
        engine=database,
        clock=clock,
        vault=Vault(vaults, settings.vault_key_list),
        note=Reads(database, clock).note,
    )
    context.init_app(app, parts)
    with app.app_context():
        yield
    database.dispose()
    vaults.dispose()


def _browser(platform: Platform, lines: httpx.HTTPTransport, **cookies: str) -> httpx.Client:
    return httpx.Client(
        base_url=platform.url,
        cookies=cookies,
        transport=lines,
        timeout=20,
        follow_redirects=True,
        trust_env=False,
    )


def _written(number: int) -> tuple[str, str, str]:
    """Return the id of a new draft, that of what it will be, and what holds it in a browser."""
    draft_id = str(uuid4())
    store.begin(None, draft_id, _content(number))
    with engine().begin() as conn:
        token = draft_session.begin(conn, draft_id, "", at=real_now())
    return draft_id, submission_of(command_of(draft_id)), token


def _content(number: int) -> Content:
    story = {**SECTIONS["story"], "narrative": f"Case {number}, without an account (invented)."}
    sections: dict[str, Any] = {**SECTIONS, "story": story}
    return Content(
        sections={name: dict(typed) for name, typed in sections.items()},
        lists={name: {str(uuid4()): dict(entry)} for name, entry in LISTS.items()},
    )
