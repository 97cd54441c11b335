"""Files that a run does not have to read; that none is overlooked the run of small tests sees."""

import pytest

from tests.support.changed import ROOT
from tests.support.choosing import kind_of, may_have


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("tests/portal/test_browser.py", {"browser", "alone"}),
        ("tests/browser/test_story.py", {"browser", "alone", "kafka"}),
        ("tests/platform/test_statements.py", {"alone", "kafka"}),  # by a fixture beside it
        ("tests/deploy/test_k8s_rights.py", {"kafka"}),
        ("tests/bench/test_bench.py", {"alone"}),
        ("tests/portal/test_pages.py", set[str]()),
        ("tests/portal/web/i18n/test_house.py", set[str]()),
    ],
)
def test_a_file_is_read_for_what_stands_in_it_or_beside_it(file: str, kinds: set[str]) -> None:
    assert {kind for kind in ("browser", "alone", "kafka") if may_have(ROOT / file, kind)} == kinds


def test_the_runs_that_the_makefile_has_are_known() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for markers, kind in (("browser", "browser"), ("alone and not browser", "alone")):
        assert kind_of(markers, kafka=False) == kind
        assert f"-m {markers} " in makefile or f"-m '{markers}'" in makefile
    assert kind_of("", kafka=True) == "kafka"
    assert kind_of("", kafka=False) is kind_of("not alone", kafka=False) is None
