"""GET /health: the state of every part, for whoever keeps the platform running."""

from concurrent.futures import ThreadPoolExecutor

import httpx
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from portal.accounts.access import public
from portal.context import commands, settings, vault
from portal.db import engine
from shared.settings import Settings

bp = Blueprint("health", __name__)

_PATIENCE = 1.5  # seconds for a part to answer


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """200 when every part is ready, else 503. Parts and states only: no names, no counts."""
    parts = {"database": _database(engine()), "vault": _database(vault().engine)}
    addresses = _addresses(settings())
    with ThreadPoolExecutor(len(addresses)) as pool:
        http = commands().client
        answers = pool.map(lambda url: _asked(http, url), addresses.values())
        for name, states in zip(addresses, answers, strict=True):
            parts |= {f"{name} {part}".strip(): state for part, state in states.items()}
    well = all(state == "ready" for state in parts.values())
    return jsonify(status="ready" if well else "degraded", parts=parts), 200 if well else 503


def _addresses(of: Settings) -> dict[str, str]:
    services = ("intake", "approvals", "followup", "stakeholders")
    urls = {service: of.service_url(service) for service in services}
    return {**urls, "consume": of.consume_url, "feed": of.feed_url}


def _asked(http: httpx.Client, url: str) -> dict[str, str]:
    try:
        answer = http.get(f"{url}/health/ready", timeout=_PATIENCE)
        states = answer.json()
    except (httpx.HTTPError, ValueError):
        return {"": "unreachable"}
    return {part: state for part, state in states.items() if isinstance(state, str)}


def _database(of: Engine) -> str:
    try:
        with of.connect() as conn:
            conn.scalar(select(1))
    except SQLAlchemyError:
        return "unreachable"
    return "ready"
