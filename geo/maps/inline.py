"""A page's own scripts, style sheets and markup, as they are in it: in ASCII.

Text that arrives with one letter beyond Latin-1 in it is kept by the browser at two bytes a letter,
megabytes of shapes as well. That took Chromium 0.3 s of 1.4 s with 13 MB.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

_OTHER = re.compile(r"[^\x00-\x7f]")


def markup(text: str) -> str:
    """Return HTML with character references for what is not ASCII.

    Examples
    --------
    >>> markup("<p>Şuşa</p>")
    '<p>&#350;u&#351;a</p>'
    """
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def script(code: str) -> str:
    r"""Return JavaScript with escapes that mean the same in strings, templates and patterns.

    Examples
    --------
    >>> print(script("say(`… 𝟏`)"))
    say(`\u2026 \ud835\udfcf`)
    """
    return _OTHER.sub(lambda letter: json.dumps(letter[0])[1:-1], code)


def style(sheet: str) -> str:
    r"""Return CSS with escapes.

    Examples
    --------
    >>> print(style("p::before { content: '›'; }"))
    p::before { content: '\203a '; }
    """
    return _OTHER.sub(lambda letter: f"\\{ord(letter[0]):x} ", sheet)


_KINDS = {".html": markup, ".js": script, ".css": style}


def read_inline(file: Traversable) -> str:
    """Return the text of a file, as a page holds it."""
    _, dot, ending = file.name.rpartition(".")
    return _KINDS[dot + ending](file.read_text(encoding="utf-8").strip())


def read_bundle(name: str) -> str:
    """Return a bundle of scripts or style sheets (see ``make bundle``), as a page holds it."""
    return read_inline(files("geo.maps") / "web" / "bundle" / name)
