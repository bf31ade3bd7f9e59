"""Lists in one text: names or ids joined by ';', as cells of the tables hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = ";"


def split(text: object) -> list[str]:
    """Return the parts of a list, in their order, without blanks around them.

    Parameters
    ----------
    text : object
        Cell of a table; what is no text (None, NaN, NA) is an empty list.

    Examples
    --------
    >>> split("Fuzuli; Jabrayil;")
    ['Fuzuli', 'Jabrayil']
    """
    if not isinstance(text, str):
        return []
    return [part for name in text.split(SEPARATOR) if (part := name.strip())]


def join(names: Iterable[object]) -> str:
    """Return names or ids as one text, in the order given."""
    return SEPARATOR.join(map(str, names))


def union(texts: Iterable[object]) -> list[str]:
    """Return what some lists hold, each part once, in alphabetical order."""
    return sorted({part for text in texts for part in split(text)})


def split_all(texts: pd.Series) -> pd.Series:
    """Return the parts of each of many lists, same index; None where a text is missing.

    ``split_all(texts).explode()`` has a row for each part.
    """
    import pandas as pd  # noqa: PLC0415 - half a second that commands without tables need not wait

    known = {text: split(text) for text in texts.dropna().unique()}
    return pd.Series([known.get(text) for text in texts], index=texts.index, dtype="object")
