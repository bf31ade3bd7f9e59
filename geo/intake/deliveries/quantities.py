"""Figures as people write them: 'over 1,500', '20–25', 'up to 5', '1.2 million', '17 ha'.

The inverse of `geo.claims.values.wording`. What is not understood whole is not read at all: a
claim without figure is better than one with a figure that nobody stated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from geo.intake.deliveries.mapping import listed_words, tables

_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f\u2009\u066c\u2019' ](?=\d{3}(?!\d))")
_NUMBER = r"\d[\d.,]*\d|\d"
_WRITTEN = re.compile(
    rf"(?P<before>\D*?)(?P<first>{_NUMBER})\s*(?P<many>[^\W\d_]+(?![^\W\d_])\.?)?\s*"
    rf"(?:(?P<between>[–—−-]|[^\W\d_]+)\s*(?P<last>{_NUMBER}))?(?P<after>\D*)"
)
_GROUPS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_DECIMAL = re.compile(r"\d+,\d+")


@dataclass(frozen=True)
class Quantity:
    """A figure: its value, what it is at least and at most, and its unit, as far as stated."""

    value: float | None = None
    least: float | None = None
    most: float | None = None
    unit: str | None = None


@cache
def _about() -> re.Pattern[str]:
    words = sorted(listed_words("qualifiers", "about") - {"total", "a total of"}, key=len)
    forms = "|".join(re.escape(w) for w in reversed(words))
    return re.compile(rf"(?:{forms})\s*(?=[\d+-])", re.IGNORECASE)


def strip_about(text: str) -> str:
    """Return a number without the words before it that say that it is only about right.

    Examples
    --------
    >>> strip_about("oko 357660"), strip_about("~1,5"), strip_about("12")
    ('357660', '1,5', '12')
    """
    match = _about().match(text)
    return text[match.end() :] if match else text


def judge_comma(numbers: Iterable[str]) -> str:
    """Tell what the comma marks in the numbers of one column.

    Parameters
    ----------
    numbers : iterable of str
        Without spaces.

    Returns
    -------
    str
        'thousands', 'decimals', 'either' where it may be both, '' where it is neither.

    Examples
    --------
    >>> judge_comma(["1,500", "1,234,567"]), judge_comma(["1,5", "2,25"]), judge_comma(["1,500"])
    ('thousands', 'decimals', 'either')
    """
    commas = [n.lstrip("+-") for n in numbers if "," in n]
    thousands = bool(commas) and all(_GROUPS.fullmatch(n) for n in commas)
    decimals = bool(commas) and all(_DECIMAL.fullmatch(n) for n in commas)
    if thousands and decimals:
        return "either"
    return "thousands" if thousands else "decimals" if decimals else ""


def decimal_mark(texts: Iterable[str]) -> str | None:
    """Return the decimal mark of a column of written figures; None if it cannot be told.

    A text in English settles what the numbers alone leave open: in 'over 1,500' the comma marks
    thousands.
    """
    plain = [_plain(t) for t in texts]
    found = judge_comma(n for t in plain for n in re.findall(_NUMBER, t))
    if found == "decimals":
        return ","
    if found == "either":
        english = listed_words("qualifiers", "english")
        if not any(w in english for t in plain for w in _words_before(t)):
            return None
    return "."


def read_quantity(text: str, decimal: str | None, qualifier: str = "") -> Quantity | None:
    """Read one written figure.

    Parameters
    ----------
    text : str
        As delivered.
    decimal : str, optional
        Decimal mark, '.' or ','; None where it is not known: then a number with a comma is not
        read.
    qualifier : str, default ''
        From a column of its own: 'over', 'about', …

    Returns
    -------
    Quantity or None
        None if any part of the text is not understood. 'Over' and 'at least' leave the value
        open, as 'up to' does; 'nearly' is a value that is not exceeded; 'about' is its value.

    Examples
    --------
    >>> read_quantity("over 1,500 ha", ".")
    Quantity(value=None, least=1500.0, most=None, unit='ha')
    >>> read_quantity("20–25", ".")
    Quantity(value=None, least=20.0, most=25.0, unit=None)
    """
    match = _WRITTEN.fullmatch(_plain(text))
    if match is None:
        return None
    before = " ".join(filter(None, (_plain(qualifier), match["before"].strip())))
    after, many, between = (match[n] or "" for n in ("after", "many", "between"))
    factor, unit = _many(many)
    if match["last"]:
        last_factor, after = _leading_many(after)
        factor = factor if many else last_factor
        second = number(match["last"], decimal, last_factor)
        if unit or between not in listed_words("ranges", "between"):
            return None
    else:
        if between:
            return None
        after, second = f"{unit} {after}".strip(), None
    first = number(match["first"], decimal, factor)
    after = after.strip()
    plus = after.startswith("+")
    named = parse_unit(after.removeprefix("+").strip(" .;"))
    if first is None or named is None or (match["last"] and second is None):
        return None
    if second is not None:
        fits = not plus and first <= second and before in {"", *listed_words("ranges", "before")}
        return Quantity(None, first, second, named or None) if fits else None
    return _bounded(first, "least" if plus and not before else _kind(before), named or None)


def _bounded(value: float, kind: str | None, unit: str | None) -> Quantity | None:
    match kind:
        case "least":
            return Quantity(None, value, None, unit)
        case "most":
            return Quantity(None, None, value, unit)
        case "nearly":
            return Quantity(value, None, value, unit)
        case "about":
            return Quantity(value, None, None, unit)
        case _:
            return None


def _kind(words: str) -> str | None:
    """Tell what comes before a number: nothing and 'about' leave it as it is; None if unknown."""
    if not words:
        return "about"
    kinds = ("least", "most", "nearly", "about")
    return next((k for k in kinds if words in listed_words("qualifiers", k)), None)


def parse_unit(words: str) -> str | None:
    """Return the usual name of a unit; '' for none, None if it is not known."""
    if not words:
        return ""
    return _units().get(_plain(words))


@cache
def _units() -> dict[str, str]:
    return {_plain(word): unit for unit, words in tables("units").items() for word in words}


def _plain(text: str) -> str:
    # A unit's exponent is no figure.
    text = re.sub(r"(?<![^\W\d_])(k?m|к?м) ?[2²](?!\d)", r"\1sq", text, flags=re.IGNORECASE)
    kept = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES.sub("", re.sub(r"\s+", " ", kept).strip())


def _words_before(text: str) -> list[str]:
    match = re.match(r"\D+", text)
    return [match[0].strip()] if match else []


def number(text: str, decimal: str | None, factor: int = 1) -> float | None:
    """A number with that decimal mark, times a factor; None if it is none, or may be another."""
    if "," in text and decimal is None:
        return None
    group = "." if decimal == "," else ","
    if group in text:
        whole = text.partition(decimal or ".")[0]
        if not re.fullmatch(rf"\d{{1,3}}({re.escape(group)}\d{{3}})+", whole):
            # '12.5' in a column of decimal commas is a decimal point all the same
            group = "" if group == "." and text.count(".") == 1 and "," not in text else "!"
    if group == "!":
        return None
    plain = text.replace(group, "") if group else text
    try:
        return float(Decimal(plain.replace(",", ".")) * factor)
    except InvalidOperation:
        return None


def _many(word: str) -> tuple[int, str]:
    """Return factor of a word such as 'million'; any other word is (the start of) the unit."""
    found = next((f for f, w in ((1000, "thousand"), (10**6, "million"))
                  if word in listed_words("many", w)), None)  # fmt: skip
    return (1, word) if found is None else (found, "")


def _leading_many(after: str) -> tuple[int, str]:
    word, _, rest = after.strip().partition(" ")
    factor, unit = _many(word)
    return factor, f"{unit} {rest}".strip()
