"""A mailbox by POP3 in this process: RFC 1939, as far as poplib asks for it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


@dataclass(slots=True)
class Store:
    """``mails``: by name. ``told``: how often each was read. ``refusing``: its answer to PASS."""

    url: str = ""
    mails: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    refusing: str = ""

    def put(self, name: str, mail: bytes) -> None:
        self.mails[name] = mail


def _session(store: Store, lines: Any, say: Any) -> None:
    names, gone = list(store.mails), set[str]()
    say("+OK ready")
    for line in lines:
        command, _, rest = line.decode().strip().partition(" ")
        there = [(n, one) for n, one in enumerate(names, 1) if one not in gone]
        match command:
            case "PASS" if store.refusing:
                say(f"-ERR {store.refusing}")
            case "UIDL":
                say("+OK", *(f"{n} {one}" for n, one in there), ".")
            case "LIST":
                say("+OK", *(f"{n} {len(store.mails[one])}" for n, one in there), ".")
            case "RETR":
                one = names[int(rest) - 1]
                store.told.append(one)
                body = store.mails[one].decode().replace("\r\n", "\n").split("\n")
                say("+OK", *("." * each.startswith(".") + each for each in body), ".")
            case "DELE":
                gone.add(names[int(rest) - 1])
                say("+OK")
            case "QUIT":
                for one in gone:
                    del store.mails[one]
                say("+OK")
                return
            case _:
                say("+OK")


@contextmanager
def mailbox() -> Iterator[Store]:
    """What is deleted is gone once the client says QUIT, and not if it goes without a word."""
    store = Store()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            def say(*lines: str) -> None:
                self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

            _session(store, iter(self.rfile), say)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        store.url = f"pop3://bounces:secret@127.0.0.1:{server.server_address[1]}"
        try:
            yield store
        finally:
            server.shutdown()
            thread.join()
