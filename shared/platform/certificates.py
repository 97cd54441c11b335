"""The certificate of a listening process: read again after a renewal, without a restart."""

import ssl
from pathlib import Path
from typing import Any

import structlog
from cryptography import x509

from shared.platform.metrics import CERTIFICATE_EXPIRES

log = structlog.get_logger(__name__)


class Served:
    """A certificate and its key, as PEM files that somebody renews in place.

    Every new connection gets its ``context``. If the two files do not match (one was read while
    both were being replaced), the earlier pair stays in use, and the next connection tries again.
    """

    def __init__(self, certificate: str, key: str) -> None:
        self._files = (Path(certificate), Path(key))
        self._seen = self._times_of_change()
        self._context = self._load()

    def context(self) -> ssl.SSLContext:
        """Return the TLS context to use now."""
        try:
            changed = self._times_of_change()
            if changed != self._seen:
                self._context = self._load()
                self._seen = changed
                log.info("certificate renewed")
        except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
            log.warning("certificate not read", error=type(error).__name__)
        return self._context

    def always_newest(self) -> ssl.SSLContext:
        """Return a context for a server that keeps it: each handshake gets the newest pair."""

        def ask(connection: Any, _name: str | None, _first: ssl.SSLContext) -> None:
            connection.context = self.context()

        first = self._load()
        first.sni_callback = ask  # asked for clients, too, that name nobody
        return first

    def _times_of_change(self) -> tuple[int, ...]:
        return tuple(file.stat().st_mtime_ns for file in self._files)

    def _load(self) -> ssl.SSLContext:
        certificate, key = self._files
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        own = x509.load_pem_x509_certificate(certificate.read_bytes())
        CERTIFICATE_EXPIRES.set(own.not_valid_after_utc.timestamp())
        return context
