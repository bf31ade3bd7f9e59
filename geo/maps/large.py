"""Layers with too many features for an element each: drawn on canvas tiles (see `geo.maps.canvas`).

The page's scripts treat them as the small ones: the same legend, colours, days and cards. A
feature's text stays compressed until somebody asks for that feature.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.maps.canvas import COLOUR_BLIND, UN, CanvasLayer
from geo.model.layers import KEYED, LAYERS
from geo.model.terms import Support

# From this size on a layer of the page is drawn on canvas tiles. Below it, every feature is an
# element of the page.
LARGE = 5_000
# Drawn layer -> layer of the schema, and the column that says of what class a feature is.
SOURCE = {
    "hazards": ("hazard_areas", "classification"),
    "released": ("land_release", "product"),
    "events": ("events", "kind"),
}
# Values as delivered are for those who work on the data; the GeoPackage has them.
_LEFT_OUT = ("source_id", "source_values", "delivery")


class LargeLayer(CanvasLayer):
    """Hazardous areas, released land or events of the page, with a card that the page itself opens.

    Parameters
    ----------
    name : {'hazards', 'released', 'events'}
        The drawn layer.
    frame : GeoDataFrame
        Rows of the layer that may be drawn.
    numbers : Series of int
        Number of each source by its id (see `geo.model.sources.number_sources`).
    pane : str
        Leaflet pane to draw in.
    earlier : bool
        Whether these are rows of an earlier state, for the left side of a swipe; their sources
        have no number on the page.
    """

    def __init__(
        self,
        name: str,
        frame: gpd.GeoDataFrame,
        numbers: pd.Series[int],
        pane: str,
        *,
        earlier: bool = False,
    ) -> None:
        layer, classes = SOURCE[name]
        key = KEYED[layer].key
        cited = frame.assign(source=frame["source_id"].map(numbers).astype("Int64"))
        outline = _outline(frame)
        shown = [
            column
            for column in cited.columns
            if column not in (key, classes, "geometry", *_LEFT_OUT) and cited[column].notna().any()
        ]
        super().__init__(
            cited.assign(outline=outline), name=LAYERS[layer].title, class_column=classes,
            styles=(COLOUR_BLIND, UN), label_column=key, popup_columns=shown,
            from_column="valid_from",
            to_column="valid_to" if "valid_to" in cited else None, known_column="known_from",
            legend=False, popup=False, show=False, pane=pane,
            status_column="outline" if outline.notna().any() else None,
        )  # fmt: skip
        self.atlas_layer = name
        self.earlier = earlier


def _outline(frame: pd.DataFrame) -> pd.Series[str]:
    """Tell what the outline of each row shows: that it was reconstructed, else the land status."""
    status = frame.get("land_status", pd.Series(None, frame.index, dtype=object)).astype(object)
    reconstructed = frame["support"] == Support.RECONSTRUCTED_POLYGON
    outline: pd.Series[str] = status.mask(reconstructed, str(Support.RECONSTRUCTED_POLYGON))
    return outline
