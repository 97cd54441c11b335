"""From a text that waits for its holder to the public page, on the real platform."""

import re
from collections.abc import Callable

import httpx
import pytest

from deploy.local.testing import Platform
from tests.platform.test_publication import until
from tests.support.people import Person

pytestmark = [pytest.mark.live, pytest.mark.pages]

WAITS = "preliminary findings at the end of the visit"


def test_what_waits_is_approved_and_issued_and_then_everybody_reads_it(
    platform: Platform, sign_in: Callable[[str], Person]
) -> None:
    holder = sign_in("holder")
    everybody = httpx.Client(
        base_url=platform.url, trust_env=False, timeout=20, follow_redirects=True
    )

    def public(path: str = "/register/statements") -> str:
        return everybody.get(path).text

    until(lambda: "access to a lawyer for river defenders" in public(), "the press release")
    until(lambda: WAITS in holder.get("/statements"), "the statement that waits")
    assert WAITS not in public()
    [page] = re.findall(
        rf'href="(/statements/[0-9a-f-]{{36}})">[^<]*{WAITS}', holder.get("/statements")
    )
    assert everybody.get(f"/register{page}").status_code == 404
    assert holder.send(page, {}, form="/approve$").status_code == 200
    until(lambda: "Issue version 1" in holder.get(page), "the approval")
    assert holder.send(page, {}, form="/issue$").status_code == 200
    until(lambda: WAITS in public(), "the register")
    assert everybody.get(f"/register{page}").status_code == 200
    assert WAITS in public("/register/statements.atom")
    assert "تقرير الزيارة" in public("/register/statements?state=NPL")
    everybody.close()
