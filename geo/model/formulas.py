"""Texts that a spreadsheet would take for a formula, made harmless (OWASP, 'CSV injection')."""

from __future__ import annotations

from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def is_formula(value: Any) -> bool:
    """Tell whether a value is a text that starts like a formula."""
    return isinstance(value, str) and value.startswith(_STARTS)


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before a text that starts like a formula; return other values as they are.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("1+1"), escape_formula(-1)
    ("'=1+1", '1+1', -1)
    """
    return f"'{value}" if is_formula(value) else value
