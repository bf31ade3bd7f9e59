"""Files that ask for other files or addresses, in every format that is read: none is followed."""

import json
import shutil
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import rasterio
import shapely
from openpyxl.drawing.image import Image
from rasterio import Affine

POINT = {"type": "Point", "coordinates": [-19.95, -34.95]}
SQUARE = shapely.geometry.mapping(shapely.box(-19.95, -34.95, -19.94, -34.94))


def collection(shape, address, **more):
    told = {"name": f"a {address}/name", "hazard_id": "x1", "classification": "suspected",
            "support": "surveyed_polygon", "url": f"{address}/u", "$ref": f"{address}/r",
            "@context": f"{address}/c"}  # fmt: skip
    one = {"type": "Feature", "properties": told, "geometry": shape}
    return {"type": "FeatureCollection", "$schema": f"{address}/s.json", "features": [one], **more}


def vector(folder, address):
    """Yield files of shapes; those that GDAL may open as something else are in `test_doors`."""
    schema = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="x {address}/x.xsd"'
    )
    named = {"type": "name", "properties": {"name": f"{address}/def/crs/EPSG/0/4326"}}
    linked = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    for name, crs in (("named", named), ("linked", linked)):
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps(collection(SQUARE, address, crs=crs)))
        yield path
    path = folder / "rows.json"
    path.write_text(json.dumps([{"id": 1, "file": f"{address}/a", "$ref": f"{address}/b"}]))
    yield path
    kml = (
        f'<?xml version="1.0"?><?xml-stylesheet href="{address}/s.xsl" type="text/xsl"?>'
        f'<kml xmlns="http://www.opengis.net/kml/2.2" {schema}><Document>'
        f"<NetworkLink><Link><href>{address}/more.kml</href></Link></NetworkLink>"
        f"<GroundOverlay><Icon><href>{address}/i.png</href></Icon><LatLonBox><north>1</north>"
        "<south>0</south><east>1</east><west>0</west></LatLonBox></GroundOverlay>"
        f'<Style id="s"><IconStyle><Icon><href>{address}/i.png</href></Icon></IconStyle></Style>'
        f'<Schema name="x" id="x" parent="{address}/p"/>'
        f"<Placemark><name>p</name><styleUrl>{address}/s.kml#a</styleUrl><ExtendedData><SchemaData "
        f'schemaUrl="{address}/s#x"/></ExtendedData><Point><coordinates>-19.95,-34.95</coordinates>'
        f"</Point></Placemark><Placemark><Model><Link><href>{address}/m.dae</href></Link></Model>"
        "</Placemark></Document></kml>"
    )
    (folder / "links.kml").write_text(kml)
    yield folder / "links.kml"
    with zipfile.ZipFile(folder / "links.kmz", "w") as archive:
        archive.writestr("doc.kml", kml)
    yield folder / "links.kmz"
    gpx = (
        '<?xml version="1.0"?><gpx version="1.1" creator="x" '
        f'xmlns="http://www.topografix.com/GPX/1/1" {schema}><metadata><link href="{address}/l"/>'
        '</metadata><wpt lat="-34.95" lon="-19.95"><name>'
        f'a</name><link href="{address}/m"/></wpt></gpx>'
    )
    (folder / "links.gpx").write_text(gpx)
    yield folder / "links.gpx"
    maxml = Path("tests/data/hazards.maxml").read_text()
    head, _, rest = maxml.partition("?>")
    for name, entity in (("entity", f'"{address}/e"'), ("parameter", "")):
        declared = (
            f"<!ENTITY x SYSTEM {entity}>" if entity else f'<!ENTITY % p SYSTEM "{address}/p"> %p;'
        )
        path = folder / f"{name}.maxml"
        path.write_text(f'{head}?><!DOCTYPE a SYSTEM "{address}/a.dtd" [{declared}]>{rest}')
        yield path
    path = folder / "include.maxml"
    at = rest.rindex("</")
    path.write_text(
        f'{head}?>{rest[:at]}<x {schema}><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'href="{address}/i"/></x>{rest[at:]}'
    )
    yield path
    frame = gpd.GeoDataFrame.from_features(collection(SQUARE, address)["features"], crs=4326)
    frame = frame.drop(columns=["$ref", "@context"])
    frame.to_file(folder / "links.fgb", driver="FlatGeobuf")
    yield folder / "links.fgb"
    frame.to_parquet(folder / "links.parquet")
    yield folder / "links.parquet"
    frame.rename(columns={"classification": "class"}).to_file(folder / "links.shp")
    (folder / "links.prj").write_text(f"{address}/def/crs/EPSG/0/4326")
    (folder / "links.cpg").write_text(f"{address}/cp")
    (folder / "links.shp.xml").write_text(f"<metadata>{address}</metadata>")
    yield folder / "links.shp"
    yield _geopackage(folder / "links.gpkg", frame, address)


def _geopackage(path, frame, address):
    frame.to_file(path, layer="a")
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = ? WHERE srs_id = 4326",
            (f"{address}/crs", f"{address}/o"),
        )
        connection.execute("UPDATE gpkg_contents SET description = ?", (f"{address}/d",))
        connection.execute(
            "INSERT OR REPLACE INTO gpkg_extensions VALUES ('a', NULL, 'x_links', ?, 'read-write')",
            (f"{address}/x",),
        )
    connection.close()
    return path


def tables(folder, address):
    """Yield tables that name other files in every way there is."""
    text = (
        f'name,note\n"=WEBSERVICE(""{address}"")","=HYPERLINK(""{address}"")"\n'
        f"{address},\\\\127.0.0.1\\a\n"
    )
    for suffix in (".csv", ".txt"):
        (folder / f"links{suffix}").write_text(text)
        yield folder / f"links{suffix}"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "note"])
    sheet.append([f'=WEBSERVICE("{address}/w")', f"='[1]a'!$A$1+IMPORTXML(\"{address}\")"])
    sheet.append(["plain", f"{address}/n"])
    sheet["A2"].hyperlink = f"{address}/h"
    picture = folder / "dot.png"
    with rasterio.open(
        picture, "w", driver="PNG", height=4, width=4, count=1, dtype="uint8"
    ) as dot:
        dot.write(np.ones((1, 4, 4), "uint8"))
    sheet.add_image(Image(BytesIO(picture.read_bytes())))  # by its path it stays open
    book.save(folder / "plain.xlsx")
    with (
        zipfile.ZipFile(folder / "plain.xlsx") as old,
        zipfile.ZipFile(folder / "links.xlsx", "w") as new,
    ):
        for part in old.namelist():
            new.writestr(part, old.read(part))
        for part, text in {
            "xl/connections.xml": f'<connections><webPr url="{address}/q"/></connections>',
            "xl/queryTables/q.xml": f'<queryTable url="{address}/t"/>',
            "xl/externalLinks/externalLink1.xml": '<externalLink><externalBook r:id="rId1"/>'
            "</externalLink>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": "<Relationships><Relationship "
            f'Id="rId1" Target="{address}/b.xlsx" TargetMode="External"/></Relationships>',
        }.items():
            new.writestr(part, text)
    yield folder / "links.xlsx"
    names = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
             'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
             'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
             'xmlns:xlink="http://www.w3.org/1999/xlink"')  # fmt: skip
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            f'<text:a xlink:href="{address}/a">{word}</text:a></text:p></table:table-cell>'
            for word in words
        )
        + "</table:table-row>"
        for words in ("ab", "cd")
    )
    with zipfile.ZipFile(folder / "links.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {names}><office:body>"
            f'<office:spreadsheet><table:table table:name="a"><table:table-source xlink:href='
            f'"{address}/t.ods" table:mode="copy-all"/>{rows}'
            "</table:table>"
            "</office:spreadsheet></office:body></office:document-content>")  # fmt: skip
        archive.writestr("META-INF/manifest.xml", f'<!DOCTYPE m SYSTEM "{address}/m.dtd"><m/>')
    yield folder / "links.ods"


def image(path, address, crs="EPSG:4326", driver="GTiff", dtype="uint8"):
    """Write an image whose files beside it name an address."""
    profile = {"height": 30, "width": 30, "count": 1, "dtype": dtype, "driver": driver}
    place = (
        {} if crs is None else {"crs": crs, "transform": Affine(0.005, 0, -20.05, 0, -0.005, -34.9)}
    )
    with rasterio.open(path, "w", **profile, **place) as file:
        file.write(np.full((1, 30, 30), 9, dtype))
        if driver == "GTiff":
            file.update_tags(kind="count", source=f"{address}/s", url=f"{address}/t")
    remote = (
        '<VRTDataset rasterXSize="30" rasterYSize="30"><VRTRasterBand dataType="Byte" band="1">'
        f"<SimpleSource><SourceFilename>/vsicurl/{address}/a.tif</SourceFilename></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )
    for ending in (".ovr", ".msk"):
        path.with_name(path.name + ending).write_text(remote)
    path.with_name(f"{path.name}.aux.xml").write_text(
        f"<PAMDataset><SRS>{address}/crs</SRS><Metadata domain='xml:GDAL'>{address}</Metadata>"
        f"<MDI key='HREF'>/vsicurl/{address}/a</MDI></PAMDataset>"
    )
    return path


def dataset(folder, address):
    """Copy the exercise, with an address in every text that is free."""
    shutil.copytree(Path("layers/exercise"), folder)
    for name in ("hazard_areas", "events"):
        path = folder / f"{name}.geojson"
        told = json.loads(path.read_text())
        for one in told["features"]:
            one["properties"]["name"] = f"{address}/{name} \\\\127.0.0.1\\a <img src={address}/i>"
        path.write_text(json.dumps(told))
    for name, old in (
        ("claims", "page 1"),
        ("sources", "2024-02-29,,"),
        ("dataset", "Synthetic data, "),
    ):
        path = next(folder.glob(f"{name}.*"))
        text = path.read_text()
        assert old in text
        new = f"2024-02-29,{address}/source," if name == "sources" else f"{address}/{name} "
        path.write_text(text.replace(old, new))
    return folder


def everything(folder, address):
    """Write all there is; return the files to read, and the names for the rows of `verbs`."""
    read = [*vector(folder, address), *tables(folder, address)]
    frame = gpd.GeoDataFrame(
        {"name": [f"{address}/p"]}, geometry=[shapely.Point(-19.95, -34.95)], crs=4326
    )
    frame.to_file(folder / "points.geojson")
    empty = folder / "empty"
    empty.mkdir()
    (empty / "dataset.toml").write_text(
        '[dataset]\nname = "empty"\ntitle = "Empty"\ndescription = "Made up"\nlicence = "CC0-1.0"\n'
        'boundaries_note = "None."\nsynthetic = true\n[layers.sources]\nfile = "sources.csv"\n'
    )
    (empty / "sources.csv").write_text(
        f"source_id,title,publisher,url\ns1,{address}/t,a,{address}/u\n"
    )
    marks = ((1, 1), (29, 2), (28, 29), (2, 28), (10, 15))
    (folder / "control.points").write_text(
        f"#CRS: {address}/def/crs\npixel_x,pixel_y,map_x,map_y\n"
        + "".join(f"{x},{y},{500000 + 10 * x},{4400000 - 10 * y}\n" for x, y in marks)
    )
    names = {
        "folder": dataset(folder / "exercise", address), "empty": empty,
        "file": folder / "named.geojson", "points": folder / "points.geojson",
        "legs": folder / "exercise" / "minefield_records.csv",
        "people": image(folder / "people.tif", address, dtype="float32"),
        "scan": image(folder / "scan.png", address, None, "PNG"),
        "control": folder / "control.points",
        "map": image(folder / "map.tif", address), "district": "Aldmoor", "release": "EX-R001",
        "hazard": "EX-H001", "dataset": folder / "exercise.gpkg",
    }  # fmt: skip
    return read, names
