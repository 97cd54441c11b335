"""A process that does what its arguments say, in their order."""

import http.server
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def _listen(port: str) -> None:
    handler = type(
        "Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None}
    )
    http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), handler).serve_forever()


def _note(file: str, word: str) -> None:
    with Path(file).open("a") as stream:
        stream.write(f"{word}\n")


def _on_stop(file: str, word: str) -> None:
    def end(*_: object) -> None:
        _note(file, word)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)


def _child(seconds: str, session: str) -> None:
    subprocess.Popen(  # noqa: S603  # our own line
        [sys.executable, "-c", f"import time; time.sleep({seconds})"],
        start_new_session=session == "own",
    )


def main() -> None:
    for step in sys.argv[1:]:
        verb, *rest = step.split(",")
        match verb:
            case "say":
                sys.stdout.write(" ".join(rest) + "\n")
                sys.stdout.flush()
            case "sleep":
                time.sleep(float(rest[0]))
            case "note":
                _note(*rest)
            case "on-stop":
                _on_stop(*rest)
            case "deaf":
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            case "child":
                _child(*rest)
            case "listen":
                _listen(*rest)
            case "exit":
                sys.exit(int(rest[0]))
            case _:
                raise ValueError(step)


if __name__ == "__main__":
    main()
