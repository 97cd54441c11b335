"""Known browsers, in which a person has signed in: strangers' failed tries do not count there.

The cookie holds a random token for each of the last accounts, and opens nothing. Its hash is kept
under the account that it was given to, so the table does not say who shares a browser.
"""

from datetime import timedelta

from flask import after_this_request, request
from sqlalchemy import Connection, delete, insert, select, update
from werkzeug.wrappers import Response

from portal.web.accounts.access import device_cookie
from portal.web.accounts.tables import known_devices
from portal.web.accounts.token import digest, mint
from portal.web.context import real_now, settings
from portal.web.db import engine

KEPT = timedelta(days=180)
_ACCOUNTS = 4  # in one browser; the one before them is a stranger here again

_c = known_devices.c


def here(account_id: str) -> str | None:
    """Return the present browser as this account knows it; None: it does not."""
    hashes = [_hash(token, account_id) for token in _tokens()]
    if not hashes:
        return None
    this = select(_c.device_hash).where(_c.device_hash.in_(hashes), _c.used_at > real_now() - KEPT)
    with engine().connect() as conn:
        found: str | None = conn.scalar(this.limit(1))
    return found


def remember(account_id: str) -> None:
    """Know the present browser from now on, and have it keep the cookie."""
    known, at, tokens = here(account_id), real_now(), _tokens()
    with engine().begin() as conn:
        conn.execute(delete(known_devices).where(_c.used_at <= at - KEPT))
        if known:
            conn.execute(update(known_devices).where(_c.device_hash == known).values(used_at=at))
        else:
            tokens = [mint(), *tokens][:_ACCOUNTS]
            new = {"device_hash": _hash(tokens[0], account_id), "account_id": account_id}
            conn.execute(insert(known_devices).values(**new, used_at=at))

    @after_this_request
    def _keep(response: Response) -> Response:
        response.set_cookie(
            device_cookie(),
            ".".join(tokens),
            max_age=KEPT,
            path="/",
            secure=settings().secure_cookies,
            httponly=True,
            samesite="Lax",
        )
        return response


def forget_others(conn: Connection, account_id: str) -> None:
    """Know of this person's browsers no other than the present one."""
    mine = [_hash(token, account_id) for token in _tokens()]
    this = (_c.account_id == account_id) & _c.device_hash.not_in(mine)
    conn.execute(delete(known_devices).where(this))


def _tokens() -> list[str]:
    kept = request.cookies.get(device_cookie(), "")
    return [token for token in kept.split(".") if token][:_ACCOUNTS]


def _hash(token: str, account_id: str) -> str:
    return digest(f"{token}:{account_id}")
