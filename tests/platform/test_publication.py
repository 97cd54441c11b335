"""From the redaction of a transmitted letter to its page in the register, on the real platform."""

import re
import time
from collections.abc import Callable, Iterator

import pytest

from deploy.local.testing import Platform
from tests.support.people import Person
from tests.support.told import told_platform

pytestmark = [pytest.mark.live, pytest.mark.pages]

_PATIENCE = 60.0  # seconds


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of its own: the clock of a demonstration only goes forward."""
    with told_platform(tmp_path_factory.mktemp("platform")) as running:
        yield running


def until(there: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not there():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def test_a_letter_is_public_when_its_embargo_is_over_and_not_before(
    platform: Platform, sign_in: Callable[[str], Person]
) -> None:
    officer, desk, redactor = sign_in("publication"), sign_in("qrd"), sign_in("officer")
    everybody = Person(officer.http.__class__(base_url=platform.url, trust_env=False, timeout=20))
    found: list[tuple[str, str]] = []

    def listed() -> bool:
        page = officer.get("/publication")
        found[:] = re.findall(r'href="/publication/([0-9a-f-]{36})">(AL CHE \d+/\d{4})<', page)
        return bool(found)

    until(listed, "the demonstration's letter is on its way to the public")
    letter, reference = found[0]
    slug = reference.replace(" ", "-").replace("/", "-")
    here = f"/publication/{letter}/letter"
    phrase = {"phrase": "Government", "form": "removed", "reason": "security"}
    made = redactor.send(f"{here}/redact", phrase, form=r"redact$|^$")
    assert made.status_code == 200
    until(lambda: "[redacted]" in officer.get(f"{here}/approve"), "the preview")
    assert officer.send(f"{here}/approve", {}).status_code == 200
    until(lambda: "Approved" in officer.get(f"/publication/{letter}"), "the approval")
    assert everybody.http.get(f"/en/register/{slug}").status_code == 404

    assert desk.send("/demo", {"days": "62"}, form="clock").status_code == 200
    until(lambda: everybody.http.get(f"/en/register/{slug}").status_code == 200, "the register")

    page = everybody.get(f"/en/register/{slug}")
    assert "[redacted]" in page
    assert "Government" not in page.partition("The letter</h2>")[2].partition("Replies</h2>")[0]
    assert slug in everybody.get("/en/register?q=redacted")
    assert slug in everybody.get("/register/feed.atom")
    everybody.http.close()
