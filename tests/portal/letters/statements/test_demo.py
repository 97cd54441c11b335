"""The demonstration's statements follow the same rules as all others."""

from portal.letters.statements import demo
from portal.web.demonstration.asking import DEFENDERS, TORTURE
from shared.core.roles import Role
from tests.portal.letters.statements.conftest import Press


def test_two_are_issued_and_one_waits_however_often_they_are_told(press: Press) -> None:
    portal = press.desk.portal
    for local, role, mandate in (
        ("officer", Role.HUMAN_RIGHTS_OFFICER, TORTURE),
        ("holder", Role.MANDATE_HOLDER, TORTURE),
        ("holder.hrds", Role.MANDATE_HOLDER, DEFENDERS),
    ):
        portal.person(role, email=f"{local}@demo.example", mandates=frozenset({mandate}))
    for _ in range(2):
        with portal.app.test_request_context():
            demo.tell()
    assert press.desk.service.refused == []
    assert [one.language for one in press.told] == ["en", "ar"]
    assert press.told[0].mandates == (TORTURE, DEFENDERS)
    assert "تقرير الزيارة إلى نيبال" in press.public().text
    assert "preliminary findings" not in press.public().text
