"""A listener on this machine: whoever follows an address reaches it."""

import socket
import threading

import pytest


@pytest.fixture
def listener():
    """An address on this machine, and what was sent there."""
    heard = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def answer():
            while True:
                try:
                    asking, _ = server.accept()
                except OSError:
                    return
                with asking:
                    heard.append(asking.recv(200))

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)
