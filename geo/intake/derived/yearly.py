"""The `district_figures` layer: what is claimed of each district in each year."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.claims.differences import contested_claims
from geo.claims.yearly import ROW, UNDATED, claims_by_year, figures_by_year, newest_year
from geo.model.dataset import Dataset
from geo.model.layers import CITATIONS, DISTRICT_FIGURES
from geo.model.schema import CRS, give_types

_ELSEWHERE = "No single district"
_PREFIX = "none"  # of the rows of no single district; a district's rows have its name


def district_figures(dataset: Dataset) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the `district_figures` layer, and the links of its rows to claims and sources.

    Parameters
    ----------
    dataset : Dataset
        The rows that count; see `geo.model.dataset.current`.

    Returns
    -------
    figures : GeoDataFrame (EPSG:4326)
        The newest year that has land cleared in any district (or any figure, if none has) has a
        row for every district, also for those of which nothing is recorded.
    links : DataFrame
        As the `citations` table.
    """
    claims, districts = dataset["claims"], dataset["districts"]
    counted = claims_by_year(claims, dataset["sources"], districts)
    table = figures_by_year(counted, dataset["accidents"], districts)
    disputed = counted["claim_id"].isin(contested_claims(claims))
    table["contested"] = disputed.groupby([counted["district"], counted["year"]]).any()
    table = _with_every_district(table, districts)
    district = table.index.get_level_values("district").to_series(index=table.index)
    year = table.index.get_level_values("year").to_series(index=table.index)
    dated = year != UNDATED
    table = table.assign(
        figure_id=_key(district, year),
        name=district.where(district != "", _ELSEWHERE),
        district=district.where(district != ""),
        year=year.where(dated),
        valid_from=(year.astype("str") + "-01-01").where(dated),
        valid_to=((year + 1).astype("str") + "-01-01").where(dated),
        n_claims=table["n_claims"].fillna(0),
        n_sources=table["n_sources"].fillna(0),
        contested=table["contested"].astype("boolean").fillna(False),
    ).reset_index(drop=True)
    outlines = dict(zip(districts["district"], districts["geometry"], strict=True))
    shapes = np.empty(len(table), dtype=object)
    shapes[:] = [outlines.get(name) for name in table["district"]]
    layer = gpd.GeoDataFrame(give_types(table, DISTRICT_FIGURES), geometry=shapes, crs=CRS)
    links = counted.assign(
        layer=DISTRICT_FIGURES.name, feature_id=_key(counted["district"], counted["year"])
    )
    return layer, links[CITATIONS.names]


def _key(district: pd.Series[str], year: pd.Series[int]) -> pd.Series[str]:
    when = year.astype("str").where(year != UNDATED, "undated")
    return district.where(district != "", _PREFIX) + ":" + when


def _with_every_district(table: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Add what the newest year lacks: a district without a row would look like one without need."""
    year = newest_year(table.reset_index())
    if year is None:
        return table
    every = pd.MultiIndex.from_product([districts["district"], [year]], names=ROW)
    return table.reindex(table.index.union(every))
