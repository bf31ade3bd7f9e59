"""The sides of a conflict and how often each speaks: counted, never written."""

from __future__ import annotations

import pandas as pd

from geo.claims.comparison import organisation
from geo.claims.figures import canonical_groups
from geo.claims.names import DistrictNames
from geo.model.lists import join, split, split_all

NO_SIDE = "none"  # of a publisher or claimant that belongs to no side
_WHOLE = ""


def known_claimants(claimants: pd.DataFrame) -> dict[str, str]:
    """Return who is meant by each spelling of the register: its id by folded name or alias.

    Parameters
    ----------
    claimants : DataFrame
        The ``claimants`` table.
    """
    rows = claimants[["claimant_id", "name", "aliases"]].itertuples(index=False)
    known: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for key, name, others in rows:
        known.setdefault(str(name).casefold(), key)
        for other in split(others):
            aliases.setdefault(other.strip().casefold(), key)
    return aliases | known


def claimant_ids(claims: pd.DataFrame, claimants: pd.DataFrame) -> pd.Series[str]:
    """Return the register's id of whoever makes each claim, missing if it is not registered.

    Parameters
    ----------
    claims, claimants : DataFrame
        Tables of the schema. The person in brackets after a claimant does not count.
    """
    known = known_claimants(claimants)
    names = organisation(claims["claimant"].fillna(""))
    return pd.Series([known.get(n.casefold()) for n in names], claims.index, dtype="str")


def claimant_parties(claims: pd.DataFrame, claimants: pd.DataFrame) -> pd.Series[str]:
    """Return the side each claim's claimant belongs to, missing where that is not known.

    Parameters
    ----------
    claims, claimants : DataFrame
        Tables of the schema.
    """
    sides = claimants.set_index("claimant_id")["party"]
    return claimant_ids(claims, claimants).map(sides).astype("str")


def publisher_parties(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series[str]:
    """Return the side each claim's publisher belongs to, missing where that is not known.

    Parameters
    ----------
    claims, sources : DataFrame
        Tables of the schema.
    """
    return claims["source_id"].map(sources.set_index("source_id")["party"]).astype("str")


def balance(
    claims: pd.DataFrame,
    sources: pd.DataFrame,
    claimants: pd.DataFrame,
    districts: pd.DataFrame,
) -> pd.DataFrame:
    """Count claims by the side of who makes them and of who prints them, and sources by origin.

    Parameters
    ----------
    claims, sources, claimants, districts : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame
        ``district``: '' for the whole dataset, else a canonical name; a claim of several districts
        counts in each. ``by``: 'claimant', 'publisher' or 'origin'. ``value``: the side, 'none'
        for no side, or the origin; missing where nobody recorded it. ``n``: claims; of origins,
        sources. Sorted by district and by; the most first. Empty where the dataset records
        neither sides nor origins.
    """
    sides = pd.DataFrame(
        {
            "claim": claims.index,
            "source_id": claims["source_id"],
            "claimant": claimant_parties(claims, claimants),
            "publisher": publisher_parties(claims, sources),
            "origin": claims["source_id"].map(sources.set_index("source_id")["origin"]),
        },
        index=claims.index,
    )
    recorded = [by for by in ("claimant", "publisher", "origin") if sides[by].notna().any()]
    groups, _ = canonical_groups(claims["districts"], DistrictNames(districts))
    each = sides.assign(district=split_all(groups)).explode("district")
    each = pd.concat([sides.assign(district=_WHOLE), each[each["district"].notna()]])
    counted = []
    for by in recorded:
        what = "source_id" if by == "origin" else "claim"
        once = each.drop_duplicates(["district", what])
        n = once.groupby(["district", by], dropna=False, sort=False).size()
        counted.append(n.rename("n").reset_index().rename(columns={by: "value"}).assign(by=by))
    columns = ["district", "by", "value", "n"]
    if not counted:
        return pd.DataFrame(columns=columns)
    out = pd.concat(counted, ignore_index=True)[columns]
    order = ["district", "by", "n", "value"]
    return out.sort_values(order, ascending=[True, True, False, True], ignore_index=True)


def silent_sides(balance: pd.DataFrame) -> pd.DataFrame:
    """Return the sides that make no claim about a district of which others speak.

    Parameters
    ----------
    balance : DataFrame
        Result of `balance`.

    Returns
    -------
    DataFrame
        ``party``: a side that makes claims about some district; ``districts``: ';'-joined names
        of those of which it says nothing; ``n``: how many; ``of``: of how many. The most first.
    """
    made = balance[(balance["by"] == "claimant") & (balance["district"] != _WHOLE)]
    told = sorted(made["district"].unique())
    named = made[made["value"].notna() & (made["value"] != NO_SIDE)]
    rows = []
    for party, group in named.groupby("value"):
        without = sorted(set(told) - set(group["district"]))
        rows.append((party, join(without), len(without), len(told)))
    out = pd.DataFrame(rows, columns=["party", "districts", "n", "of"])
    return out[out["n"] > 0].sort_values(["n", "party"], ascending=[False, True], ignore_index=True)
