"""Rules of addresses whose builders are made when an address of theirs is first written."""

from collections.abc import Callable
from typing import Any

from typing_extensions import override
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that is quick to register.

    Werkzeug compiles two functions for each rule that write its address. For all our rules that
    took most of the time in which a process got its pages ready, and most are never called.
    """

    @override
    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []
        compiled = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(compiled(append_unknown))
            return made[0](rule, **values)

        return build
