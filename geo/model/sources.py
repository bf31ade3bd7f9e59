"""The source register: order, numbers and citation text. The only place that words a citation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pandas as pd


def web_address(text: Any) -> str | None:
    """Return `text` if it is an absolute http(s) address, else None.

    Anything else (``javascript:``, ``data:``, control characters, a relative path) must never
    become a link.
    """
    if not isinstance(text, str) or any(c.isspace() or ord(c) < 0x20 for c in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def _given(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None or pd.isna(value) else str(value).strip()


def citation(row: Mapping[Any, Any]) -> str:
    """Word one source: author, title, publisher, date, address.

    Parameters
    ----------
    row : mapping
        A row of the ``sources`` table.

    Returns
    -------
    str
        Plain text; escape it for where it is shown.

    Examples
    --------
    >>> citation({"title": "Mines", "publisher": "Turan", "published": "2024-02"})
    '“Mines”, Turan, 2024-02.'
    """
    title = _given(row, "title")
    # Round brackets mark our own description of an untitled page: not a quotation.
    titled = title if title.startswith("(") else f"“{title}”" if title else "(untitled)"
    date = _given(row, "published") or "undated"
    note = " (date inferred)" if _given(row, "date_note") else ""
    parts = [_given(row, "author"), titled, _given(row, "publisher"), date + note]
    text = ", ".join(part for part in parts if part) + "."
    address = web_address(row.get("url"))
    return f"{text} {address}" if address else text


def short_citation(row: Mapping[Any, Any]) -> str:
    """Word one source in a few words: publisher and date.

    Examples
    --------
    >>> short_citation({"title": "Mines", "publisher": "Turan", "published": "2024-02"})
    'Turan, 2024-02'
    """
    return f"{_given(row, 'publisher')}, {_given(row, 'published') or 'undated'}"


def number_sources(sources: pd.DataFrame) -> pd.Series[int]:
    """Number the sources for citation marks [1], [2], … by date, then id; undated ones last.

    Parameters
    ----------
    sources : DataFrame
        The ``sources`` table.

    Returns
    -------
    Series of int
        Number by source id.
    """
    order = sources[["source_id", "published"]].copy()
    order["published"] = order["published"].fillna("9999")
    order = order.sort_values(["published", "source_id"], kind="stable")
    return pd.Series(range(1, len(order) + 1), index=order["source_id"].to_numpy(), dtype="int64")
