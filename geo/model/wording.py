"""Counted nouns, as sentences of findings and commands need them."""

from __future__ import annotations


def counted(n: int, noun: str) -> str:
    """'1 row', '2 rows', '1,653 claims'.

    Parameters
    ----------
    n : int
    noun : str
        In the singular; its plural ends in -s.
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
