"""Who goes on with a visit file reads the letters that were sent about it, and no others (SC3)."""

from sqlalchemy import Engine, insert, select

from portal.followup.visits import letter_queries
from portal.followup.visits.letter_model import letters, signatures
from portal.followup.visits.read_model import VISITS, files
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.compiled import engine_of
from tests.support.ready import ready

KEEPER = Actor(
    actor_id="keeper",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-food"}),
)


def test_what_another_mandate_sent_to_the_same_state_is_not_of_the_file(database_url: str) -> None:
    engine = engine_of(database_url)
    ready(engine, [VISITS])
    _asked(engine, "of-the-file", "sr-water")
    _asked(engine, "of-another", "sr-torture")
    with engine.begin() as conn:
        kept = {"visit_file_id": "kept", "mandate": "sr-water", "state": "KEN"}
        conn.execute(insert(files).values(**kept, keeper="sr-food"))
        seen = select(letters.c.visit_letter_id).where(letter_queries.visible(KEEPER))
        assert list(conn.scalars(seen)) == ["of-the-file"]
    engine.dispose()


def _asked(engine: Engine, letter: str, mandate: str) -> None:
    with engine.begin() as conn:
        conn.execute(insert(letters).values(visit_letter_id=letter, state="KEN", stage="sent"))
        conn.execute(insert(signatures).values(visit_letter_id=letter, mandate=mandate, gone=False))
