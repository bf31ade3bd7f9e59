"""XML written record by record, so that a file of any size takes the memory of one record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, tostring

_FORBIDDEN = re.compile(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def clean(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)


def document(*opened: Element, inside: Iterable[Element | bytes]) -> Iterator[bytes]:
    """Return the pieces of an XML document.

    Parameters
    ----------
    *opened : Element
        The root, in it the next one, and so on, each with attributes and children of its own.
    inside : iterable of Element or bytes
        What follows in the innermost one: elements, or pieces of XML as `nested` gives them.
    """
    yield _HEAD
    yield from nested(*opened, inside=inside)


def nested(*opened: Element, inside: Iterable[Element | bytes]) -> Iterator[bytes]:
    """Return the pieces of elements one in the other, with more in the innermost one."""
    for element in opened:
        whole: bytes = tostring(element, encoding="utf-8", short_empty_elements=False)
        yield whole[: whole.rindex(b"</")]
    for piece in inside:
        yield piece if isinstance(piece, bytes) else tostring(piece, encoding="utf-8")
    yield b"".join(f"</{element.tag}>".encode() for element in reversed(opened))
