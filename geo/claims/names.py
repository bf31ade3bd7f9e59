"""District names, matched through what rival sources call the district.

Names are compared after Unicode normalisation (NFKC), case folding and removal of diacritics and
of words like 'district' or 'rayonu'. A name that stands for two districts stands for neither.
"""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches

import pandas as pd

from geo.model.lists import split

# Letters without a combining mark, which decomposition leaves as they are; apostrophes go.
_LETTERS = str.maketrans({"ə": "a", "ı": "i", "-": " ", **dict.fromkeys("'’ʻʼ", "")})

# Earlier columns win: a canonical name is not made ambiguous by somebody else's alias.
_TIERS = (("district",), ("name_az", "name_hy", "name_ru", "aliases"), ("name_local",))

NAME_COLUMNS = tuple(column for tier in _TIERS for column in tier)

# Words beside a name that are no part of it.
_WORDS = (
    *("district", "region", "rayon", "rayonu", "raion", "city", "town", "province"),
    *("şəhəri", "şəhər", "sahari", "район", "город", "շրջան", "քաղաք"),
)


def fold(text: str) -> str:
    """Return a name as it is compared: NFKC, no case, no diacritics, single spaces.

    Examples
    --------
    >>> fold("  AĞDAM   Rayonu ")
    'agdam rayonu'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not plain.isascii():
        marks = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in marks if not unicodedata.combining(c))
    return " ".join(plain.split())


_BESIDE = tuple(f" {fold(word)} " for word in _WORDS)


def _bare(name: str) -> str:
    """Drop one leading or trailing word that is no part of the name."""
    padded = f" {name} "
    for word in _BESIDE:
        if padded.endswith(word):
            return padded.removesuffix(word).strip()
        if padded.startswith(word):
            return padded.removeprefix(word).strip()
    return name


class DistrictNames:
    """Canonical names of districts by any of their names.

    Parameters
    ----------
    districts : DataFrame
        The ``districts`` layer; geometry is not needed.
    """

    def __init__(self, districts: pd.DataFrame) -> None:
        self._owners: dict[str, set[str]] = {}
        for tier in _TIERS:
            named: dict[str, set[str]] = {}
            for column in tier:
                for owner, names in zip(districts["district"], districts[column], strict=True):
                    for name in split(names):
                        if plain := fold(name):
                            named.setdefault(plain, set()).add(str(owner))
            self._owners = named | self._owners

    def canonical(self, text: str) -> str | None:
        """Return the district that a name stands for; None if unknown or ambiguous.

        Examples
        --------
        >>> from geo.model.layers import DISTRICTS
        >>> from geo.model.schema import give_types
        >>> register = pd.DataFrame({"district": ["Aghdam"], "aliases": ["Agdam;Ağdam"]})
        >>> DistrictNames(give_types(register, DISTRICTS)).canonical("Ağdam rayonu")
        'Aghdam'
        """
        plain = fold(text)
        owners = self._owners.get(plain) or self._owners.get(_bare(plain), set())
        return next(iter(owners)) if len(owners) == 1 else None

    def canonical_all(self, texts: pd.Series[str]) -> pd.Series[str]:
        """Return the district each name stands for; missing where unknown or ambiguous.

        Parameters
        ----------
        texts : Series of str, shape (n,)

        Returns
        -------
        Series of str, shape (n,)
            Same index.
        """
        return texts.map({text: self.canonical(text) for text in texts.dropna().unique()}).astype(
            "str"
        )

    def suggestions(self, text: str, n: int = 3) -> list[str]:
        """Return districts written much like `text`, nearest first; all owners if ambiguous."""
        bare = _bare(fold(text))
        near = dict.fromkeys([fold(text), bare])
        near |= dict.fromkeys(get_close_matches(bare, self._owners, n=n, cutoff=0.7))
        owners = (owner for name in near for owner in sorted(self._owners.get(name, ())))
        return list(dict.fromkeys(owners))[:n]
