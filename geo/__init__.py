"""Clearance Atlas: maps of what is claimed about minefields and their clearance.

Open and read
    `open_dataset` a folder or a GeoPackage; `read_dataset` a folder; `import_delivery` of an
    office; `write_dataset` as a GeoPackage; `Dataset`
Look for faults
    `check`
Claims: who says what
    `contradictions`, `questions`, `series`, `district_figures`, `district_summary`,
    `accident_table`, `citation`
Land: real outlines
    `ledger` between two dates, `land` for many dates, `remaining` hazard, `overlaps`,
    `zone_shares`, `changes`
Places
    `recorded`: what is recorded here
Rasters
    `exposure`: who and what is near hazards; `priorities`: task sites in an order of work;
    surfaces and statistics by zone are in `geo.raster`
Records of minefields
    `record_accuracy`: how right they are, against what was found on searched ground
Maps
    `folium_map`, `render_map`, `render_comparison`, `Overlay`, `Surface`
Tables to hand in
    `treaty_tables`; sheets for paper are in `geo.report`
Files for others
    `export_geojson`, `export_geopackage`, `export_geoparquet`, `export_csv`, `export_xlsx`,
    `export_kml`, `export_maxml`, `export_flatgeobuf`, `export_shapefile`, `export_pmtiles`,
    `export_postgis`

Functions of claims and of land take a dataset, or the frames of its layers. Names are loaded when
first used, so that the command line starts quickly.

Examples
--------
>>> import geo
>>> dataset = geo.open_dataset("layers/karabakh.gpkg")  # doctest: +SKIP
>>> geo.folium_map(dataset)  # doctest: +SKIP
>>> geo.contradictions(dataset)  # doctest: +SKIP
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
