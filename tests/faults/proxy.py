"""A small proxy in front of a real server that causes faults: refuses, hangs, is slow, answers errors, speaks TLS."""

import json
import select
import socket
import ssl
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from types import TracebackType
from typing import Self

CHUNK = 65536


class Proxy:
    """Passes bytes on until told otherwise; every change of `mode` ends the connections that are open.

    Modes: "pass", "refuse" (nobody listens), "hang" (accepts and never answers), "slow" (every answer is `delay`
    seconds late), "trickle" (an answer that never ends, a byte every `delay` seconds), or an HTTP status to answer with.
    """

    def __init__(
        self, target: tuple[str, int], *, shown: ssl.SSLContext | None = None, trusted: ssl.SSLContext | None = None
    ) -> None:
        """`shown`: how it speaks TLS to clients; `trusted`: how to the server. Without them it speaks plainly."""
        self.target = target
        self.delay = 0.0
        self._shown = shown
        self._trusted = trusted
        self._mode: str | int = "pass"
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop_listening()
        self._cut()

    @property
    def mode(self) -> str | int:
        return self._mode

    @mode.setter
    def mode(self, mode: str | int) -> None:
        self._mode = mode
        if mode == "refuse":
            self._stop_listening()
        elif self._listener.fileno() < 0:
            self._listener = self._listen(self.port)
        self._cut()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _stop_listening(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()

    def _cut(self) -> None:
        with self._guard:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):  # either side may go at any time
            if self._shown:
                connection = self._shown.wrap_socket(connection, server_side=True)
            with self._guard:
                self._open.add(connection)
            try:
                self._treat(connection, self._mode)
            finally:
                with self._guard:
                    self._open.discard(connection)
                connection.close()

    def _treat(self, connection: socket.socket, mode: str | int) -> None:
        if mode == "hang":
            while connection.recv(CHUNK):  # until the client gives up
                pass
        elif mode == "trickle":
            _read_request(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
            while True:
                connection.sendall(b" ")
                time.sleep(self.delay)
        elif isinstance(mode, int):
            while _read_request(connection):
                connection.sendall(_answer(mode))
        else:
            server = socket.create_connection(self.target, timeout=30)
            if self._trusted:
                server = self._trusted.wrap_socket(server, server_hostname=self.target[0])
            with server:
                _pass_on(connection, server, self.delay if mode == "slow" else 0.0)


def _pass_on(client: socket.socket, server: socket.socket, delay: float) -> None:
    """Copy both ways until one side ends. One thread only: a TLS connection is not for two at once."""
    while True:
        ready = [side for side in (client, server) if isinstance(side, ssl.SSLSocket) and side.pending()]
        for source in ready or select.select([client, server], [], [])[0]:
            source.settimeout(0.0)
            try:
                data = source.recv(CHUNK)
            except (ssl.SSLWantReadError, BlockingIOError):
                continue  # something of TLS's own
            if not data:
                return
            if source is server:
                time.sleep(delay)
            sink = server if source is client else client
            sink.settimeout(30.0)
            sink.sendall(data)


def _read_request(connection: socket.socket) -> bool:
    """Read one request with its body; return False when there is none any more."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(CHUNK)
        if not data:
            return False
        head += data
    head, _, body = head.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    left = (int(lengths[0]) if lengths else 0) - len(body)
    while left > 0:
        left -= len(connection.recv(CHUNK)) or left
    return True


def _answer(status: int) -> bytes:
    body = json.dumps({"error": {"type": "proxy", "reason": HTTPStatus(status).phrase}, "status": status}).encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: application/vnd.elasticsearch+json;compatible-with=8",
        "X-Elastic-Product: Elasticsearch",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
