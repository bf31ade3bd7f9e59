"""Asks web addresses of sources whether they still answer: nothing else asks a web server.

Only on request (`atlas sources check`); nothing that is read, built or drawn depends on it.
Addresses come from data, so only http(s) is asked, never a machine of the reader's own network,
and no more than the head of a page is fetched.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from geo.errors import NetworkMissing
from geo.model.sources import web_address
from geo.model.terms import Term

_AT_ONCE = 8
_ASKED_FIRST = 8  # if none of so many servers can be reached, it is the network that is missing
_MOVED = range(300, 400)
_GONE = (404, 410)
_NO_HEAD = (405, 501)
_AGENT = "clearance-atlas (checks the addresses of its sources)"


class State(Term):
    """Kind of answer that an address gives."""

    ANSWERS = "answers", "answers"
    REDIRECTED = "redirected", "redirected", "Another address took its place"
    DEAD = "dead", "dead", "The page is gone, or its server is"
    REFUSED = "refused", "refused", "The server answers, but not to a program: look yourself"
    NOT_ASKED = "not_asked", "not asked", "No web address, or one of the reader's own network"


@dataclass(frozen=True)
class Answer:
    """Answer of one address, with the status, the new address or the fault in words."""

    address: str
    state: State
    detail: str = ""


class _Stay(HTTPRedirectHandler):
    """Follow no redirection: where it leads is the answer."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def ask(addresses: Iterable[str], *, timeout: float = 10.0, own: bool = False) -> list[Answer]:
    """Ask web addresses whether they answer, several at once.

    Parameters
    ----------
    addresses : iterable of str
        Each is asked once.
    timeout : float
        Seconds to wait for one server.
    own : bool
        Ask machines of the reader's own network, too.

    Returns
    -------
    list of Answer
        In the order given.

    Raises
    ------
    NetworkMissing
        If none of the first servers, each asked for one address, could be reached: then nothing
        is known about any address, and the others are not waited for.
    """
    wanted = list(dict.fromkeys(addresses))
    hosts = {urlsplit(one).netloc: one for one in reversed(wanted) if web_address(one) is not None}
    first = list(reversed(hosts.values()))[:_ASKED_FIRST]
    rest = [one for one in wanted if one not in set(first)]
    answers: dict[str, Answer] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for part in (first, rest):
            found = list(pool.map(lambda address: _answer(address, timeout, own), part))
            asked = [reached for answer, reached in found if answer.state is not State.NOT_ASKED]
            if part is first and asked and not any(asked):
                raise NetworkMissing(len(asked))
            answers |= {answer.address: answer for answer, _ in found}
    return [answers[address] for address in wanted]


def _answer(address: str, timeout: float, own: bool) -> tuple[Answer, bool]:
    """Return what an address answers, and whether its server was reached."""
    if web_address(address) is None:
        return Answer(address, State.NOT_ASKED, "no web address"), False
    try:
        if not own and _is_own(urlsplit(address).hostname or ""):
            return Answer(address, State.NOT_ASKED, "in the reader's own network"), False
        status, moved = _status(address, timeout)
    except (OSError, HTTPException, ValueError) as fault:
        reason = fault.reason if isinstance(fault, URLError) else fault
        return Answer(address, State.DEAD, f"no answer: {reason}"), False
    if status in _MOVED:
        return Answer(address, State.REDIRECTED, urljoin(address, moved)), True
    return Answer(address, _state(status), f"status {status}"), True


def _state(status: int) -> State:
    if status in _GONE or status >= 500:
        return State.DEAD
    return State.REFUSED if status >= 400 else State.ANSWERS


def _is_own(host: str) -> bool:
    """Tell if a host is this machine or one of its network."""
    found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    return any(not ipaddress.ip_address(str(one).split("%")[0]).is_global for one in found)


def _status(address: str, timeout: float) -> tuple[int, str]:
    """Return the status of a page, and where it moved; GET only where HEAD is not known."""
    opener = build_opener(_Stay)
    for method in ("HEAD", "GET"):
        headers = {"User-Agent": _AGENT}
        request = Request(address, method=method, headers=headers)  # noqa: S310
        try:
            with opener.open(request, timeout=timeout) as page:
                return int(page.status), ""
        except HTTPError as answer:
            if answer.code in _NO_HEAD and method == "HEAD":
                continue
            return int(answer.code), answer.headers.get("Location", "")
    return _NO_HEAD[0], ""
