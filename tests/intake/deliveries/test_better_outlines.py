"""Better outlines for the districts that a dataset has."""

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import CrsError, InputUnreadable, ManifestError, UnknownName
from geo.intake.deliveries.better_outlines import FILE, replace_outlines
from geo.intake.folder import read_dataset
from tests.cli.test_cli import atlas

EAST = shapely.box(47.08, 40.0, 47.2, 40.1)  # a fifth larger than before, at West's expense


@pytest.fixture
def folder(small):
    return small(districts=[{"district": "West", "code": "W"}, {"district": "East", "code": "E"}])


def outlines(tmp_path, rows):
    path = tmp_path / "better.gpkg"
    gpd.GeoDataFrame(rows, crs=4326).to_crs(32638).to_file(path)
    return path


def replaced(folder, file, on="ADM2_EN", key="district"):
    return replace_outlines(folder, file, key, on, whose="Survey", uncertainty_m=50)


def test_an_outline_is_replaced_and_all_else_stays(folder, tmp_path):
    before = read_dataset(folder)
    rows = [{"ADM2_EN": "East", "geometry": EAST}, {"ADM2_EN": "Isle", "geometry": EAST}]
    done = replaced(folder, outlines(tmp_path, rows))
    assert (done.replaced, done.kept, done.unknown) == (["East"], ["West"], ["Isle"])
    assert done.change["East"] == pytest.approx(0.2, abs=1e-4)
    after = read_dataset(folder)
    assert after["findings"].equals(before["findings"])
    districts = after["districts"].set_index("district")
    # There and back from UTM, in six decimals: 0.1 m.
    assert shapely.hausdorff_distance(districts.geometry["East"], EAST) < 2e-6
    old = before["districts"].set_index("district")
    assert districts.geometry["West"].equals(old.geometry["West"])
    assert districts.loc["East", ["boundary_set", "uncertainty_m"]].tolist() == ["Survey", 50]
    assert districts["code"].equals(old["code"])
    said = ["claim_id", "districts", "quantity", "paraphrase"]
    assert after["claims"][said].equals(before["claims"][said])


def test_a_second_layer_takes_the_place_of_the_first(folder, tmp_path):
    replaced(folder, outlines(tmp_path, [{"c": "E", "geometry": EAST}]), "c", "code")
    manifest = (folder / "dataset.toml").read_text(encoding="utf-8")
    wider = shapely.box(47.05, 40.0, 47.2, 40.1)
    done = replaced(folder, outlines(tmp_path, [{"c": "E", "geometry": wider}]), "c", "code")
    assert done.change["East"] == pytest.approx(0.15 / 0.12 - 1, abs=1e-4)
    assert (folder / "dataset.toml").read_text(encoding="utf-8") == manifest
    assert manifest.count(FILE) == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"name": "East", "geometry": EAST}], "ADM2_EN"),
        ([{"ADM2_EN": "Isle", "geometry": EAST}], "none of its 1"),
        ([{"ADM2_EN": "East", "geometry": EAST}] * 2, "twice: East"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(folder, tmp_path, rows, says):
    before = (folder / "dataset.toml").read_bytes()
    with pytest.raises(InputUnreadable, match=says):
        replaced(folder, outlines(tmp_path, rows))
    assert (folder / "dataset.toml").read_bytes() == before
    assert not (folder / FILE).exists()


def test_what_is_not_stated_is_not_guessed(folder, tmp_path):
    rows = [{"ADM2_EN": "East", "geometry": EAST}]
    shapefile = tmp_path / "better.shp"
    gpd.GeoDataFrame(rows, crs=4326).to_file(shapefile)
    shapefile.with_suffix(".prj").unlink()
    with pytest.raises(CrsError):
        replaced(folder, shapefile)
    with pytest.raises(UnknownName, match="name_hy"):
        replaced(folder, outlines(tmp_path, rows), key="name_hy")
    assert atlas("init", "land", "--in", tmp_path).exit_code == 0
    with pytest.raises(ManifestError, match="districts"):
        replaced(tmp_path / "land", outlines(tmp_path, rows))


def test_the_command_says_what_changed(folder, tmp_path):
    rows = [{"ADM2_EN": "East", "geometry": EAST}, {"ADM2_EN": "Isle", "geometry": EAST}]
    file = outlines(tmp_path, rows)
    run = atlas("boundaries", "--outlines", file, "--on", "district=ADM2_EN", "--into", folder)
    assert run.exit_code == 0, run.output
    assert "1 districts have the outlines of better.gpkg" in run.stdout
    assert "East +20.0%" in run.stdout
    assert "no district of the dataset: Isle" in run.stderr
    assert "with the outline before or without: West" in run.stderr
    assert atlas("boundaries", "--into", folder).exit_code == 2
    assert atlas("boundaries", "Aland", "--outlines", file, "--into", folder).exit_code == 2


def test_fuzuli_gives_ground_to_jabrayil_in_the_real_dataset(karabakh, tmp_path):
    # The village that the open layers put 4.5 km inside Fuzuli.
    village = shapely.Point(47.3006, 39.39403)
    shapes = karabakh["districts"].set_index("district").geometry
    near = village.buffer(0.06)
    rows = [
        {"n": "Jabrayil", "geometry": shapes["Jabrayil"].union(near & shapes["Fuzuli"])},
        {"n": "Fuzuli", "geometry": shapes["Fuzuli"] - near},
    ]
    assert shapes["Fuzuli"].contains(village)
    real = Path(__file__).parents[3] / "layers" / "karabakh"
    folder = shutil.copytree(real, tmp_path / "karabakh")
    done = replaced(folder, outlines(tmp_path, rows), "n")
    assert set(done.noted) == {"Fuzuli", "Jabrayil"}
    assert len(done.kept) == 88
    after = read_dataset(folder)["districts"].set_index("district")
    assert after.geometry["Jabrayil"].contains(village)
    assert not after.geometry["Fuzuli"].intersects(village)
    assert after.loc["Fuzuli", "uncertainty_m"] == 50
    assert np.array_equal(after["name_hy"].isna(), karabakh["districts"]["name_hy"].isna())
