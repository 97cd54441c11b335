"""People at the library, its facts, and what the service is asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.stakeholders_library_commands import TYPES
from shared.core.roles import Role
from tests.support.documents import Library
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

PAGE, PUBLIC = "/documents", "/en/library"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), attachments=str(tmp_path / "files")) as built:
        yield built


@pytest.fixture
def library(portal: Pages) -> Library:
    return Library(portal.engine, portal.vault)


@pytest.fixture
def librarian(portal: Pages, library: Library) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


@pytest.fixture
def chief(portal: Pages, library: Library) -> Visitor:
    return portal.signed_in(Role.CHIEF)


@pytest.fixture
def holder(portal: Pages, library: Library) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)
