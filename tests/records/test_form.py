"""Records as typed: forgiving reading, faults told at once, bands and rows of mines."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from pyproj import Geod

from geo.cli.main import main
from geo.errors import OutOfRange, TableInvalid
from geo.geodesy.geodesic import distance_m
from geo.records.bands import Instruments, error_bands
from geo.records.form import FORM, read_form, template, traverse_form
from geo.records.magnetic import declination_deg
from geo.records.rows import expected_items


def oracle(**changed):
    """The record of the field guide: declination +6°, 1.5 m left out of the last leg."""
    form = template().astype(object).assign(declination_deg=6, laid_on="")
    for name, values in changed.items():
        form[name] = values
    return form


def test_the_template_is_the_worked_record():
    points = traverse_form(oracle()).points.geometry
    assert [round(points.x.iloc[0], 7), round(points.y.iloc[0], 7)] == [46.9345632, 39.9920263]
    assert list(template()) == [name for name, _, _ in FORM]


def test_headers_units_and_numbers_are_read_forgivingly():
    form = oracle(
        bearing=["9-00", "14-00", "59-00", "44-00", "29-00"], unit="",
        to=["SP", "tp", "Turning Point", "TP", "start"],
        distance=["450,0", "60", "300", "60", "298,5"],
    ).rename(columns={"bearing": "Azimuth", "distance": "Distance (m)", "record_id": "Record ID",
                      "longitude": "LON", "latitude": "lat"})  # fmt: skip
    done = traverse_form(form)
    plain = traverse_form(oracle())
    apart = distance_m(
        done.points.geometry.x, done.points.geometry.y,
        plain.points.geometry.x, plain.points.geometry.y,
    )  # fmt: skip
    assert apart.max() < 1e-6
    paces = traverse_form(
        oracle(distance=[600, 80, 400, 80, 398], distance_unit="paces", pace_m=0.75)
    )
    assert paces.records["perimeter_m"].item() == pytest.approx(958 * 0.75)


def test_the_declination_of_the_day_and_place():
    # NOAA's calculator (IGRF) for 46.93 E 39.99 N: 4.65° E in mid-1993, 6.3° E in September 2020.
    assert declination_deg([46.93], [39.99], "1993-06-15")[0] == pytest.approx(4.65, abs=0.1)
    assert declination_deg([46.93], [39.99], "2020-09-15")[0] == pytest.approx(6.3, abs=0.1)
    legs = read_form(oracle(declination_deg="", laid_on=["1993-06-15", "", "", "", ""]))
    assert legs["declination_deg"].nunique() == 1
    assert legs["declination_source"].tolist() == ["IGRF-14, 1993-06-15"] * 5
    with pytest.raises(OutOfRange, match="1850"):
        declination_deg([0], [0], "1850-01-01")


def test_a_reference_point_of_a_soviet_map_comes_to_wgs84():
    legs = read_form(oracle(crs=["EPSG:4284", "", "", "", ""]))
    assert legs.loc[0, ["longitude", "latitude"]].tolist() == [
        pytest.approx(46.9288040, abs=5e-7), pytest.approx(39.9899132, abs=5e-7),
    ]  # fmt: skip
    assert "Pulkovo 1942 to WGS 84 (16)" in legs.loc[0, "datum"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"bearing": [400, 84, 354, 264, 174]}, "leg 1: bearing is 400"),
        ({"unit": "mils_6000", "bearing": [54, 84, 6100, 264, 174]}, "leg 3: bearing is 6100"),
        ({"longitude": ""}, "leg 1: longitude is missing"),
        ({"distance": [450, 0, 300, 60, 298.5]}, "leg 2: distance is 0"),
        ({"distance": [450, 60, 50_000, 60, 298.5]}, "leg 3: distance is 50000"),
        ({"to": ["SP", "nowhere", "TP", "TP", "SP"]}, "leg 2: to is 'nowhere'"),
        ({"declination_deg": "", "laid_on": ["1850-01-01", *[""] * 4]}, "leg 1: laid_on is '1850"),
        ({"distance_unit": "paces"}, "leg 1: pace_m is None"),
        ({"crs": ["EPSG:99999", *[""] * 4]}, "leg 1: crs is 'EPSG:99999'"),
    ],
)  # fmt: skip
def test_faults_name_record_leg_and_column(changed, told):
    with pytest.raises(TableInvalid, match="EXAMPLE-1") as caught:
        traverse_form(oracle(**changed))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("column", "typed"), [("distance", "1,500"), ("bearing", "1,500"), ("mines_stated", "1,220")]
)
def test_a_comma_before_three_digits_is_asked_about(column, typed):
    """1,500 is 1.5 to one reader and 1500 to another; a shorter leg makes another polygon."""
    form = oracle()
    form.loc[0, column] = typed
    with pytest.raises(TableInvalid, match=rf"leg 1: {column} is '{typed}', expected no comma"):
        read_form(form)
    form.loc[0, "bearing"], form.loc[0, column] = "54,125", 54
    read_form(form)  # 54125 is no bearing, so this is a decimal comma


def test_all_faults_are_told_at_once():
    with pytest.raises(TableInvalid) as caught:
        traverse_form(oracle(bearing=[400, 84, "x", 264, 174], distance=[0, 60, 300, 60, 298.5]))
    assert len([f for f in caught.value.faults if "leg 1" in f or "leg 3" in f]) >= 3


def test_what_closes_worse_than_1_in_20_gets_no_outline():
    done = traverse_form(oracle(distance=[450, 60, 300, 60, 250]))
    assert done.records.geometry.isna().all()
    (finding,) = done.findings
    assert finding.rule.code == "record-closes-poorly"
    assert "1 in 13" in finding.message


def test_bands_against_a_simulation_on_the_ellipsoid():
    """Ten times the draws, leg by leg with another program's geodesics."""
    done = traverse_form(oracle())
    by = Instruments(1.5, 0.02, 0.5, 0.8, 6, 4)
    bands = error_bands(done, by, seed=1)
    rng, geod, n = np.random.default_rng(7), Geod(ellps="WGS84"), 40_000
    lon, lat = np.full(n, 46.93), np.full(n, 39.99)
    lon, lat, _ = geod.fwd(lon, lat, np.full(n, 90.0), rng.normal(0, np.hypot(6, 4), n))
    lon, lat, _ = geod.fwd(lon, lat, np.zeros(n), rng.normal(0, np.hypot(6, 4), n))
    turn = rng.normal(0, 0.8, n)
    for at, (bearing, metres) in enumerate(
        [(54, 450), (84, 60), (354, 300), (264, 60), (174, 298.5)]
    ):
        azimuth = bearing + 6 + turn + rng.normal(0, 1.5, n)
        lon, lat, _ = geod.fwd(
            lon, lat, azimuth, metres + rng.normal(0, np.hypot(0.02 * metres, 0.5), n)
        )
        true = done.points.geometry.iloc[at]
        off = geod.inv(np.full(n, true.x), np.full(n, true.y), lon, lat)[2]
        for share, name in ((0.5, "ce50_m"), (0.95, "ce95_m")):
            assert bands[name].iloc[at] == pytest.approx(np.quantile(off, share), rel=0.04)
    assert error_bands(done, by, seed=1).equals(bands)
    assert not error_bands(done, by, seed=2).equals(bands)
    with pytest.raises(OutOfRange, match="bearing_deg is -1"):
        error_bands(done, Instruments(bearing_deg=-1))


def test_a_reference_point_alone_has_the_radii_of_rayleigh():
    done = traverse_form(oracle())
    bands = error_bands(done, Instruments(0, 0, 0, 0, 10, 0), draws=40_000)
    assert bands["ce95_m"].to_numpy() == pytest.approx(10 * np.sqrt(-2 * np.log(0.05)), rel=0.01)
    assert bands["ce50_m"].to_numpy() == pytest.approx(10 * np.sqrt(2 * np.log(2)), rel=0.01)


def test_rows_of_mines():
    """Two rows of ⌊300/5⌋ + 1 = 61, beside the long side, 20 m apart, in the field."""
    done = traverse_form(oracle())
    items, findings = expected_items(done)
    assert findings == []
    assert items.groupby("row_number").size().tolist() == [61, 61]
    assert items["item_id"].is_unique
    field = done.records.geometry.item().buffer(1e-7)
    assert field.covers(items.geometry.union_all())
    first, last = items.geometry.iloc[[0, 60]]
    assert distance_m(first.x, first.y, last.x, last.y)[0] == pytest.approx(300, abs=0.01)
    second = items.geometry.iloc[61]
    assert distance_m(first.x, first.y, second.x, second.y)[0] == pytest.approx(20, abs=0.01)
    _, findings = expected_items(traverse_form(oracle(mines_per_row=[50, *[""] * 4])))
    assert [f.rule.code for f in findings] == ["mines-per-row"]


def test_the_commands(tmp_path):
    run = CliRunner()
    for form in ("form.csv", "form.xlsx"):
        assert run.invoke(main, ["records", "template", "-o", str(tmp_path / form)]).exit_code == 0
        told = run.invoke(
            main,
            ["records", "traverse", str(tmp_path / form), "-o", str(tmp_path / "o.geojson"),
             "--items", str(tmp_path / "i.geojson"), "--overwrite"],
        )  # fmt: skip
        assert told.exit_code == 0, told.output
    (feature,) = json.loads((tmp_path / "o.geojson").read_text("utf-8"))["features"]
    assert feature["properties"]["ce95_m"] > feature["properties"]["ce50_m"] > 0
    assert len(json.loads((tmp_path / "i.geojson").read_text("utf-8"))["features"]) == 122
    bad = pd.read_csv(tmp_path / "form.csv").assign(bearing=400)
    bad.to_csv(tmp_path / "bad.csv", index=False)
    told = run.invoke(
        main, ["records", "traverse", str(tmp_path / "bad.csv"), "-o", str(tmp_path / "b.json")]
    )
    assert told.exit_code == 3
    assert not (tmp_path / "b.json").exists()


def test_where_a_position_may_be():
    told = CliRunner().invoke(main, ["records", "where", "39.99N 46.93E", "--format", "json"])
    (place,) = json.loads(told.stdout)
    found = {row["detail"]: row for row in place["readings"]}
    for name, accuracy, lon, lat, metres in (
        ("Pulkovo 1942 to WGS 84 (16)", 4.5, 46.9288040, 39.9899132, 102.6),
        ("Pulkovo 1942 to WGS 84 (14)", 5.0, 46.9288206, 39.9899435, 100.9),
    ):
        row = found[name]
        assert row["accuracy_m"] == accuracy
        assert row["longitude"] == pytest.approx(lon, abs=5e-8)
        assert row["latitude"] == pytest.approx(lat, abs=5e-8)
        assert row["shift_m"] == pytest.approx(metres, abs=0.05)
    mils = next(row for row in place["readings"] if row["reading"] == "6000 taken as 6400")
    assert mils["shift_m"] == pytest.approx(49, abs=0.5)  # at 500 m and 15-00
    zones = [row for row in place["readings"] if row["reading"] == "wrong zone"]
    assert len(zones) == 4
    assert all(row["shift_m"] > 100_000 for row in zones)
    grid = CliRunner().invoke(
        main, ["records", "where", "8664842.43 4430281.60", "--format", "json"]
    )
    first = json.loads(grid.stdout)[0]["readings"][0]
    assert first["reading"] == "Gauss-Krüger 6° zone 8"
    assert [first["longitude"], first["latitude"]] == [
        pytest.approx(46.9288040, abs=1e-6), pytest.approx(39.9899132, abs=1e-6),
    ]  # fmt: skip
    assert CliRunner().invoke(main, ["records", "where", "664842 4430281"]).exit_code == 3
