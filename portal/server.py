"""gunicorn as the portal's pages run on it: threads, no log of who asked what."""

import ssl
import sys
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it has no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # likewise
from typing_extensions import override

from shared.certificates import Served
from shared.settings import Settings

log = structlog.get_logger(__name__)


class Log(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """What gunicorn says, without what requests hold: an address, a code, an error that quotes."""

    @override
    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if structlog.is_configured():
            log.error("request failed", exc_info=sys.exc_info()[1])
        else:  # before there is a request
            super().exception(msg, *args, **kwargs)

    @override
    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        super().warning(msg.partition(" from ip=")[0], *args, **kwargs)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Serves what ``load`` returns; ``load`` runs in each worker, after the fork."""

    def __init__(self, settings: Settings, start: Callable[[], Flask], **options: Any) -> None:
        self._start = start
        self._options = {
            "bind": f"{settings.http_host}:{settings.http_port}",
            "worker_class": "gthread",
            "control_socket_disable": True,  # it would open one in the home directory
            "loglevel": "warning",
            "logger_class": Log,
            "graceful_timeout": 3,
            "timeout": 30,
            "keepalive": 15,
            **_certificate(settings),
            **options,
        }
        super().__init__()

    @override
    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    @override
    def load(self) -> Flask:
        return self._start()


def _certificate(settings: Settings) -> dict[str, Any]:
    if not settings.http_certificate:
        return {}
    served = Served(settings.http_certificate, settings.http_key)

    def newest(_config: object, _default: object) -> ssl.SSLContext:
        return served.context()  # asked for at every connection

    return {
        "certfile": settings.http_certificate,
        "keyfile": settings.http_key,
        "ssl_context": newest,
    }
