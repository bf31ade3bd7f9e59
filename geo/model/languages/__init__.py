"""Languages of the page: one file each, ``xx.toml``, by the English text of the page's scripts.

A file holds the language's own ``name``, its ``direction``, its ``decimal`` and ``group`` marks,
twelve short ``months``, ``[strings]`` (English sentence -> sentence, with the same ``{places}``)
and ``[counts]`` (English noun -> the noun after numbers, by the plural classes of the Unicode
CLDR). A dataset may bring files of the same form: see `geo.model.languages.own`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from geo.model.languages.language import Language

CODES = ("ar", "az", "es", "fr", "hy", "ru", "uk")


@cache
def languages() -> dict[str, Language]:
    """Return all languages that come with the atlas, but English, by code."""
    folder = files("geo.model.languages")
    return {
        code: Language.model_validate(
            tomllib.loads(folder.joinpath(f"{code}.toml").read_text(encoding="utf-8"))
        )
        for code in CODES
    }


@cache
def sentences() -> tuple[str, ...]:
    """Return all sentences of the page in English, sorted; a test holds them against the page."""
    return tuple(sorted({text for one in languages().values() for text in one.strings}))


def translatable(text: str) -> str:
    """Mark English text of Python that the page says in its own language."""
    return text
