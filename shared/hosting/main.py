"""The command line of a service: ``python -m services.<x>``, and ``… relay``."""

import sys

from shared.hosting.service import Service
from shared.platform.settings import Settings

# Each process imports only what it needs: a relay has no web server and no consumer.
# ruff: noqa: PLC0415


def main(service: Service) -> None:
    """``python -m services.<x>`` serves; ``python -m services.<x> relay`` relays."""
    settings = Settings()
    if sys.argv[1:] == ["relay"]:
        from shared.hosting import relay

        relay.run(settings, relay.relayed(service))
        return
    from shared.hosting.process import create_app
    from shared.hosting.serving import serve

    serve(create_app(service, settings), settings)
