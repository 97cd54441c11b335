"""The tests of changed files."""

from pathlib import Path

import pytest

from tests.support.changed import ROOT, selected

TESTS = sorted(one.relative_to(ROOT) for one in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("tests/shared/platform/test_vault.py", "tests/shared/platform/test_vault.py"),
        ("shared/platform/vault.py", "tests/shared/platform/test_vault.py"),
        ("services/intake/submission/desk.py", "tests/intake/test_desk.py"),
        ("portal/letters/documents/views.py", "tests/portal/letters/documents/test_views.py"),
        (
            "portal/letters/documents/templates/proof.html",
            "tests/portal/letters/documents/test_views.py",
        ),
        ("portal/selection/panel.py", "tests/portal/selection/test_access.py"),
        ("portal/web/place.py", "tests/portal/web/test_place.py"),
        ("tests/support/changed.py", "tests/support/test_changed.py"),
        ("tests/portal/desk/triage/conftest.py", "tests/portal/desk/triage/test_queue.py"),
        ("docs/users/chief.md", "tests/portal/public/help/test_user_pages.py"),
        ("deploy/k8s/base/web.yaml", "tests/deploy/k8s/test_overlays.py"),
    ],
)
def test_a_changed_file_has_its_tests(changed: str, test: str) -> None:
    assert Path(test) in selected([changed], TESTS)


def test_a_rule_of_one_service_has_few_tests_elsewhere() -> None:
    found = selected(["services/intake/submission/desk.py"], TESTS)
    assert len(found) < len(TESTS) / 5


def test_a_document_for_developers_has_none() -> None:
    assert selected(["docs/runbook.md"], TESTS) == []
