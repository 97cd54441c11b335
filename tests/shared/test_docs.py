from pathlib import Path

import pytest

from shared.docs import DOCUMENTS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generated_documents_are_as_the_contracts_are(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DOCUMENTS[name](), "run: make docs"
