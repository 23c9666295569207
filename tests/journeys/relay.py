"""A wire between client and server that can be cut: behind the request, before its answer."""

import socket
import threading
from urllib.parse import urlsplit


class Relay:
    """Listens on a port of its own. While `cut`, requests pass and answers are dropped."""

    def __init__(self, server: str):
        address = urlsplit(server)
        self.server = (address.hostname, address.port)
        self.cut = False
        self.dropped: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self._carry(client)

    def _carry(self, client: socket.socket) -> None:
        """One request and its answer, which the server ends by closing (Connection: close)."""
        with client, socket.create_connection(self.server) as server:
            server.sendall(_request_of(client))
            answer = b"".join(iter(lambda: server.recv(65536), b""))
            if self.cut:
                self.dropped.append(answer)
            else:
                client.sendall(answer)


def _request_of(client: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += client.recv(65536)
    head, body = received.split(b"\r\n\r\n", 1)
    fields = dict(line.split(b": ", 1) for line in head.lower().split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", 0)):
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body
