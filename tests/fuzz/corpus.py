"""Good files of every format, made by code: what fuzzing starts from."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import openpyxl
import shapely

from tests.conftest import KARABAKH, MANIFEST, ROOT

FRAME = gpd.GeoDataFrame(
    {
        "ref": ["MF-1", "Ağdərə", None],
        "n": [1, 2, 3],
        "area": [1.5, None, -3e9],
        "seen": ["2023-05-04", None, "2024"],
        "ok": [True, False, True],
    },
    geometry=[
        shapely.box(46, 39, 46.1, 39.1),
        shapely.MultiPolygon([shapely.Point(47, 40).buffer(0.1, quad_segs=2)]),
        None,
    ],
    crs=4326,
)
_CSV = (
    'ref;lat;lon;area;note\nMF-1;39.99;46.93;1,5;a\nMF-2;39°59\'24"N;46°55\'48"E;2;"b;c"\n',
    "#event+id,#geo+lat\nref,lat\n#event+id,#geo+lat\nx,1\n",
    'sep=|\r\nref|wkt\r\n1|"POLYGON((46 39,47 39,47 40,46 39))"\r\n2|"a\nb"\r\n',
)
_GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="39.9" lon="46.9"><ele>5</ele><time>2023-05-04T10:00:00Z</time><name>a</name></wpt>
<rte><name>r</name><rtept lat="39" lon="46"/><rtept lat="40" lon="47"/></rte>
<trk><trkseg><trkpt lat="39" lon="46"/><trkpt lat="40" lon="47"/></trkseg></trk></gpx>"""
_KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Schema name="s" id="s"><SimpleField type="int" name="n"/></Schema><Folder><name>f</name>
<Placemark><name>a</name><TimeSpan><begin>2023-05</begin></TimeSpan><ExtendedData>
<SchemaData schemaUrl="#s"><SimpleData name="n">4</SimpleData></SchemaData></ExtendedData><Polygon>
<outerBoundaryIs><LinearRing><coordinates>46,39,0 47,39,0 47,40,0 46,39,0</coordinates></LinearRing>
</outerBoundaryIs></Polygon></Placemark><Placemark><MultiGeometry><Point><coordinates>46,39
</coordinates></Point></MultiGeometry></Placemark></Folder></Document></kml>"""


def corpus(name: str) -> list[dict[str, bytes]]:
    """Seeds of one format.

    Parameters
    ----------
    name : str
        One of `FORMATS`.

    Returns
    -------
    list of dict of str to bytes
        The files of each seed, by path in the folder that is read. The first one is handed to
        the reader (of a geodatabase, the folder it is in).
    """
    with TemporaryDirectory() as folder:
        return _MAKERS[name](Path(folder))


def _written(folder: Path, suffix: str, **options: object) -> list[dict[str, bytes]]:
    seeds = []
    for i, frame in enumerate((FRAME, FRAME.iloc[:1].to_crs(3857), FRAME.iloc[:0])):
        path = folder / f"{i}{suffix}"
        frame.to_file(path, **options)
        parts = sorted(folder.glob(f"{i}.*"), key=lambda p: p.suffix != suffix)
        seeds.append({f"a{p.suffix}": p.read_bytes() for p in parts})
    return seeds


def _csv(_: Path) -> list[dict[str, bytes]]:
    encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1251")
    return [{"a.csv": t.encode(e, "replace")} for t in _CSV for e in encodings]


def _xlsx(_: Path) -> list[dict[str, bytes]]:
    book, stream = openpyxl.Workbook(), BytesIO()
    for row in (["ref", "n", "day"], ["MF-1", 1.5, "2023-05-04"], ["=1+1", True, None]):
        book.active.append(row)
    book.active["C3"] = FRAME["seen"].astype("datetime64[ns]").iloc[0].to_pydatetime()
    book.create_sheet("second").append(["x"])
    book.save(stream)
    return [{"a.xlsx": stream.getvalue()}]


def _ods(folder: Path) -> list[dict[str, bytes]]:
    table = gpd.GeoDataFrame(FRAME.drop(columns="geometry"))
    table.to_file(folder / "a.ods", driver="ODS")
    return [{"a.ods": (folder / "a.ods").read_bytes()}]


def _shapefile(folder: Path) -> list[dict[str, bytes]]:
    plain = _written(folder, ".shp")
    return [*plain, *({"a.zip": zipped(parts)} for parts in plain)]


def _geodatabase(folder: Path) -> list[dict[str, bytes]]:
    path = folder / "a.gdb"
    whole = FRAME.astype({"n": "int32"})  # the format knows no longer ones
    whole.to_file(path, driver="OpenFileGDB", layer="a", promote_to_multi=True)
    parts = {f"a.gdb/{p.name}": p.read_bytes() for p in sorted(path.iterdir())}
    return [parts, {"a.zip": zipped(parts)}]


def _parquet(folder: Path) -> list[dict[str, bytes]]:
    FRAME.to_parquet(folder / "a.parquet")
    FRAME.assign(t=FRAME["seen"].astype("datetime64[ns]", errors="ignore"), deep=[[1], [], None])[
        ["t", "deep", "geometry"]
    ].to_parquet(folder / "b.parquet", compression=None)
    return [{"a.parquet": (folder / f"{n}.parquet").read_bytes()} for n in "ab"]


def _kml(folder: Path) -> list[dict[str, bytes]]:
    FRAME.to_file(folder / "a.kml", driver="LIBKML")
    texts = [(folder / "a.kml").read_bytes(), _KML.encode()]
    return [*({"a.kml": t} for t in texts), *({"a.kmz": zipped({"doc.kml": t})} for t in texts)]


def _maxml(_: Path) -> list[dict[str, bytes]]:
    return [{"a.maxml": (ROOT / "tests/data/hazards.maxml").read_bytes()}]


def _manifest(_: Path) -> list[dict[str, bytes]]:
    small = MANIFEST.format(name="made", title='"Made"').encode()
    whole = (KARABAKH / "dataset.toml").read_bytes()
    imports = (
        b'[imports.a]\nlayer = "events"\nsource = "s"\n[imports.a.columns]\nevent_id = "id"\n'
        b'[imports.a.values.kind]\nx = "mine"\n[imports.a.units]\narea_m2 = "ha"\n'
    )
    return [{"dataset.toml": t} for t in (small, whole, small + imports)]


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


_MAKERS = {
    "csv": _csv,
    "xlsx": _xlsx,
    "ods": _ods,
    "geojson": lambda folder: _written(folder, ".geojson", driver="GeoJSON"),
    "gpkg": lambda folder: _written(folder, ".gpkg", driver="GPKG", layer="a"),
    "kml": _kml,
    "gpx": lambda _: [{"a.gpx": _GPX.encode()}],
    "shapefile": _shapefile,
    "fgdb": _geodatabase,
    "flatgeobuf": lambda folder: _written(folder, ".fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO"),
    "geoparquet": _parquet,
    "maxml": _maxml,
    "manifest": _manifest,
}
FORMATS = tuple(_MAKERS)
