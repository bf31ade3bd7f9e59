"""Languages of the page: one file each, ``xx.toml``, by the English text of the page's scripts.

A file holds the language's own ``name``, its ``decimal`` and ``group`` marks, twelve short
``months``, ``[strings]`` (English sentence -> sentence, with the same ``{places}``) and
``[counts]`` (English noun -> the noun after numbers, by the plural classes of the Unicode CLDR).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

CODES = ("az", "hy", "ru")


@cache
def languages() -> dict[str, dict[str, Any]]:
    """Return all languages but English, by code."""
    folder = files("geo.maps.languages")
    return {
        code: tomllib.loads(folder.joinpath(f"{code}.toml").read_text(encoding="utf-8"))
        for code in CODES
    }


def translatable(text: str) -> str:
    """Mark English text of Python that the page says in its own language."""
    return text
