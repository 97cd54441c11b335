"""No stored byte shows a name or a narrative: only the vault can."""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.testing import Platform
from tests.support.drafts import VICTIM
from tests.support.filing import submission
from tests.support.people import Person, filed

pytestmark = [pytest.mark.live, pytest.mark.pages]

MARKS = {
    "victims": "Zephyrine Quillfeather",
    "perpetrators": "Brigadier Oxblood",
    "submitter_name": "Ignatius Pemberquist",
    "submitter_contact": "carrier pigeon 4711-xyzzy",
    "place": "Umbrageous Hollow",
    "narrative": "the lanterns were extinguished before the third bell",
}
ADDED = "the ferryman was released at the seventh tide"
LATER: Mapping[str, Mapping[str, Any]] = {
    "victim": {**VICTIM, "name": "Melisande Harrowgate"},
    "incident": {"date": "2026-10", "place": "Saltpetre Wharf"},
    "perpetrator": {"kind": "state", "who": "Sergeant Vermilion"},
}
ADMISSIBLE = "the clockmaker vouched for it in person"
REASON = "a warning must reach the old lighthouse"


def spellings(text: str) -> Iterator[bytes]:
    """The ways in which a text may stand in a file."""
    yield text.encode()
    yield text.encode("utf-16-le")
    yield json.dumps(text).strip('"').encode()
    for shift in range(3):  # base64, wherever the text begins
        encoded = base64.b64encode(b"\0" * shift + text.encode())
        yield encoded[4 if shift else 0 : -4]


def kept(var: Path) -> Iterator[tuple[Path, bytes]]:
    for path in var.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_no_file_or_directory_is_open_to_anybody_else_on_the_machine(platform: Platform) -> None:
    there = [platform.var, *platform.var.rglob("*")]
    modes = {path: path.stat().st_mode & 0o777 for path in there if path.exists()}
    assert len(modes) > 10
    assert [path for path, mode in modes.items() if mode & 0o077] == []


def test_what_is_planted_is_found_nowhere_but_on_the_desks_page(
    platform: Platform, sign_in: Callable[[str], Person]
) -> None:
    answer = filed(platform, submission(**MARKS), "planted")
    assert answer.status_code == 201, answer.text
    desk = sign_in("qrd")
    page = ""
    deadline = time.monotonic() + 60
    while MARKS["victims"] not in page:
        assert time.monotonic() < deadline
        links = _links(desk.get("/triage/"))
        page = "".join(desk.get(link) for link in links)
    assert MARKS["narrative"] in page  # it is readable where it may be read
    assert MARKS["submitter_name"] not in page  # and who the source is, not even there
    case = min((link for link in links if MARKS["victims"] in desk.get(link)), key=len)
    receipt = answer.json()
    returned(platform, receipt, deadline)
    found_admissible(desk, case, deadline)
    reason = {"reason_code": "danger", "reason": REASON}
    shown = desk.send(case.replace("/triage/", "/identity/"), reason)
    assert MARKS["submitter_name"] in shown.text  # only here, once, and the source is told

    code, way_back = receipt["tracking_code"], receipt["return_code"]
    secrets = {
        **MARKS,
        "added": ADDED,
        "later victim": LATER["victim"]["name"],
        "later incident": LATER["incident"]["place"],
        "later perpetrator": LATER["perpetrator"]["who"],
        "admissible": ADMISSIBLE,
        "reason": REASON,
        **{f"code {n}": text for n, text in enumerate((code, code.replace("-", "")))},
        **{f"return code {n}": t for n, t in enumerate((way_back, way_back.replace(" ", "")))},
    }
    time.sleep(1.0)  # spans are written twice a second
    files = dict(kept(platform.var))
    names = {path.name for path in files}
    assert any("eventstore.db" in name for name in names)
    assert any("portal.db" in name for name in names)
    assert any(name.endswith(".jsonl") for name in names), "no spans were written"
    for path, content in files.items():
        for field, text in secrets.items():
            for spelling in spellings(text):
                assert spelling not in content, f"{field} stands in {path.name}"


def returned(platform: Platform, receipt: Mapping[str, str], deadline: float) -> None:
    """The source comes back without an account, and adds what is new."""
    with httpx.Client(
        base_url=platform.url, trust_env=False, timeout=20, follow_redirects=True
    ) as http:
        source = Person(http)
        secrets = {"return_code": receipt["return_code"]}
        assert source.send("/return/", secrets).status_code == 200
        while "/return/developments" not in source.get("/return/submission"):
            assert time.monotonic() < deadline
        added = source.send("/return/submission", {"text": ADDED}, form="developments")
        assert "What is new was added" in added.text
        for what, typed in LATER.items():
            assert "was added" in source.send(f"/return/add/{what}", typed).text


def found_admissible(desk: Person, case: str, deadline: float) -> None:
    """The desk reads what was learnt later, shares it, and says a word to each point."""
    names = [LATER["victim"]["name"], LATER["incident"]["place"], LATER["perpetrator"]["who"]]
    while not all(name in desk.get(case) for name in names):
        assert time.monotonic() < deadline
    desk.send(case, {"urgency": "urgent", "mandates": "sr-food"}, form="share")
    while "/admissibility" not in (page := desk.get(case)):
        assert time.monotonic() < deadline
    said = {f"note_{key}": ADMISSIBLE for key in re.findall(r'name="note_(\w+)"', page)}
    assert "found admissible" in desk.send(case, said, form="admissibility").text
    while ADMISSIBLE not in desk.get(case):
        assert time.monotonic() < deadline


def test_the_scan_would_find_them(tmp_path: Path) -> None:
    text = MARKS["victims"]
    for number, spelling in enumerate(spellings(text)):
        (tmp_path / f"{number}").write_bytes(b"before" + spelling + b"after")
        content = dict(kept(tmp_path))[tmp_path / f"{number}"]
        assert any(one in content for one in spellings(text))
    whole = base64.b64encode(f"xx{text}yy".encode())
    assert any(one in whole for one in spellings(text))


def _links(page: str) -> list[str]:
    found = (part.partition('"')[0] for part in page.split('href="/triage/')[1:])
    return [f"/triage/{one}" for one in dict.fromkeys(found) if len(one) >= 36]
