"""Rules of addresses whose builders are made late."""

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from portal.web.addresses import LateRule


@pytest.mark.parametrize("more", [{}, {"page": 2}, {"page": ["1", "2"], "next": "/x?y"}])
def test_a_late_rule_writes_the_same_addresses(more: dict[str, Any]) -> None:
    late, early = (
        Map([kind("/<any(fr,ar):lang>/letters/<int:year>/<name>", endpoint="letter")]).bind("")
        for kind in (LateRule, Rule)
    )
    values = {"lang": "fr", "year": 2026, "name": "a b/ç", **more}
    assert late.build("letter", values).startswith("/fr/letters/2026/a%20b")
    assert late.build("letter", values) == early.build("letter", values)


def test_a_late_rule_compiles_nothing_until_an_address_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = []
    compile_builder = Rule._compile_builder

    def counted(*given: Any) -> Any:
        compiled.append(given)
        return compile_builder(*given)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    views = Map([LateRule("/letters/<name>", endpoint="letter")]).bind("")
    assert views.match("/letters/one") == ("letter", {"name": "one"})
    assert compiled == []
    assert {views.build("letter", {"name": name}) for name in "ab"} == {"/letters/a", "/letters/b"}
    assert len(compiled) == 1
