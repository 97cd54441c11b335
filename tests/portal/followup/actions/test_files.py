"""Files beside the progress of an action: its owner's, then the mandate's, and nobody else's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.web.clock.read_model import DEMO
from shared.contracts.followup_action_commands import (
    AddActionFile,
    RemoveActionFile,
    TakeActionBack,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.portal.followup.actions.test_pages import an_action, government, nhri, sent
from tests.support.actions import MANDATE, ONE, WRITER, Actions
from tests.support.files import PDF, send
from tests.support.followup import tell
from tests.support.portal import Pages, Visitor, pages, sqlite_urls


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*sqlite_urls(tmp_path), demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        yield built


def holder(portal: Pages, mandate: str = MANDATE) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({mandate}))


def added(portal: Pages, some: Actions, name: str) -> str:
    """Add a file as its owner does, and let the action tell of it; return its id."""
    answer = send(
        government(portal), f"/actions/{some.action_id}/files/", (PDF, name), hidden_details="keep"
    )
    assert answer.status_code == 303
    content = portal.asked[-1].content
    assert name.partition(".")[0].encode() not in content
    data = json.loads(content)["data"]
    assert data["details"]["subject"] == f"followupaction-{data['attachment_id']}"
    data.pop("action_id")
    some.ask(AddActionFile, WRITER, **{**data, "details": Sealed(**data["details"])})
    return str(data["attachment_id"])


def test_a_file_is_its_owners_until_the_action_is_published_with_it(portal: Pages) -> None:
    some, owner = an_action(portal), government(portal)
    base, files = f"/actions/{some.action_id}", f"/actions/{some.action_id}/files/"
    assert owner.get(files).status_code == 404
    some.progress("Half built")
    assert files in owner.get(base).text
    assert "Half built" in owner.get(files).text
    one = added(portal, some, "plans.pdf")
    assert owner.get(f"{files}{one}").data == PDF
    assert holder(portal).get(files).status_code == 404

    some.published()
    late = added(portal, some, "later.pdf")
    reads, about = holder(portal), f"/recommendations/{ONE}"
    assert files in reads.get(about).text
    page = reads.get(files).text
    assert "plans.pdf" in page
    assert "Half built" in page
    assert "later.pdf" not in page, "it is not published yet"
    assert "Choose files" not in page
    assert reads.get(f"{files}{one}").data == PDF
    assert reads.get(f"{files}{late}").status_code == 404
    others = {
        "other mandate": holder(portal, "sr-health"),
        "institution": nhri(portal),
        "government": government(portal, "FRA"),
        "publisher": portal.signed_in(Role.PUBLICATION_OFFICER),
    }
    for name, other in others.items():
        for address in (files, f"{files}{one}", f"{files}{one}/remove"):
            assert other.get(address).status_code in {403, 404}, name
        assert files not in other.get(f"/actions-on/{ONE}").text, name
    assert send(reads, files, (PDF, "x.pdf"), hidden_details="keep").status_code == 403
    assert files not in portal.visitor().get(f"/actions-on/{ONE}").text

    command = sent(portal, owner, f"{files}{late}/remove")
    assert command == RemoveActionFile(action_id=some.action_id, attachment_id=late)
    portal.vault.forget(f"followupaction-{one}", at=portal.clock.at)
    assert "This file was erased on request." in reads.get(files).text
    assert reads.get(f"{files}{one}").status_code == 410
    some.ask(TakeActionBack, WRITER, reason="owner")
    assert reads.get(files).status_code == 404
