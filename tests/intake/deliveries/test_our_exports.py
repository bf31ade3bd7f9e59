"""What `atlas export` wrote goes into another dataset by itself, with what was retired."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import CrsError
from geo.intake.deliveries.run import import_delivery
from geo.intake.folder import read_dataset

NEW = {"title": "Register", "publisher": "Mine Action Office"}
SQUARES = {f"h{n}": shapely.box(46 + n / 10, 39, 46.05 + n / 10, 39.05) for n in range(3)}
CUT = shapely.Polygon(SQUARES["h0"].exterior, [shapely.box(46.01, 39.01, 46.02, 39.02).exterior])
SHAPES = {**SQUARES, "h0": CUT}


def run(*arguments):
    result = CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result


def deliver(folder, path, ids, day):
    frame = gpd.GeoDataFrame(
        {"hazard_id": ids, "classification": "suspected", "valid_from": "2020-01-01"},
        geometry=[SHAPES[i] for i in ids],
        crs=4326,
    )
    frame.to_file(path, driver="GeoJSON")
    return receive(folder, path, day=day)


def receive(folder, path, **options):
    given = {"layer": "hazard_areas", "source": "office", "new_source": NEW, "day": "2024-12-31"}
    return import_delivery(folder, [path], **{**given, **options})


def rows(folder):
    return read_dataset(folder)["hazard_areas"].set_index("hazard_id")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Three areas, of which the second delivery lacked h1."""
    monkeypatch.chdir(tmp_path)
    run("init", "office")
    folder = tmp_path / "layers" / "office"
    deliver(folder, tmp_path / "h.geojson", ["h0", "h1", "h2"], "2024-01-01")
    deliver(folder, tmp_path / "h.geojson", ["h0", "h2"], "2024-06-01")
    return folder


@pytest.fixture
def other(office, tmp_path):
    run("init", "other")
    return tmp_path / "layers" / "other"


def exported(form, folder, out):
    run("export", form, folder, "-o", out, "--layer", "hazard_areas", "--overwrite")
    (path,) = [p for p in out.iterdir() if p.name.startswith(("hazard_areas", "office"))]
    return path


@pytest.mark.parametrize(
    "form",
    ["csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "kmz", "maxml", "parquet", "shp", "xlsx"],
)
def test_it_comes_back_with_outlines_and_what_was_retired(form, office, other, tmp_path):
    sheet = {"from_layer": "hazard_areas"} if form in ("gpkg", "xlsx") else {}
    path = exported(form, office, tmp_path / "out")
    report = receive(other, path, given=sheet)
    assert (len(report.merged.added), report.merged.retired) == (3, ["h1"])
    assert "retired-comes-back" not in {f.rule.code for f in report.findings}
    found = rows(other)
    assert found["retired"].dropna().to_dict() == {"h1": "2024-06-01"}
    for key, shape in SHAPES.items():
        came = found["geometry"][key]
        if form == "maxml":  # in parts round the hole, put together again
            assert (came.is_valid, came.geom_type) == (True, "MultiPolygon")
            assert len(came.geoms[0].interiors) == len(shape.interiors)
            assert came.symmetric_difference(shape).area < 1e-12
        else:
            assert shapely.equals(came, shape), key
    again = receive(other, path, day="2025-01-01")
    assert sorted(again.merged.unchanged) == ["h0", "h1", "h2"]
    assert not again.merged.retired


def test_rows_are_retired_and_come_back_as_the_file_says(office, other, tmp_path):
    out = tmp_path / "out"
    receive(other, exported("csv", office, out))
    # The office finds that h1 is there after all, and that h2 is not.
    deliver(office, tmp_path / "h.geojson", ["h0", "h1"], "2024-09-01")
    merged = receive(other, exported("csv", office, out), day="2024-10-01").merged
    assert (merged.returned, merged.retired, merged.unchanged) == (["h1"], ["h2"], ["h0"])
    assert merged.updated == {"h2": ["retired"]}
    assert rows(other)["retired"].dropna().to_dict() == {"h2": "2024-09-01"}
    # What a file no longer has keeps the day that it had.
    run("export", "csv", office, "-o", out, "--layer", "hazard_areas", "--overwrite", "--current")
    receive(other, out / "hazard_areas.csv", day="2024-11-01")
    assert rows(other)["retired"].dropna().to_dict() == {"h2": "2024-09-01"}


def test_what_is_marked_by_no_day_is_not_taken_for_gone(office, other, tmp_path):
    path = exported("csv", office, tmp_path / "out")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2024-06-01", "perhaps"), encoding="utf-8")
    report = receive(other, path)
    said = [f for f in report.findings if f.rule.code == "delivered-value-unread"]
    assert [(f.column, f.value) for f in said] == [("retired", "perhaps")]
    assert rows(other)["retired"].isna().all()
    assert '"retired": "perhaps"' in rows(other)["source_values"]["h1"]


def test_an_import_that_does_not_map_the_mark_says_so(office, other, tmp_path):
    path = exported("csv", office, tmp_path / "out")
    run("export", "csv", office, "-o", tmp_path / "now", "--layer", "hazard_areas", "--current")
    now = tmp_path / "now" / "hazard_areas.csv"
    frame = pd.read_csv(now, dtype=str).drop(columns=["retired", "delivery"])
    frame.to_csv(now, index=False)
    receive(other, now, given={"crs": "EPSG:4326"})
    report = receive(other, path, day="2025-01-01")
    (said,) = [f for f in report.findings if f.rule.code == "retired-comes-back"]
    assert said.message == "1 row marked as retired"
    assert rows(other)["retired"].isna().all()
    receive(other, path, given={"columns": {"retired": "retired"}}, day="2025-01-01")
    assert rows(other)["retired"].dropna().to_dict() == {"h1": "2024-06-01"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_outlines_of_others_need_their_crs(form, other, tmp_path):
    frame = pd.DataFrame({
        "hazard_id": ["a"], "status": ["suspected"], "retired": ["2024-01-01"],
        "wkt": ["POLYGON ((4600000 390000, 4600100 390000, 4600100 390100, 4600000 390000))"],
    })  # fmt: skip
    path = tmp_path / f"theirs.{form}"
    if form == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_excel(path, index=False)
    with pytest.raises(CrsError, match="no coordinate reference system"):
        receive(other, path)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_stated_crs_counts_more_than_who_wrote_the_file(form, office, other, tmp_path):
    path = exported(form, office, tmp_path / "out")
    given = {"crs": "EPSG:4284", "from_layer": "hazard_areas" if form == "xlsx" else None}
    receive(other, path, given=given)
    moved = rows(other)["geometry"]["h0"].centroid.distance(CUT.centroid)
    assert 0.0005 < moved < 0.002  # Pulkovo 1942: about 100 m
