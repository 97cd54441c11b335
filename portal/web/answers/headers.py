"""The security headers of every answer, and what a browser may cache."""

from secrets import token_urlsafe

from flask import Flask, Response, g, request, session

from portal.web import htmx
from portal.web.accounts.access import current_draft, reader
from portal.web.context import settings

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types htmx"
)
_DENIED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid",
    "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access",
    "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
_OUR_OWN = ("publickey-credentials-create", "publickey-credentials-get")  # passkeys
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [*(f"{feature}=()" for feature in _DENIED), *(f"{feature}=(self)" for feature in _OUR_OWN)]
    ),
}
_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.jinja_env.globals["nonce"] = nonce
    app.after_request(_secure)


def nonce() -> str:
    """Return this answer's nonce: for each script, and as ``hx-nonce`` for each htmx element."""
    if "nonce" not in g:
        g.nonce = token_urlsafe(18)
    found: str = g.nonce
    return found


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=nonce()))
    for name, value in _ALWAYS.items():
        headers[name] = value
    if settings().secure_cookies:
        headers["Strict-Transport-Security"] = f"max-age={2 * _YEAR}; includeSubDomains"
    if request.endpoint == "static":
        del headers["Permissions-Policy"]  # says nothing of styles and scripts, in 700 bytes each
        return response
    htmx.vary(response)
    if _private(response):
        headers["Cache-Control"] = "no-store"
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    else:
        headers.setdefault("Cache-Control", "no-cache")
    return response


def _private(response: Response) -> bool:
    """Whether nobody may keep the answer: it is somebody's, it holds a form, or it went wrong."""
    return (
        reader() is not None
        or current_draft() is not None
        or session.modified
        or "csrf_token" in g
        or request.method not in {"GET", "HEAD"}
        or response.status_code >= 400  # noqa: PLR2004  # all refusals and failures
    )
