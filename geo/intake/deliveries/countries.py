"""Countries that the known package of boundaries has, so that a misspelt one is told at once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from geo.errors import UnknownName
from geo.intake.deliveries.mapping import fold_heading
from geo.model import lists


@cache
def known_countries() -> dict[str, list[str]]:
    """Return names and codes of the countries in the package, by their name in it."""
    text = files("geo.intake.deliveries").joinpath("countries.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: lists.split(more) for name, more in (line.split(": ", 1) for line in lines)}


def expect_country(country: str) -> None:
    """Refuse a country that the package does not have, before 95 MB are fetched and read.

    Raises
    ------
    UnknownName
        With near names.
    """
    wanted = fold_heading(country)
    known = known_countries()
    if not any(
        wanted == fold_heading(text) for name, more in known.items() for text in (name, *more)
    ):
        raise unknown_country(country, sorted(known))


def unknown_country(country: str, known: list[str]) -> UnknownName:
    """Return the error of a country that is not there, with near names."""
    wanted = fold_heading(country)
    error = UnknownName("country", country, known)
    if wanted and (longer := [n for n in known if wanted in fold_heading(n)]):
        error.hint = f"Did you mean {', '.join(longer)}?"
    return error
