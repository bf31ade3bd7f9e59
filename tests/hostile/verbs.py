"""Every command of `atlas`, once: a new one without a row here fails the tests that use this.

``{dataset}`` is a GeoPackage, ``{folder}`` its folder, ``{empty}`` a folder with one source;
``{file}`` a delivery of areas, ``{points}`` of points, ``{legs}`` a form of records; ``{people}`` a
raster, ``{scan}`` an image with ``{control}`` points, ``{map}`` one with a position; ``{out}`` what
is written, without its ending.
"""

import click

from geo.cli.main import main

GIVEN = "--layer hazard_areas --source s1 --no-key"
EXPORTS = ("csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "kmz", "maxml", "parquet",
           "pmtiles", "shp", "xlsx")  # fmt: skip
# One that asks for a network says so in docs/commands.md; nothing else may.
NETWORK = ("sources check", "boundaries", "export postgis")
VERBS = {
    "init": "init made --in {out}",
    "import": f"import {{file}} --into {{empty}} {GIVEN}",
    "boundaries": "boundaries Georgia --into {empty} --overwrite",
    "build": "build {folder} -o {out}.gpkg --overwrite",
    "check": "check {dataset} -o {out}.json --overwrite",
    "layers list": "layers list {dataset}",
    "layers describe": "layers describe hazard_areas",
    "sources list": "sources list {dataset}",
    "sources show": "sources show {dataset} 1",
    "sources cite": "sources cite {dataset} 1",
    "sources check": "sources check {dataset} --timeout 1",
    "here": "here {dataset} {file} -o {out}.geojson --overwrite",
    "series": "series {dataset} area_cleared -o {out}.svg --overwrite",
    "questions": "questions {dataset} --search http -o {out}.csv --overwrite",
    "records traverse": "records traverse {legs} -o {out}.geojson --overwrite",
    "records template": "records template -o {out}.xlsx --overwrite",
    "records where": "records where {points}",
    "records accuracy": "records accuracy --items {points} --finds {points} --searched {file} "
    "--shifts 9 -o {out}.html --overwrite",
    "records georeference": "records georeference {scan} {control} -o {out}.tif --crs EPSG:32638 "
    "--overwrite",
    "map": "map {dataset} --overlay {map} exercise-register --raster {people} -o {out}.html "
    "--overwrite",
    "compare": "compare {dataset} {dataset} -o {out}.html --overwrite",
    "raster exposure": "raster exposure {dataset} {people} -o {out}.csv --overwrite",
    "raster zonal": "raster zonal {dataset} {people} --by {file} -o {out}.csv --overwrite",
    "raster density": "raster density {dataset} -o {out}.tif --cell 2000 --overwrite",
    "raster coverage": "raster coverage {dataset} -o {out}.tif --cell 2000 --overwrite",
    "raster distance": "raster distance {dataset} -o {out}.tif --cell 2000 --overwrite",
    "raster age": "raster age {dataset} -o {out}.tif --cell 2000 --overwrite",
    "priorities": "priorities {dataset} --people {people} --near road={points} --samples 50 "
    "-o {out}.html --overwrite",
    "report factsheet": "report factsheet {dataset} --district {district} -o {out}.pdf --overwrite",
    "report summary": "report summary {dataset} -o {out}.pdf --overwrite",
    "report completion": "report completion {dataset} {release} -o {out}.pdf --overwrite",
    "report dossier": "report dossier {dataset} {hazard} -o {out}.pdf --overwrite",
    "report extract": "report extract {dataset} {points} -o {out}.pdf --overwrite",
    "report treaty": "report treaty {dataset} --year 2021 -o {out}.docx --overwrite",
    "report completeness": "report completeness {dataset} -o {out}.xlsx --overwrite",
    "release": "release {dataset} -o {out} --overwrite",
    **{f"export {form}": f"export {form} {{dataset}} -o {{out}} --overwrite" for form in EXPORTS},
    "export postgis": "export postgis {dataset} {address}",
}


def leaves(group=main, path=()):
    """Yield the name of every command, and the command."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def words_of(verb, **names):
    """Return the words of a verb's row."""
    return [word.format(**names) for word in VERBS[verb].split()]
