import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert, select, true

from portal.web import policy
from portal.web.policy import Kind, Scope, Sight
from shared.core.actor import Actor
from shared.core.roles import Role

tables = MetaData()
items = Table(
    "items",
    tables,
    Column("number", Integer, primary_key=True),
    Column("filed_by", String),
    Column("organisation", String),
    Column("mandate", String),
)
MEANS = {
    Scope.ANY: true(),
    Scope.OWN: items.c.filed_by == "me",
    Scope.ORGANISATION: items.c.organisation == "ours",
    Scope.MANDATE: items.c.mandate == "mine",
}
ROWS = [
    {"number": 1, "filed_by": "me", "organisation": "theirs", "mandate": "other"},
    {"number": 2, "filed_by": "her", "organisation": "ours", "mandate": "other"},
    {"number": 3, "filed_by": "her", "organisation": "theirs", "mandate": "mine"},
]


def actor(*roles: Role) -> Actor:
    return Actor(actor_id="me", roles=frozenset(roles))


def seen(who: Actor, kind: Kind = Kind.SUBMISSION, **least: Sight) -> list[int]:
    engine = create_engine("sqlite://")
    with engine.begin() as conn:
        tables.create_all(conn)
        conn.execute(insert(items), ROWS)
        query = select(items.c.number).where(policy.rows(who, kind, MEANS, **least))
        return [number for (number,) in conn.execute(query.order_by(items.c.number))]


@pytest.mark.parametrize(
    ("roles", "numbers"),
    [
        ((), []),
        ((Role.NGO_MEMBER,), [1, 2]),
        ((Role.CONTACT_POINT,), [1]),
        ((Role.MANDATE_HOLDER,), [3]),
        ((Role.NGO_MEMBER, Role.MANDATE_HOLDER), [1, 2, 3]),
        ((Role.QUICK_RESPONSE_DESK,), [1, 2, 3]),
        ((Role.SYSTEM_ADMIN,), []),
        ((Role.COORDINATION_COMMITTEE,), []),
        ((Role.GOVERNMENT,), []),
    ],
)
def test_a_person_sees_the_rows_that_his_roles_give_him(
    roles: tuple[Role, ...], numbers: list[int]
) -> None:
    assert seen(actor(*roles)) == numbers


def test_to_work_on_an_item_takes_more_than_to_read_it() -> None:
    assert seen(actor(Role.MANDATE_HOLDER), least=Sight.WRITE) == []


def test_a_scope_that_the_query_does_not_know_is_an_error_and_no_row() -> None:
    with pytest.raises(KeyError):
        seen(actor(Role.GOVERNMENT), Kind.LETTER)


def test_the_best_of_several_roles_counts() -> None:
    both = actor(Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER)
    assert policy.sight(both, Kind.LETTER, []) is Sight.METADATA
    assert policy.sight(both, Kind.LETTER, [Scope.STATE]) is Sight.READ


@pytest.mark.parametrize("kind", Kind)
def test_who_has_no_role_sees_nothing(kind: Kind) -> None:
    assert policy.sight(actor(), kind, list(Scope)) is Sight.NOTHING


def test_nobody_of_the_system_opens_an_identity_or_reads_a_submission() -> None:
    for kind in (Kind.IDENTITY, Kind.SUBMISSION, Kind.CLEARANCE):
        assert not policy.readers(kind, least=Sight.METADATA) & {
            Role.SYSTEM_ADMIN,
            Role.AUDITOR,
            Role.DATA_PROTECTION,
            Role.COORDINATION_COMMITTEE,
            Role.GOVERNMENT,
            Role.SELECTION_OFFICER,
            Role.STAKEHOLDER_OFFICER,
            Role.PRESIDENT,
            Role.PUBLICATION_OFFICER,
        }
