"""Sessions, tokens, limits and measures keep the real time in a demonstration (decision 0051)."""

import ast
from pathlib import Path

import pytest

PORTAL = Path("portal")
ACTS = {"acts.py", "confirming.py", "proposing.py", "reads.py"}
"""What people do to accounts is dated like all else that they do."""
REAL = [
    *(path for path in sorted((PORTAL / "web/accounts").glob("*.py")) if path.name not in ACTS),
    *sorted((PORTAL / "source/pace").glob("*.py")),
    PORTAL / "source/channel/views.py",
    PORTAL / "casefile/attachments/taking.py",
    PORTAL / "casefile/lint/comparing.py",
    PORTAL / "homes/search/names.py",
    PORTAL / "web/sought.py",
]
SETTLED = {"settled", "settle", "all_open", "open_of", "offices_of"}
"""Changes of rights that take two people, and terms of mandate-holders: their days pass with the
moved clock."""


@pytest.mark.parametrize("path", REAL, ids=str)
def test_no_session_token_or_limit_asks_a_clock_that_can_be_moved(path: Path) -> None:
    tree = ast.parse(path.read_text())
    moved = {
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"now", "today"}
    }
    settling = {
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in SETTLED
    }
    assert moved <= settling
