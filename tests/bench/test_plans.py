"""Pages query large tables by an index, on both databases."""

from collections.abc import Iterator

import pytest

from shared.core.roles import Role
from tests.bench import plans, queue, register
from tests.support.portal import Pages, pages, sqlite_urls

DESK, REGISTER = queue.PAGES, register.SEARCHES


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:
    if request.param == "sqlite":
        with pages(*sqlite_urls(tmp_path_factory.mktemp("plans"))) as built:
            yield _filled(built)
    else:
        with queue.on_postgres(durable=False) as urls, pages(*urls) as built:
            yield _filled(built)


def _filled(built: Pages) -> Pages:
    register.fill(built.engine, 1_000, 1_000)  # and counts what values there are,
    queue.fill(built.engine, 1_000)  # which would tell SQLite that all of these are duplicates
    return built


@pytest.mark.parametrize("page", [*DESK, *REGISTER])
def test_a_page_reads_no_table_whole_but_what_is_meant_to_be(filled: Pages, page: str) -> None:
    reader = filled.signed_in(Role.QUICK_RESPONSE_DESK) if page in DESK else filled.visitor()
    with plans.statements(filled.engine) as asked:
        assert reader.get(page).status_code == 200
    assert asked
    found = plans.read_whole(plans.explained(filled.engine, asked))
    assert found <= plans.MEANT.keys()
