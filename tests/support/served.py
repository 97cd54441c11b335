"""An application on a port of its own, for a browser in the same process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import make_server


@contextmanager
def served(app: Any, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve a WSGI application in a thread; yield its address, by this name of the machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    # How often it asks whether to end is how long a test waits for its end.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
