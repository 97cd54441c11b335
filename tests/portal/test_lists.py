"""Every paged list on both databases: its first page, and a page that no longer exists."""

from sqlalchemy import Connection

from portal.followup.publication import queries as publication
from portal.followup.publication.read_model import PUBLICATION
from portal.followup.recommendations import shared_with
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies import lists as replies
from portal.followup.replies import tasks
from portal.followup.replies.read_model import REPLIES
from portal.followup.rounds.read_model import ROUNDS
from portal.letters.approval import opened
from portal.letters.communications import awaited
from portal.letters.communications import queries as letters
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.statements import queries as statements
from portal.letters.statements.read_model import STATEMENTS
from portal.web.paging import Numbers
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.compiled import engine_of
from tests.support.followup import NOW, RECOMMENDATION, due, informed, issued, logged, tell
from tests.support.ready import ready

HOLDER = Role.MANDATE_HOLDER
ACTOR = Actor(
    actor_id="holder",
    roles=frozenset({HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.QUICK_RESPONSE_DESK}),
    mandates=frozenset({"sr-torture"}),
)
DUE = due(in_days=2)


def read(conn: Connection, at: Numbers) -> dict[str, int]:
    """Read every list; return how long each is, by its name."""
    prepared = letters.of_mandates(conn, ACTOR, at)
    public = publication.lists(conn, ACTOR, at)
    pages = (
        prepared.drafting,
        prepared.awaiting,
        prepared.cleared,
        prepared.over,
        letters.prepared(conn, ACTOR, at),
        letters.invitations(conn, ACTOR, at),
        letters.waiting_for(conn, ACTOR, at),
        letters.to_transmit(conn, ACTOR, at),
        letters.being_approved(conn, ACTOR, at),
        letters.transmitted(conn, ACTOR, at),
        awaited.waiting_for_a_draft(conn, ACTOR, at),
        letters.signed(conn, ACTOR, ["none"]),
        statements.of_person(conn, ACTOR, at),
        statements.waiting_for(conn, ACTOR, NOW, at),
        public.working,
        public.public,
        shared_with.listed(conn, ACTOR, "recommended", at),
        shared_with.unassessed(conn, ACTOR, role=HOLDER, at=at),
        tasks.unassessed(conn, ACTOR, role=HOLDER, at=at),
        replies.soon(conn, ACTOR, NOW, role=HOLDER, numbers=at),
    )
    return {page.name: len(page) for page in pages}


def test_every_list_is_read(database_url: str) -> None:
    engine = engine_of(database_url)
    ready(engine, (COMMUNICATIONS, PUBLICATION, ROUNDS, STATEMENTS))
    tell(engine, REPLIES, [DUE, logged(DUE, kind="holding")])
    tell(engine, RECOMMENDATIONS, [issued(), informed()])
    with engine.connect() as conn:
        first = read(conn, lambda _: 1)
        assert read(conn, lambda _: 7) == first
    there = {name for name, length in first.items() if length}
    assert there == {"recommended", "information", "arrived", "due"}
    engine.dispose()


def test_what_was_opened_is_noted_once_a_version(database_url: str) -> None:
    engine = engine_of(database_url)
    opened.tables.create_all(engine)
    for versions in ([1], [1], [1, 3]):
        opened.note(engine, ACTOR, RECOMMENDATION, versions, at=NOW)
    with engine.connect() as conn:
        found = [opened.last(conn, ACTOR, RECOMMENDATION, before=n) for n in (1, 2, 3, 4)]
    assert found == [None, 1, 1, 3]
    engine.dispose()
