"""The store: one GeoPackage for each dataset, and one for the findings of a check."""

from geo.store.findings import write_findings
from geo.store.geopackage import open_dataset, write_dataset

__all__ = ["open_dataset", "write_dataset", "write_findings"]
