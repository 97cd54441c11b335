"""Somebody who files without an account."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from tests.support.drafts import begun_by_code, filled
from tests.support.portal import Pages, Visitor


def begun_and_filled(visitor: Visitor, **changes: Mapping[str, Any]) -> str:
    return filled(visitor, begin=begun_by_code, leaving_out=(), **changes)


def id_of(draft: str) -> str:
    return draft.rstrip("/").rpartition("/")[2]


def come_back(visitor: Visitor, code: str) -> Any:
    return visitor.post("/submit/return", {"draft_code": code})


def returned(portal: Pages, code: str) -> Visitor:
    """Somebody who came back to a submission with its return code."""
    visitor = portal.visitor()
    assert visitor.post("/return/", {"return_code": code}).status_code == 303
    return visitor


def groups(page: str) -> str:
    return " ".join(re.findall(r"<li>([0-9]{6})</li>", page))


def count(portal: Pages, table: Any) -> int:
    with portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(table)) or 0
