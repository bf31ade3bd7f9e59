"""The invented scenario: its true answers come back, and it is called synthetic everywhere."""

import json
import shutil
import zipfile

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from geo.claims.contradictions import contradictions
from geo.claims.figures import district_figures, group_figures, list_left_out
from geo.cli.main import main
from geo.export.formats import FORMATS
from geo.geodesy.geodesic import distance_m
from geo.intake.folder import read_dataset
from geo.land.points import zone_of_points
from geo.maps.page import render_map
from geo.records.traverse import traverse
from geo.store import open_dataset
from tests.conftest import ROOT

EXERCISE = ROOT / "layers" / "exercise"


@pytest.fixture(scope="module")
def exercise():
    return open_dataset(ROOT / "layers" / "exercise.gpkg")


@pytest.fixture(scope="module")
def truth():
    return json.loads((EXERCISE / "truth.json").read_text("utf-8"))


def test_finds_and_accidents_by_district_and_year(exercise, truth):
    """Counted by the generator from its cells; here from positions and outlines."""
    districts = exercise["districts"]
    name = pd.Series([*districts["district"], "outside"])
    rows = []
    for kind, layer, day in (
        ("finds", "ordnance_finds", "valid_from"),
        ("accidents", "accidents", "occurred"),
    ):
        frame = exercise[layer]
        frame = frame[frame["n_claims"] == 0]  # delivered, not claimed
        x, y = frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy()
        rows.append(
            pd.DataFrame(
                {
                    "district": name.iloc[zone_of_points(x, y, districts.geometry)].to_numpy(),
                    "stated": frame["districts"].fillna("outside"),
                    "year": frame[day].str[:4].astype(int),
                    kind: 1,
                    "killed": frame.get("killed_min", 0),
                    "injured": frame.get("injured_max", 0),
                }
            )
        )
    found = pd.concat(rows).fillna(0)
    assert (found["district"] == found.pop("stated")).all()
    sums = found.groupby(["district", "year"]).sum().astype(int)
    true = pd.DataFrame(truth["events"]).set_index(["district", "year"])
    assert sums[true.columns].to_dict("index") == true.to_dict("index")
    planted = sum(record["planted_finds"] for record in truth["minefield_records"])
    assert sums["finds"].sum() == 40 + planted == 180
    assert sums["accidents"].sum() == 8


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_export_says_synthetic(name, exercise, tmp_path):
    paths = FORMATS[name].write(exercise, tmp_path)
    assert paths
    for path in paths:
        if name == "pmtiles":  # tiles are packed; GDAL unpacks them
            import pyogrio

            assert "synthetic" in pyogrio.read_info(path)["fields"]
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                data = b"".join(map(archive.read, archive.namelist()))
        else:
            data = path.read_bytes()
        if name == "parquet":
            assert "synthetic" in pd.read_parquet(path).columns
        else:
            assert b"ynthetic" in data


def test_the_page_says_synthetic(exercise):
    page = render_map(exercise)
    assert "SYNTHETIC DATA" in page
    assert "(synthetic)" in page.split("</title>")[0]


def test_a_real_dataset_is_not_called_synthetic(tmp_path):
    karabakh = open_dataset(ROOT / "layers" / "karabakh.gpkg")
    (path,) = FORMATS["geojson"].write(karabakh, tmp_path, layers=["ordnance_finds"])
    assert "synthetic" not in path.read_text("utf-8")


def test_the_parties_contradict_each_other_and_themselves(exercise, truth):
    """Once by each rule that the generator meant, and by no other."""
    found = contradictions(exercise["claims"], exercise["sources"])
    seen = {(row.rule, tuple(sorted(row.claims.split(";")))) for row in found.itertuples()}
    assert seen == {(row["rule"], tuple(sorted(row["claims"]))) for row in truth["contradictions"]}
    assert len(found) == len(truth["contradictions"]) == 5


def test_a_figure_of_two_districts_stays_one_and_a_misprint_is_withheld(exercise):
    tables = [exercise[name] for name in ("claims", "sources", "districts")]
    of_one, together, out = (
        district_figures(*tables),
        group_figures(*tables),
        list_left_out(*tables),
    )
    area = of_one[of_one["measure"] == "area_cleared"]
    assert area.groupby("district")["low"].apply(sorted).to_dict() == {
        "Aldmoor": [62],
        "Brenwick": [31, 148],
        "Corvale": [35],
    }
    assert together.loc[together["districts"] == "Aldmoor;Brenwick", "low"].tolist() == [70]
    assert "s-misprint" in set(out["claim_id"])


def test_records_lead_to_the_true_corners(truth):
    """Written in degrees, mils, from true, magnetic and grid north; the last with a blunder."""
    legs = pd.read_csv(EXERCISE / "minefield_records.csv")
    done = traverse(legs)
    there = np.array([point for record in truth["minefield_records"] for point in record["led_to"]])
    wrong = pd.Series(distance_m(done.points.geometry.x, done.points.geometry.y, *there.T))
    blunder = (legs["record_id"] == "EX-M06") & (legs["leg"] == 5)
    # Distances are written to 0.1 m and bearings to 0.001°, 1.6 cm at 900 m.
    assert wrong[~blunder].max() < 0.2
    assert wrong[blunder].item() == pytest.approx(6, abs=0.2)
    true = pd.DataFrame(truth["minefield_records"]).set_index("record_id")
    found = done.records.set_index("record_id")
    assert (found["closure_m"] - true["closure_m"]).abs().max() < 0.2
    assert (found["area_m2"] / true["area_m2"] - 1).abs().max() < 5e-4
    corrected = traverse(legs, correct=True).records.set_index("record_id")
    assert corrected["closure_m"].equals(found["closure_m"])


def test_records_become_outlines_that_the_next_command_takes(tmp_path, truth, monkeypatch):
    run = CliRunner()
    outlines = tmp_path / "outlines.geojson"
    legs = EXERCISE / "minefield_records.csv"
    told = run.invoke(main, ["records", "traverse", str(legs), "-o", str(outlines)])
    assert told.exit_code == 0, told.output
    assert "EX-M06: 2,078.8 m round, closes to 6.0 m (1 in 348), 261,723 m²" in told.output
    features = json.loads(outlines.read_text("utf-8"))["features"]
    assert {f["properties"]["synthetic"] for f in features} == {"true"}
    again = run.invoke(main, ["records", "traverse", str(legs), "-o", str(outlines)])
    assert again.exit_code == 3
    monkeypatch.chdir(tmp_path)
    run.invoke(main, ["init", "field"])
    folder = tmp_path / "layers" / "field"
    words = ["import", str(outlines), "--into", str(folder), "--layer", "hazard_areas"]
    words += ["--source", "records", "--title", "Records (invented)", "--publisher", "Exercise"]
    words += ["--published", "2024", "--column", "hazard_id=record_id"]
    taken = run.invoke(main, [*words, "--set", "status=suspected"])
    assert taken.exit_code == 1, taken.output  # days of laying and handover are none of a hazard's
    assert "laid_on: 1994-01-11 [dates-beside]" in taken.output
    areas = read_dataset(folder)["hazard_areas"]
    assert areas["hazard_id"].tolist() == [r["record_id"] for r in truth["minefield_records"]]
    assert (areas["support"] == "reconstructed_polygon").all()


def test_records_are_layers_built_from_what_was_typed(exercise, truth):
    """Counted by the generator from its cells and steps along its rectangles."""
    records = exercise["minefield_records"].set_index("record_id")
    legs, items = exercise["record_legs"], exercise["recorded_items"]
    true = pd.DataFrame(truth["minefield_records"]).set_index("record_id")
    assert items["record_id"].value_counts().sort_index().tolist() == true["mines"].tolist()
    assert legs["record_id"].value_counts().tolist() == [5] * 6
    assert set(legs["unit"]) == {"degrees", "mils_6000", "mils_6400"}
    assert (records["support"] == "reconstructed_polygon").all()
    assert (records["ce50_m"] < records["ce95_m"]).all()
    assert records["ce95_m"].between(10, 80).all()
    assert records.loc["EX-M03", "mines_by_type"] == "anti_vehicle=98"
    cited = exercise["citations"].query("layer == 'minefield_records'")
    assert set(cited["claim_id"].dropna()) == {"s-handover", "s-accuracy", "n-accuracy"}
    found = exercise["findings"].query("layer == 'minefield_records'")
    assert found[["code", "feature_id"]].to_numpy().tolist() == [["mines-in-all", "EX-M04"]]


def test_records_of_the_dataset_are_scored_as_they_were_planted(truth):
    words = ["records", "accuracy", "--dataset", str(ROOT / "layers" / "exercise.gpkg")]
    told = CliRunner().invoke(main, [*words, "--format", "json", "--shifts", "199"])
    scored = json.loads(told.stdout)
    true = pd.DataFrame(truth["minefield_records"]).set_index("record_id")
    counts = pd.DataFrame(scored["accountability"]).set_index("record_id")
    assert counts["recorded"].tolist() == true["on_searched_ground"].tolist()
    assert counts["recorded_anywhere"].tolist() == true["mines"].tolist()
    near = {"EX-M01", "EX-M02", "EX-M06"}  # a find jittered beyond searched ground is not scored
    for record in near:
        planted = true.loc[record, "planted_finds"]
        assert planted - 1 <= counts.loc[record, "found"] <= planted
    assert counts.loc["EX-M03", "found"] == 0  # its paper lies 62 m beside
    (shifted,) = (r for r in scored["offset"]["per_record"] if r["record_id"] == "EX-M03")
    assert shifted["east_m"] == pytest.approx(62, abs=1.5)
    assert shifted["north_m"] == pytest.approx(-8, abs=1.5)
    assert scored["verdict"] == "agrees"
    assert scored["synthetic"]


def test_a_record_that_cannot_be_followed_is_left_out_and_listed(tmp_path):
    folder = shutil.copytree(EXERCISE, tmp_path / "exercise")
    form = folder / "minefield_records.csv"
    lines = form.read_text("utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("EX-M02,3"))
    cells = lines[at].split(",")
    cells[3] = "400"
    form.write_text("\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]) + "\n", "utf-8")
    dataset = read_dataset(folder)
    assert "EX-M02" not in set(dataset["minefield_records"]["record_id"])
    assert len(dataset["minefield_records"]) == 5
    found = dataset["findings"].query("code == 'record-not-followed'")
    (message,) = found["message"]
    assert "'EX-M02', leg 3: bearing is 400.0" in message
    assert found["level"].item() == "error"


def test_lines_that_are_no_legs_are_told(tmp_path):
    legs = tmp_path / "legs.csv"
    text = (EXERCISE / "minefield_records.csv").read_text("utf-8")
    legs.write_text(text + "EX-M07,one,line,with,far" + ",too,many,cells" * 8 + "\n", "utf-8")
    told = CliRunner().invoke(
        main, ["records", "traverse", str(legs), "-o", str(tmp_path / "o.geojson")]
    )
    assert told.exit_code == 1, told.output  # there is a finding
    assert "legs.csv:32" in told.stderr
