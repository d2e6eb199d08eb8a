"""A real HTTP server on this machine that takes messages as chats do, with the tempers they have."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import trustme


@dataclass
class Hook:
    """What a server took in: the paths and the parsed bodies; `answers` come before the yes."""

    port: int = 0
    paths: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    yes: str = "ok"


@contextmanager
def hook_server(folder: Path | None = None) -> Iterator[Hook]:
    """Run a server; with a folder it speaks TLS, and its authority stands there as hooks.pem."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.paths.append(self.path)
            hook.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, text = hook.answers.pop(0) if hook.answers else (200, hook.yes)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hook.port = server.server_port
        if folder is not None:
            server.socket = _with_tls(server, folder)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield hook
        finally:
            server.shutdown()
            thread.join()


def _with_tls(server: ThreadingHTTPServer, folder: Path) -> ssl.SSLSocket:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "hooks.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context.wrap_socket(server.socket, server_side=True)
