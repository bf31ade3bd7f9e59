"""Addresses of sources, asked of a real server on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import NetworkMissing
from geo.intake import addresses
from geo.intake.addresses import State, ask

pytestmark = pytest.mark.enable_socket  # of this machine only: a server of the test's own


class _Pages(BaseHTTPRequestHandler):
    def do_HEAD(self):
        status = {"/gone": 404, "/moved": 301, "/shut": 403, "/broken": 500, "/nohead": 405}
        self._send(status.get(self.path, 200))

    def do_GET(self):
        self._send(200)

    def _send(self, status):
        self.server.seen.append((self.command, self.path))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as served:
        served.seen = []
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def at(server, path):
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def test_each_kind_of_answer(server):
    paths = ["/", "/gone", "/moved", "/shut", "/broken", "/nohead"]
    found = ask([at(server, p) for p in paths], own=True)
    assert [a.state for a in found] == [
        State.ANSWERS,
        State.DEAD,
        State.REDIRECTED,
        State.REFUSED,
        State.DEAD,
        State.ANSWERS,
    ]
    assert found[2].detail == at(server, "/new")
    assert ("GET", "/new") not in server.seen  # a redirection is reported, not followed


def test_each_address_is_asked_once(server):
    ask([at(server, "/"), at(server, "/")], own=True)
    assert server.seen == [("HEAD", "/")]


def test_machines_of_the_readers_network_are_left_alone(server):
    found = ask([at(server, "/"), "javascript:alert(1)", "file:///etc/passwd"])
    assert {a.state for a in found} == {State.NOT_ASKED}
    assert server.seen == []


def test_without_network_nothing_is_said_of_any_address():
    closed = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"]
    with pytest.raises(NetworkMissing, match="no network: none of the servers asked first"):
        ask(closed, own=True, timeout=2)


def test_without_network_it_does_not_wait_for_every_server(monkeypatch):
    asked = []
    monkeypatch.setattr(addresses, "_status", lambda address, _: _unreachable(asked, address))
    with pytest.raises(NetworkMissing):
        ask([f"http://127.0.0.{n}/{path}" for n in range(1, 100) for path in "ab"], own=True)
    assert len(asked) == 8
    assert len({one.rsplit("/", 1)[0] for one in asked}) == 8


def _unreachable(asked, address):
    asked.append(address)
    raise OSError("unreachable")


def test_one_dead_server_among_others_is_dead(server):
    found = ask([at(server, "/"), "http://127.0.0.1:9/a"], own=True, timeout=2)
    assert [a.state for a in found] == [State.ANSWERS, State.DEAD]


def dataset(tmp_path, *urls):
    folder = tmp_path / "mine"
    made = CliRunner().invoke(main, ["init", "mine", "--in", str(tmp_path)])
    assert made.exit_code == 0
    rows = [f's{i},"Page {i}",Paper,2024,{url},{copy}' for i, (url, copy) in enumerate(urls)]
    head = "source_id,title,publisher,published,url,archived_at"
    (folder / "sources.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return str(folder)


def test_the_command_lists_dead_moved_and_unarchived(tmp_path, server, monkeypatch):
    monkeypatch.setattr(addresses, "_is_own", lambda host: False)
    folder = dataset(
        tmp_path,
        (at(server, "/"), "https://archive.example.org/1"),
        (at(server, "/gone"), ""),
        (at(server, "/moved"), ""),
    )
    text = CliRunner().invoke(main, ["sources", "check", folder])
    assert text.exit_code == 1
    assert "dead        s1" in text.output
    assert f"redirected  s2  {at(server, '/moved')}  {at(server, '/new')}" in text.output
    assert "asked: 3; dead or redirected: 2" in text.output
    assert text.output.startswith("without an archived copy: 2\n  s1\n  s2\n")
    given = CliRunner().invoke(main, ["sources", "check", folder, "--format", "json"])
    told = json.loads(given.output)
    assert [row["state"] for row in told["answers"]] == ["answers", "dead", "redirected"]
    assert told["unarchived"] == ["s1", "s2"]


def test_the_command_says_plainly_that_there_is_no_network(tmp_path, monkeypatch):
    monkeypatch.setattr(addresses, "_is_own", lambda host: False)
    result = CliRunner().invoke(
        main, ["sources", "check", dataset(tmp_path, ("http://127.0.0.1:9/a", ""))]
    )
    assert result.exit_code == 3
    assert "no network" in result.stderr
    assert "says nothing about the addresses" in result.stderr
