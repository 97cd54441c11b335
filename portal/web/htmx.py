"""Everything the portal knows about htmx: who asks for a fragment, and how to answer.

htmx-flask was written for htmx 2. This module adapts it to htmx 4: ``HX-Source`` instead of
``HX-Trigger``, targets as ``div#rows``, new swap styles, and pages that htmx asks for whole.
"""

from functools import cached_property
from typing import Any

from flask import Flask, Response, current_app, render_template
from htmx_flask import Htmx
from htmx_flask import make_response as _make_response
from htmx_flask import request as _request
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders
from typing_extensions import override
from werkzeug.datastructures import Headers

from portal.web.spool import Spool


class HtmxFourHeaders(HtmxHeaders):  # type: ignore[misc]  # the package is untyped
    """htmx 4's headers of a request; true if it wants a fragment."""

    _headers: Headers

    @override
    @cached_property
    def target(self) -> str | None:
        """The id of the element that the answer goes into."""
        return _id(self._headers.get("HX-Target"))

    @override
    @cached_property
    def trigger(self) -> str | None:
        """The id of the element that asked."""
        return _id(self._headers.get("HX-Source"))

    @override
    def __bool__(self) -> bool:
        whole = self._headers.get("HX-Request-Type") == "full"
        return super().__bool__() and not whole and not self.history_restore_request


class PortalRequest(HtmxAwareRequest):  # type: ignore[misc]  # the package is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.htmx = HtmxFourHeaders(self.headers)

    @override
    def _get_file_stream(self, *_: object, **__: object) -> Spool:
        """Store no upload in the clear, not even in a temporary file."""
        return Spool()


def init_app(app: Flask) -> None:
    Htmx(app)
    app.request_class = PortalRequest  # after Htmx, which sets its own


def asked() -> HtmxFourHeaders:
    """The headers of htmx in the present request; false if it wants a whole page."""
    headers: HtmxFourHeaders = _request.htmx
    return headers


def vary(response: Response) -> Response:
    """Keep fragments and pages of one URL apart in every cache."""
    response.vary.update(["HX-Request", "HX-Request-Type"])
    return response


def render(template: str, *, block: str, **context: object) -> str:
    """The whole page, or just ``block`` of it when htmx asks for a fragment."""
    if asked():
        return _render_block(template, block, context)
    return render_template(template, **context)


def _render_block(name: str, block: str, context: dict[str, Any]) -> str:
    """One block of the template, with what the template imports and sets before its blocks.

    (jinja2-fragments calls the block alone: the names that its template imports are undefined.)
    """
    current_app.update_template_context(context)
    template = current_app.jinja_env.get_template(name)
    page = template.new_context(context)
    # Up to its first piece of text a template has run its imports, and those of what it extends.
    beginning = template.root_render_func(page)
    next(iter(beginning), None)
    return "".join(page.blocks[block][0](page))


def make_response(
    *args: Any,
    location: str | dict[str, object] | None = None,
    push_url: str | None = None,
    redirect: str | None = None,
    refresh: bool = False,
    replace_url: str | None = None,
    reswap: str | None = None,
    retarget: str | None = None,
    trigger: str | dict[str, object] | None = None,
) -> Response:
    """Like ``flask.make_response``, with htmx's answer headers beside it.

    ``trigger``: event names for the page, or a dict of event name to detail. ``reswap``: any swap
    style of htmx 4, such as ``outerMorph``.
    """
    response: Response = _make_response(
        *args,
        location=location,
        push_url=push_url,
        redirect=redirect,
        refresh=refresh,
        replace_url=replace_url,
        retarget=retarget,
        trigger=trigger,
    )
    if reswap:
        # Not handed on: htmx-flask checks it against a list that is missing a comma.
        response.headers["HX-Reswap"] = reswap
    return response


def _id(element: str | None) -> str | None:
    """``div#rows`` is the element with the id ``rows``; ``div`` has none."""
    return (element.partition("#")[2] or None) if element else None
