"""Files beside information: for who reads the information, whole, and never in the clear."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.web.clock.read_model import DEMO
from shared.contracts.followup_evidence import ImplementationFileAdded
from shared.core.message import Sealed
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, NEWS, PAGE, TEXT, TORTURE
from tests.support.files import PDF, send
from tests.support.followup import INFO, NOW, RECOMMENDATION, informed, issued, shared, tell
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

FILES = f"{PAGE}/information/{INFO}/files/"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    files: dict[str, Any] = {"attachments": str(tmp_path / "files"), "attachment_bytes": 1024**2}
    with pages(*sqlite_urls(tmp_path), demo=True, **files) as built:
        tell(built.engine, DEMO, [])
        told(built)
        yield built


def told(portal: Pages, *since: object) -> None:
    def sealed(text: str) -> Sealed:
        return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)

    said = informed("ngo", by="ngo-1", organisation_id="org-1", text=sealed(NEWS))
    invited = [shared(one) for one in ("org-1", "org-2", "unct:CHE")]
    tell(portal.engine, RECOMMENDATIONS, [issued(text=sealed(TEXT)), *invited, said, *since])


def ngo(portal: Pages, code: str = "org-1") -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id=code)


def happened(portal: Pages) -> ImplementationFileAdded:
    """Tell the tables what followup tells of the file that it was asked to add last, twice."""
    data = json.loads(portal.asked[-1].content)["data"]
    details = Sealed(**data.pop("details"))
    fact = ImplementationFileAdded(
        **data, details=details, mandate="sr-torture", added_by="ngo-1", added_at=NOW
    )
    for _ in range(2):
        told(portal, fact)
    return fact


def test_a_provider_adds_files_and_the_mandate_downloads_them(portal: Pages) -> None:
    visitor = ngo(portal)
    assert FILES in visitor.get(PAGE).text, "its own information takes files"
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=TORTURE)
    assert FILES not in holder.get(PAGE).text, "no file is there yet"
    page = visitor.get(FILES).text
    assert NEWS in page
    assert "Hidden details" in page
    assert send(visitor, FILES, (PDF, "cells.pdf"), hidden_details="keep").status_code == 303
    asked = json.loads(portal.asked[-1].content)
    assert asked["type"] == "add-implementation-file"
    assert asked["data"]["details"]["subject"] == f"recommendation-{RECOMMENDATION}"
    assert b"cells" not in portal.asked[-1].content
    fact = happened(portal)
    for reader in (visitor, holder):
        assert FILES in reader.get(PAGE).text
        page = reader.get(FILES).text
        assert "cells.pdf" in page
        assert ("Choose files" in page) == (reader is visitor)
    assert holder.get(f"{FILES}{fact.attachment_id}").data == PDF
    assert send(holder, FILES, (PDF, "x.pdf"), hidden_details="keep").status_code == 403


def test_nobody_else_finds_a_trace_of_them(portal: Pages) -> None:
    assert send(ngo(portal), FILES, (PDF, "cells.pdf"), hidden_details="keep").status_code == 303
    fact = happened(portal)
    others = {
        "government": portal.signed_in(Role.GOVERNMENT, state_codes=CHE),
        "organisation": ngo(portal, "org-2"),
        "team": portal.signed_in(Role.UN_PARTNER, state_codes=CHE),
        "desk": portal.signed_in(Role.DESK_OFFICER, state_codes=CHE),
        "other mandate": portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
    }
    for name, other in others.items():
        assert "files/" not in other.get(PAGE).text, name
        assert other.get(FILES).status_code in {403, 404}, name
        assert other.get(f"{FILES}{fact.attachment_id}").status_code in {403, 404}, name
        answer = send(other, FILES, (PDF, "x.pdf"), hidden_details="keep")
        assert answer.status_code in {403, 404}, name
    portal.vault.forget(f"recommendation-{RECOMMENDATION}", at=portal.clock.at)
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=TORTURE)
    assert "This file was erased on request." in holder.get(FILES).text
    assert holder.get(f"{FILES}{fact.attachment_id}").status_code == 410


def test_a_file_that_is_not_taken_is_said(portal: Pages) -> None:
    visitor = ngo(portal)
    answer = send(visitor, FILES, (b"MZ", "bad.exe"), hidden_details="keep")
    assert answer.status_code == 422
    assert "bad.exe: Send documents" in answer.text
    assert send(visitor, FILES, hidden_details="keep").status_code == 422
    assert portal.asked == []
    assert re.search(r"Choose at least one file", send(visitor, FILES).text)
