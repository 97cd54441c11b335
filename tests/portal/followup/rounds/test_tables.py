"""The sent table of a round, and a row that is shared no more."""

import pytest

from portal.followup.rounds import queries, words
from shared.contracts.followup_round_commands import (
    WithdrawAnswers,
)
from tests.portal.followup.rounds.test_pages import a_round, government, ngo, others_answer, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import unshared
from tests.support.portal import Pages
from tests.support.rounds import NGO, ONE, OTHER, TWO


def test_what_was_kept_on_a_row_that_is_shared_no_more_can_be_emptied(portal: Pages) -> None:
    some = a_round(portal)
    some.keep(NGO, "What we saw", TWO)
    some.recommend(None, unshared("org-1", TWO))
    visitor, path = ngo(portal), f"/rounds/{some.round_id}/rows/{TWO}"
    page = text(visitor.get(f"/rounds/{some.round_id}/answer").text)
    assert "You cannot read this recommendation now" in page
    assert "What we saw" in page
    assert "Film each questioning." not in page + text(visitor.get(path).text)
    assert sent(portal, visitor, path, text="", wish="publish").text is None


def test_the_sent_table_has_the_names_and_the_order_that_came_with_it(portal: Pages) -> None:
    some = a_round(portal)
    others_answer(some)
    some.send()
    visitor, path = government(portal), f"/rounds/{some.round_id}/table"
    before = text(visitor.get(path).text)
    some.submit(NGO, "Org Another")
    some.keep(OTHER, "Planted Later", ONE, "publish")
    assert text(visitor.get(path).text) == before
    with portal.engine.connect() as conn:
        cells = queries.table(conn, some.round_id, 1)
    for row in (ONE, TWO):
        ids = [each.answer_id for each in cells if each.recommendation_id == row]
        assert ids == sorted(ids)
    some.ask(WithdrawAnswers, NGO, seen=some.steps_of(NGO))
    some.submit(NGO, "Org Third")
    page = text(visitor.get(path).text)
    assert "Planted Ngo answer" in page  # it is what it was, and its name was taken back
    assert not any(name in page for name in ("Org Zora", "Org Another", "Org Third"))


@pytest.mark.parametrize("wish", ["publish", "unnamed", "holder"])
def test_every_wish_has_its_words(wish: str) -> None:
    assert words.WISHES[wish]
