"""Read a page back without its own code: the payload and the policy."""

from __future__ import annotations

import base64
import gzip
import json
import re
from html.parser import HTMLParser
from typing import Any


def payload_of(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="text/plain" id="payload">([A-Za-z0-9+/=]+)</script>', page)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[0])))
    return data


class Elements(HTMLParser):
    """Start tags with attributes, and the text of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.title = ""
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        if self._open == "script":
            self.scripts[-1] += data
        elif self._open == "title":
            self.title += data
