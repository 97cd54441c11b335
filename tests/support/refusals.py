"""Refusals that are drawn once, for walks that ask for the status alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import request

from portal.web import htmx


@contextmanager
def drawn_once() -> Iterator[None]:
    """Draw each kind of refusal once for a session: most answers to a walk of all doors are one.

    Nothing else is left out: not who is asked, nor what is found, nor any other page, nor what says
    that a part of the system does not answer.
    """
    draw, drawn = htmx.render, dict[Any, str]()

    def render(template: str, *, block: str, **context: Any) -> str:
        if template != "error.html" or context["again"]:
            return draw(template, block=block, **context)
        kind = (str(context["title"]), request.method, *sorted(request.cookies.items()))
        if kind not in drawn:
            drawn[kind] = draw(template, block=block, **context)
        return drawn[kind]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(htmx, "render", render)
        yield
