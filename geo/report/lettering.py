"""Fonts: which letters they hold, how wide a text is, and which letters no font here holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
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

    font = TTFont(font_folder() / f"DejaVuSans{'-Bold' if bold else ''}.ttf", lazy=True)
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def width_mm(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide a text is in `FAMILY`, without kerning."""
    names, widths, em = _font(bold)
    total = sum(widths[names.get(ord(c), ".notdef")][0] for c in text)
    return float(total) / em * size_pt * _POINT_MM


def missing(texts: Iterable[str]) -> str:
    """Return the letters that `FAMILY` does not hold, each once, sorted."""
    names = _font(False)[0]
    return "".join(
        sorted({c for text in texts for c in text if ord(c) not in names and c.isprintable()})
    )


@cache
def fallbacks(letters: str) -> tuple[tuple[str, Path], ...]:
    """Return fonts of this machine that hold letters which `FAMILY` lacks: family and file.

    Fewest fonts first; the same letters give the same fonts on the same machine.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from matplotlib.font_manager import findSystemFonts  # noqa: PLC0415

    left, found = set(letters), []
    for path in sorted(findSystemFonts(fontext="ttf")) if left else ():
        try:
            font = TTFont(path, lazy=True, fontNumber=0)
            held = {c for c in left if ord(c) in font.getBestCmap()}
        except Exception:  # noqa: S112 - a broken font of the machine holds nothing
            continue
        if held:
            found.append((str(font["name"].getBestFamilyName()), Path(path)))
            left -= held
    return tuple(found)


def unheld(letters: str) -> str:
    """Return the letters that no font here holds."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    left = set(letters)
    for _, path in fallbacks(letters):
        left -= {c for c in left if ord(c) in TTFont(path, lazy=True, fontNumber=0).getBestCmap()}
    return "".join(sorted(left))


def scripts(letters: str) -> list[str]:
    """Return the scripts of letters by their Unicode names: 'Khmer', 'Ethiopic'."""
    return sorted({unicodedata.name(c, "UNKNOWN").split()[0].capitalize() for c in letters})
