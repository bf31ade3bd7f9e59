"""The ground that a claim speaks of, as the texts of `footprint_id` and `zone_id` write it.

``place:P001``, ``places:P001;P002``, ``district:Fuzuli``, ``districts:Fuzuli;Jabrayil``,
``region:liberated territories``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import pandas as pd

from geo.errors import InvalidFootprint
from geo.model import lists


class Ground(StrEnum):
    """Kind of thing that the names of a footprint name."""

    PLACE = "place"
    DISTRICT = "district"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Footprint:
    """A place or several, a district or several, or a region without outline.

    Attributes
    ----------
    ground : Ground
    names : tuple of str
        Ids of places, canonical names of districts, or the region as written.
    """

    ground: Ground
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a footprint from its text.

        Raises
        ------
        InvalidFootprint
            If it begins with no known ground, or names nothing.
        """
        kind, _, names = text.partition(":")
        for ground in Ground:
            if names and kind == ground:
                return cls(ground, (names,))
            if (
                kind == f"{ground}s"
                and ground is not Ground.REGION
                and (parts := lists.split(names))
            ):
                return cls(ground, tuple(parts))
        raise InvalidFootprint(
            f"{text!r} is no footprint",
            "It is place:ID, places:ID;ID, district:NAME, districts:NAME;NAME or region:NAME.",
        )

    def __str__(self) -> str:
        several = "s" if len(self.names) > 1 else ""
        return f"{self.ground}{several}:{lists.join(self.names)}"

    @property
    def places(self) -> tuple[str, ...]:
        """Ids of the places; of other ground none."""
        return self.names if self.ground is Ground.PLACE else ()

    @property
    def districts(self) -> tuple[str, ...]:
        """Names of the districts; of other ground none."""
        return self.names if self.ground is Ground.DISTRICT else ()


def parse_all(texts: pd.Series) -> pd.DataFrame:
    """Read many footprints.

    Parameters
    ----------
    texts : Series of str, shape (n,)

    Returns
    -------
    DataFrame, shape (n, 3)
        ``ground`` (see `Ground`), ``names`` (tuple) and ``n`` (how many), same index; '', () and
        0 where a text is missing.

    Raises
    ------
    InvalidFootprint
    """
    known = {text: Footprint.parse(text) for text in texts.dropna().unique()}
    found = [known.get(text) for text in texts]
    names = [footprint.names if footprint else () for footprint in found]
    return pd.DataFrame(
        {
            "ground": pd.Series(
                [str(f.ground) if f else "" for f in found], index=texts.index, dtype="str"
            ),
            "names": pd.Series(names, index=texts.index, dtype="object"),
            "n": pd.Series([len(of) for of in names], index=texts.index, dtype="int64"),
        }
    )
