"""Safety of the page: a content security policy, stable ids, inert embedding.

No text of the dataset ever passes through folium: folium renders attribute values as Jinja code a
second time and puts them raw into HTML. Data goes into the finished page as gzip + base64, which
holds neither markup nor template syntax, and scripts show it through ``textContent`` only.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from branca.element import Element

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_ADDRESS_IN_CSS = re.compile(r"url\([^)]*\)")


def pack(payload: Mapping[str, Any]) -> str:
    """Return the payload as base64 of gzip of JSON: the same bytes for the same content."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate cannot be written as UTF-8; it shows as a question mark.
    squeezed = gzip.compress(text.encode("utf-8", "replace"), compresslevel=9, mtime=0)
    return base64.b64encode(squeezed).decode("ascii")


def content_security_policy(page: str, hosts: Iterable[str] = ()) -> str:
    """Return policy that lets exactly the scripts of `page` run and forbids every other request.

    Parameters
    ----------
    page : str
        Finished HTML, without the policy.
    hosts : iterable of str
        Origins that may be asked for pictures: base maps that the reader can turn on.

    Returns
    -------
    str
        Value for ``<meta http-equiv="Content-Security-Policy">``.
    """
    hashes = sorted(
        {
            "'sha256-{}'".format(
                base64.b64encode(hashlib.sha256(match["code"].encode()).digest()).decode()
            )
            for match in _SCRIPT.finditer(page)
            if 'type="text/plain"' not in match["attributes"]
        }
    )
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(hashes)}",
            "style-src 'unsafe-inline'",
            " ".join(("img-src data: blob:", *hosts)),
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def without_addresses(css: str) -> str:
    """Return a style sheet that loads no picture (Leaflet's names files beside it)."""
    return _ADDRESS_IN_CSS.sub("none", css)


def renumber(root: Element) -> None:
    """Give every element of a folium tree a stable id, in document order."""
    for number, element in enumerate(tree(root)):
        element._id = f"{number:032x}"


def tree(element: Element) -> Iterator[Element]:
    """Return an element and all below it, in document order."""
    yield element
    for part in ("header", "html", "script"):
        if isinstance(child := getattr(element, part, None), Element):
            yield from tree(child)
    for child in element._children.values():
        yield from tree(child)
