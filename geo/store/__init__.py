"""The store: one GeoPackage for each dataset."""

from geo.store.geopackage import open_dataset, write_dataset

__all__ = ["open_dataset", "write_dataset"]
