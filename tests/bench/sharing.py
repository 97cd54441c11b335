"""A feed process that shares its port with others: ``python -m tests.bench.sharing``.

The kernel leads each new connection to one of those that listen, as a Service of Kubernetes does,
so nothing between feed and viewers takes a part of the processor that both are measured on.
"""

import sys
from typing import Any

from typing_extensions import override

from portal.__main__ import main
from shared.platform import guard


class Sharing(guard.Loop):
    """The event loop of a process that is not the only one at its port."""

    @override
    async def create_server(self, *args: Any, **kwargs: Any) -> Any:
        return await super().create_server(*args, **kwargs, reuse_port=True)


if __name__ == "__main__":
    guard.Loop = Sharing  # type: ignore[misc]  # uvicorn looks it up by its name
    sys.exit(main(["feed"]))
