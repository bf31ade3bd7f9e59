"""Clearance Atlas: maps of what is claimed about minefields and their clearance.

The names below are loaded when first used, so that the command line starts quickly.

Examples
--------
>>> import geo
>>> dataset = geo.open_dataset("layers/karabakh.gpkg")  # doctest: +SKIP
>>> geo.folium_map(dataset)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.checks import check
    from geo.claims.contradictions import contradictions
    from geo.claims.figures import district_figures
    from geo.claims.over_time import series
    from geo.claims.summary import district_summary
    from geo.export.geojson import export_geojson
    from geo.intake.folder import read_dataset
    from geo.maps.page import folium_map, render_comparison, render_map
    from geo.maps.pictures import Overlay
    from geo.model.dataset import Dataset
    from geo.model.sources import citation
    from geo.places.recorded import recorded
    from geo.store import open_dataset, write_dataset

__all__ = [
    "Dataset",
    "Overlay",
    "check",
    "citation",
    "contradictions",
    "district_figures",
    "district_summary",
    "export_geojson",
    "folium_map",
    "open_dataset",
    "read_dataset",
    "recorded",
    "render_comparison",
    "render_map",
    "series",
    "write_dataset",
]

_HOMES = {
    "Dataset": "geo.intake.folder",
    "Overlay": "geo.maps.pictures",
    "check": "geo.checks",
    "citation": "geo.model.sources",
    "contradictions": "geo.claims.contradictions",
    "district_figures": "geo.claims.figures",
    "district_summary": "geo.claims.summary",
    "export_geojson": "geo.export.geojson",
    "folium_map": "geo.maps.page",
    "open_dataset": "geo.store",
    "read_dataset": "geo.intake.folder",
    "recorded": "geo.places.recorded",
    "render_comparison": "geo.maps.page",
    "render_map": "geo.maps.page",
    "series": "geo.claims.over_time",
    "write_dataset": "geo.store",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'geo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
