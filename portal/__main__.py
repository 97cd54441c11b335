"""``python -m portal web``, ``consume`` or ``feed``: run one process of the portal.

Commands for operators (docs/runbook.md): ``deliver-again [since]``, ``first-administrator <e-mail>
<name>``, ``forget <subject> …``, ``forget-again``, ``rebuild [--beside] [consumer …]``, ``refused
[again id …]``, ``rewrap`` and ``verify-audit [hash]``.
"""

import sys
from collections.abc import Callable

from shared.platform.settings import Settings

# What a process does not need it does not import: memory, and time to start.
# ruff: noqa: PLC0415


def web(settings: Settings) -> None:
    from portal.app import server

    server.main(settings)


def consume(settings: Settings) -> None:
    from portal.app import consumer

    consumer.main(settings)


def feed(settings: Settings) -> None:
    from portal.app import feed

    feed.main(settings)


def demo(settings: Settings) -> None:
    """Tell the invented cases of a demonstration, once; everything must be ready."""
    from portal.app.web import start
    from portal.demo import cases

    if not settings.demo:
        sys.stderr.write("Only with RAPPORTEUR_DEMO=1.\n")
        return
    with start(settings).test_request_context():
        cases.tell()


PROCESSES: dict[str, Callable[[Settings], None]] = {
    "web": web,
    "consume": consume,
    "feed": feed,
    "demo": demo,
}


BY_HAND = (
    "deliver-again",
    "first-administrator",
    "forget",
    "forget-again",
    "rebuild",
    "refused",
    "rewrap",
    "start-password",
    "verify-audit",
)


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in BY_HAND:
        from portal.app.operate import COMMANDS

        return COMMANDS[arguments[0]](Settings(), arguments[1:])
    if len(arguments) != 1 or arguments[0] not in PROCESSES:
        sys.stderr.write(f"Say which process: {', '.join(PROCESSES)}.\n")
        return 2
    settings = Settings()
    if settings.wrong:
        sys.stderr.write(f"{settings.wrong}\n")
        return 2
    PROCESSES[arguments[0]](settings)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
