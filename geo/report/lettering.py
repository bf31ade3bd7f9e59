"""Fonts: which letters they hold, how wide a text is, and which letters no font here holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from geo.errors import NeedsExtra

FAMILY = "DejaVu Sans"
_POINT_MM = 25.4 / 72


@cache
def font_folder() -> Path:
    """Return the folder of the fonts that matplotlib brings: Latin, Cyrillic, Armenian, Arabic."""
    try:
        import matplotlib as mpl  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("a printed sheet", "matplotlib", "report") from None
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


@cache
def _font(bold: bool) -> tuple[dict[int, str], Any, int]:
    """Return glyph names by code point, their widths, and the units of an em."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with matplotlib

    with TTFont(font_folder() / f"DejaVuSans{'-Bold' if bold else ''}.ttf") as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


@lru_cache(maxsize=4096)
def width_mm(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide a text is in `FAMILY`, without kerning."""
    names, widths, em = _font(bold)
    total = sum(widths[names.get(ord(c), ".notdef")][0] for c in text)
    return float(total) / em * size_pt * _POINT_MM


def missing_letters(texts: Iterable[str]) -> str:
    """Return the letters that `FAMILY` does not hold, each once, sorted."""
    names = _font(False)[0]
    return "".join(
        sorted({c for text in texts for c in text if ord(c) not in names and c.isprintable()})
    )


@cache
def _letters_of(path: str) -> tuple[str, frozenset[int]]:
    """Return the family of a font file and the letters it holds; none of a broken font."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return str(font["name"].getBestFamilyName()), frozenset(font.getBestCmap() or ())
    except (TTLibError, KeyError, OSError, AssertionError, ValueError):
        return "", frozenset()


@cache
def fallbacks(letters: str) -> tuple[tuple[str, Path], ...]:
    """Return fonts of this machine that hold letters which `FAMILY` lacks: family and file.

    The same letters give the same fonts on the same machine.
    """
    from matplotlib.font_manager import findSystemFonts  # noqa: PLC0415

    left, found = set(letters), []
    for path in sorted(findSystemFonts(fontext="ttf")) if left else ():
        family, held = _letters_of(path)
        if any(ord(c) in held for c in left):
            found.append((family, Path(path)))
            left = {c for c in left if ord(c) not in held}
    return tuple(found)


def letters_without_font(letters: str) -> str:
    """Return the letters that no font here holds."""
    fonts = [_letters_of(str(path))[1] for _, path in fallbacks(letters)]
    return "".join(c for c in letters if not any(ord(c) in held for held in fonts))


def scripts(letters: str) -> list[str]:
    """Return the scripts of letters by their Unicode names: 'Khmer', 'Ethiopic'."""
    return sorted({unicodedata.name(c, "UNKNOWN").split()[0].capitalize() for c in letters})
