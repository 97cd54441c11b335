"""The subject line of a case: who and where, from parts that are already revealed."""

import pytest
from sqlalchemy import func, select

from portal.casefile.submissions.texts import Texts, Who
from portal.web.audit.chain import audit
from shared.core.roles import Role
from tests.support.portal import Pages
from tests.support.submissions import CONSENT, ID, Told, received


def who(name: str, *, protected: bool = False) -> Who:
    return Who(victim_id=name, who=name, name=name, protected=protected, consent=CONSENT, reason="")


def subject(*victims: Who, where: str | None = "Nairobi") -> str:
    return Texts(
        victims=victims,
        perpetrators="",
        when="",
        where=where,
        incidents=(),
        narrative="",
        particulars=(),
    ).subject


A, B, C = who("Amina K."), who("Brian O."), who("")
CHILD = who("Cathy W.", protected=True)


@pytest.mark.parametrize(
    ("victims", "where", "said"),
    [
        ((A,), "Nairobi", "Amina K., Nairobi"),
        ((A, B), "Nairobi", "Amina K. and 1 other, Nairobi"),
        ((C, A, B), "", "Amina K. and 2 others"),
        ((CHILD, A), "Nairobi", "Amina K. and 1 other, Nairobi"),
        ((CHILD,), "Nairobi", "Nairobi"),
        ((A,), None, "Amina K."),
        ((C,), None, ""),
    ],
)
def test_it_says_who_and_where_and_names_nobody_who_is_protected(
    victims: tuple[Who, ...], where: str | None, said: str
) -> None:
    assert subject(*victims, where=where) == said


def test_it_is_a_line_however_long_the_answers_are() -> None:
    assert len(subject(A, where="Nairobi " * 100)) <= 120


def opened(portal: Pages) -> int:
    with portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(audit)) or 0


def test_it_stands_where_the_case_is_open_and_opens_nothing_more(portal: Pages, told: Told) -> None:
    """A list shows none: each look at the queue would be an opening of every case in it."""
    told.tell(received(seal=portal.vault.seal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Planted Place" not in desk.get("/triage/").text
    assert opened(portal) == 0
    assert (
        '<p class="govuk-body-l case-subject" dir="auto">Planted Place</p>'
        in desk.get(f"/triage/{ID}").text
    )
    assert opened(portal) == 1
