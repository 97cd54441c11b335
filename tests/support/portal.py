"""The portal in one process, and people who use it: for the tests of pages."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx
from cryptography.fernet import Fernet
from flask import Flask
from flask import session as form_session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from pydantic import SecretStr
from sqlalchemy import Engine
from typing_extensions import override
from werkzeug.test import TestResponse

from portal.web.accounts import account as accounts
from portal.web.accounts import passwords
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account
from portal.web.accounts.reads import Reads
from portal.web.clock.moved import Moved
from portal.web.commands import Commands
from portal.web.context import Parts
from portal.web.context import parts as parts_of
from portal.web.i18n.languages import LANGUAGES
from portal.web.place import sealed
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.platform.vault import Vault
from tests.support.applications import application
from tests.support.compiled import engine_of
from tests.support.migrated import begin

PASSWORD = "correct horse battery staple"
HERE = {"Sec-Fetch-Site": "same-origin"}


@cache
def _hashed() -> str:
    return passwords.hashed(PASSWORD, unguessable=True)


@dataclass(slots=True)
class Clock:
    """A real clock that stands still until it goes forward."""

    at: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


class Browser(FlaskClient):
    """Goes on, as browsers do, from an address without a language to the same page in one.

    ``told``: hears of each answer, and of how it was asked for.
    """

    told: ClassVar[Callable[["Browser", TestResponse, Mapping[str, Any]], None] | None] = None

    @override
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = self._led(*args, **kwargs)
        if Browser.told is not None:
            Browser.told(self, answer, kwargs)
        return answer

    def _led(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        asked, led = answer.request.path, urlsplit(answer.location or "").path
        code, _, rest = led.removeprefix("/").partition("/")
        if answer.status_code in {302, 308} and code in LANGUAGES and f"/{rest}" == asked:
            headers = kwargs.get("headers")
            return super().open(answer.location, method=answer.request.method, headers=headers)
        return answer


@dataclass(slots=True)
class Visitor:
    """Somebody at a browser: keeps cookies, and sends forms as our own pages do."""

    client: FlaskClient
    account: Account | None = None
    _known: tuple[str, str] | None = field(default=None, init=False)
    """The cookie of a session, and the token of its forms."""

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=_named(headers))

    def fragment(self, path: str) -> TestResponse:
        """What htmx gets of a page."""
        return self.client.get(path, headers={"HX-Request": "true", "HX-Request-Type": "partial"})

    def post(self, path: str, data: Mapping[str, Any], **headers: str) -> TestResponse:
        """Send a form, with the token that a page of this session carries."""
        return self.client.post(
            path,
            data={"csrf_token": self.form_token(), **data},
            headers={**HERE, **_named(headers)},
        )

    def form_token(self) -> str:
        """Return the token that every form of this session has.

        Of a visitor it is of a page that is quick to make: of none, in the frame of every page.
        """
        held = self._session
        if held is None or self._known is None or self._known[0] != held:
            self._known = (held or "", self._shown_token())
        return self._known[1]

    @property
    def _session(self) -> str | None:
        cookies = (self.client._cookies or {}).values()
        return next((one.value for one in cookies if one.key.endswith("session")), None)

    def _shown_token(self) -> str:
        secret = self._secret()
        if secret is not None:
            with self.client.application.test_request_context():
                form_session["csrf_token"] = secret
                made: str = generate_csrf()
                return made
        for path in ("/no-such-page", "/") if self.account else ("/sign-in?again=1",):
            page = self.client.get(path, follow_redirects=True).text
            if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page):
                return found[1]
        raise AssertionError(page)

    def _secret(self) -> str | None:
        """Return the secret of the forms of a session that is not over: no page has to say it."""
        if self.account is None or self._session is None:
            return None
        parts = parts_of(self.client.application)
        with parts.engine.connect() as conn:
            found = sessions.find(conn, self._session, at=parts.clock())
        return found.form_secret if found else None


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(slots=True)
class Pages:
    """The application under test, and all that it stands on."""

    app: Flask
    settings: Settings
    engine: Engine
    vault: Vault
    clock: Clock
    asked: list[httpx.Request] = field(default_factory=list)
    """What was asked of services."""
    answer: httpx.Response = field(
        default_factory=lambda: httpx.Response(200, json={"stream": "x-1", "position": None})
    )
    """What services answer."""

    def visitor(self) -> Visitor:
        return Visitor(self.app.test_client())

    def person(self, *roles: Role, **also: Any) -> Account:
        """Add an account. ``also``: any field of ``Account``."""
        number = len(self.everybody()) + 1
        account = Account(
            **{
                "account_id": f"account-{number}",
                "email": f"person{number}@example.org",
                "name": f"Person {number}",
                "password_hash": _hashed(),
                "roles": frozenset(roles),
                **also,
            }
        )
        with self.engine.begin() as conn:
            accounts.add(conn, account)
        return account

    def starting(self, *roles: Role, until: datetime, **also: Any) -> Account:
        """Add an account whose start password is ``PASSWORD``; another it has only by ``also``."""
        return self.person(
            *roles, **{"password_hash": "", "start_hash": _hashed(), "start_until": until, **also}
        )

    def signed_in(self, *roles: Role, **also: Any) -> Visitor:
        """Return somebody new who holds the roles and has signed in."""
        return self.sign_in(self.person(*roles, **also))

    def sign_in(self, account: Account) -> Visitor:
        """Somebody who signed in just now, with a second factor; how: tests/portal/web/accounts."""
        visitor = self.visitor()
        visitor.client.set_cookie("session", self.session_of(account))
        visitor.account = account
        return visitor

    def session_of(self, account: Account) -> str:
        """Open a session of this person; return what its cookie holds."""
        with self.engine.begin() as conn:
            return sessions.begin(
                conn,
                account_id=account.account_id,
                at=self.clock(),
                device="A browser",
                passed=True,
                factor_at=self.clock(),
            )

    def after(self, place: str) -> str:
        """Return topic:partition:position as an address carries it."""
        return sealed(place, self.settings.secret_key_list)

    def everybody(self) -> list[str]:
        from portal.web.accounts.tables import accounts as table  # noqa: PLC0415  # two of that name

        with self.engine.connect() as conn:
            return [row.email for row in conn.execute(table.select())]


@cache
def _usual() -> Settings:
    return Settings(
        secret_key=SecretStr("secret " * 6),
        actor_keys=SecretStr("actor " * 6),
        vault_keys=SecretStr("to be replaced"),
    )


def _settings(url: str, vault_url: str, **others: Any) -> Settings:
    """Return the settings of a portal. To look for each of them takes longer than to copy them."""
    own = {
        "vault_keys": SecretStr(Fernet.generate_key().decode()),
        "database": url,
        "vault_database": vault_url,
    }
    usual = _usual()
    if not others:
        return usual.model_copy(update=own)
    keys = {name: getattr(usual, name) for name in ("secret_key", "actor_keys")}
    return Settings(**{**keys, **own, **others})


@contextmanager
def pages(
    url: str, vault_url: str, *, added: Callable[[Flask], None] | None = None, **settings: Any
) -> Iterator[Pages]:
    """Build the portal on empty databases for as long as the block runs.

    ``added`` adds pages of the test's own.
    """
    made = _settings(url, vault_url, **settings)
    begin(url, vault_url)
    engine, vault_engine = engine_of(url), engine_of(vault_url)
    clock = Clock()
    vault = Vault(vault_engine, made.vault_key_list)

    def answer(request: httpx.Request) -> httpx.Response:
        built.asked.append(request)
        return built.answer

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        moved = Moved(made, engine, clock)
        parts = Parts(
            settings=made,
            engine=engine,
            vault=vault,
            note=Reads(engine, moved).note,
            commands=Commands(made, clock, client, made.secret_key_list, vault, moved.ahead),
            clock=clock,
        )
        with application(parts, added) as app:
            app.test_client_class = Browser
            built = Pages(app=app, settings=made, engine=engine, vault=vault, clock=clock)
            yield built
    engine.dispose()
    vault_engine.dispose()


def sqlite_urls(directory: Path) -> tuple[str, str]:
    return f"sqlite:///{directory}/portal.db", f"sqlite:///{directory}/vault.db"
