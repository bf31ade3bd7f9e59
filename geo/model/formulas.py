"""Texts that a spreadsheet would take for a formula, made harmless (OWASP, 'CSV injection').

A program that splits lines at another mark than the comma finds cells within a text, too: after
``;``, a tab or a line break a formula would begin as it does at the start.
"""

from __future__ import annotations

import re
from typing import Any

# Also in the full width of Chinese and Japanese, which some programs take for the narrow ones.
_FORMULA = re.compile(r"^(?=[=+\-@\t\r＝＋－＠])|(?<=[;|\t\r\n])( *)(?=[=+\-@＝＋－＠])")


def is_formula(value: Any) -> bool:
    """Tell whether a value is a text that starts like a formula, or does so after a separator."""
    return isinstance(value, str) and _FORMULA.search(value) is not None


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before what starts like a formula in a text; return other values as is.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("1+1"), escape_formula(-1)
    ("'=1+1", '1+1', -1)
    >>> escape_formula("a; =1+1")
    "a; '=1+1"
    """
    return _FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
