"""The store: one GeoPackage for each dataset, and one for the findings of a check.

The only room that reads and writes GeoPackages of ours. A `Dataset` goes in and comes back the
same, checked again where somebody edited a layer. Tables, constraints and styles derive from the
schema.
"""

from geo.store.findings import write_findings
from geo.store.geopackage import write_dataset
from geo.store.opening import open_dataset

__all__ = ["open_dataset", "write_dataset", "write_findings"]
