"""The portal's own address, in feeds, sitemap, exports and redirects.

The client writes the Host header, and must not be able to choose what a cache or a reader keeps.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask

from portal.web import context

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse


def init_app(app: Flask) -> None:
    """Take every request as one to ``public_url``. Where that is not set, it is as asked."""
    inner: Callable[..., Iterable[bytes]] = app.wsgi_app

    def at_home(environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        own = urlsplit(context.parts(app).settings.public_url)
        if own.netloc:
            environ = {**environ, "HTTP_HOST": own.netloc, "wsgi.url_scheme": own.scheme}
        return inner(environ, start)

    app.wsgi_app = at_home  # type: ignore[method-assign, assignment]  # as Flask's documentation does
