"""Names and narratives are found in no byte of what is kept: only through the vault."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.testing import Platform
from tests.support.filing import submission
from tests.support.people import Person, filed

pytestmark = pytest.mark.live

MARKS = {
    "victims": "Zephyrine Quillfeather",
    "perpetrators": "Brigadier Oxblood",
    "submitter_name": "Ignatius Pemberquist",
    "submitter_contact": "carrier pigeon 4711-xyzzy",
    "place": "Umbrageous Hollow",
    "narrative": "the lanterns were extinguished before the third bell",
}


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


def test_what_is_planted_is_found_nowhere_but_on_the_desks_page(
    platform: Platform, sign_in: Callable[[str], Person]
) -> None:
    answer = filed(platform, submission(**MARKS), "planted")
    assert answer.status_code == 201, answer.text
    desk = sign_in("qrd")
    page = ""
    deadline = time.monotonic() + 20
    while MARKS["victims"] not in page:
        assert time.monotonic() < deadline
        links = _links(desk.get("/triage/"))
        page = "".join(desk.get(link) for link in links)
    assert MARKS["narrative"] in page  # it is readable where it may be read
    assert MARKS["submitter_name"] not in page  # and who the source is, not even there

    time.sleep(1.0)  # spans are written twice a second
    files = dict(kept(platform.var))
    names = {path.name for path in files}
    assert any("eventstore.db" in name for name in names)
    assert any("portal.db" in name for name in names)
    assert any(name.endswith(".jsonl") for name in names), "no spans were written"
    for path, content in files.items():
        for field, text in MARKS.items():
            for spelling in spellings(text):
                assert spelling not in content, f"{field} stands in {path.name}"


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
