"""Images named in a manifest: checked when read, drawn by the map, carried by a release."""

import shutil
import zipfile

import numpy as np
import pytest
import rasterio
from click.testing import CliRunner
from rasterio import Affine

from geo.cli.main import main
from geo.errors import InputMissing, ManifestError
from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.store import open_dataset
from tests.conftest import KARABAKH
from tests.maps.unpack import payload_of

EXERCISE = KARABAKH.parent / "exercise"


def picture(path, crs="EPSG:4326", kind="uint8"):
    profile = {"driver": "GTiff", "height": 20, "width": 20, "count": 3, "dtype": kind}
    transform = Affine(0.005, 0, -20, 0, -0.005, -34.9)
    with rasterio.open(path, "w", crs=crs, transform=transform, **profile) as file:
        file.write(np.full((3, 20, 20), 200, kind))


def folder(tmp_path, *overlays):
    path = tmp_path / "exercise"
    shutil.copytree(EXERCISE, path)
    manifest = path / "dataset.toml"
    said = "".join(f"\n[[overlays]]\n{one}\n" for one in overlays)
    manifest.write_text(manifest.read_text(encoding="utf-8") + said, encoding="utf-8")
    return path


GOOD = 'file = "scan.tif"\nsource = "exercise-register"\ntitle = "A <b>scan</b>"\nopacity = 0.4'


@pytest.fixture
def with_scan(tmp_path):
    path = folder(tmp_path, GOOD)
    picture(path / "scan.tif")
    return path


def test_an_image_of_the_manifest_is_on_the_map(with_scan, tmp_path):
    built = tmp_path / "exercise.gpkg"
    result = CliRunner().invoke(main, ["build", str(with_scan), "-o", str(built)])
    assert result.exit_code == 0, result.output
    for dataset in (read_dataset(with_scan), open_dataset(built)):
        assert "unusable-overlay" not in set(dataset["findings"]["code"])
        (shown,) = payload_of(render_map(dataset))["overlays"]
        assert (shown["title"], shown["opacity"]) == ("A <b>scan</b>", 0.4)
        assert shown["box"] == [
            pytest.approx([-35.0, -20.0], abs=1e-3),
            pytest.approx([-34.9, -19.9], abs=1e-3),
        ]


def test_a_geopackage_without_its_folder_says_what_it_lacks(with_scan, tmp_path):
    built = tmp_path / "elsewhere.gpkg"
    CliRunner().invoke(main, ["build", str(with_scan), "-o", str(built)])
    with pytest.raises(InputMissing, match=r"scan\.tif"):
        render_map(open_dataset(built))


def test_a_release_carries_the_image_to_where_the_geopackage_looks(with_scan, tmp_path):
    out = tmp_path / "out"
    args = ["release", str(with_scan), "-o", str(out), "--day", "2024-01-01"]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    (archive,) = out.glob("*.zip")
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path / "again")
        sums = file.read("exercise-2024-01-01/SHA256SUMS").decode()
    assert "  exercise/scan.tif\n" in sums
    again = open_dataset(tmp_path / "again" / "exercise-2024-01-01" / "exercise.gpkg")
    assert len(payload_of(render_map(again))["overlays"]) == 1


@pytest.mark.parametrize(
    ("options", "source", "about"),
    [
        ({"crs": None}, "exercise-register", "no coordinate reference system"),
        ({"kind": "float32"}, "exercise-register", "float32"),
        ({}, "nobody", "not in sources"),
    ],
)
@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_what_cannot_be_shown_is_a_finding(tmp_path, options, source, about):
    path = folder(tmp_path, f'file = "scan.tif"\nsource = "{source}"')
    picture(path / "scan.tif", **options)
    dataset = read_dataset(path)
    found = dataset["findings"].query("code == 'unusable-overlay'")
    assert len(found) == 1
    assert about in found["message"].iloc[0]
    assert str(tmp_path) not in found["message"].iloc[0]
    assert payload_of(render_map(dataset))["overlays"] == []
    result = CliRunner().invoke(main, ["check", str(path)])
    assert result.exit_code == 1
    assert "unusable-overlay" in result.output


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ('file = "gone.tif"\nsource = "exercise-register"', "no such file"),
        ('file = "../scan.tif"\nsource = "exercise-register"', "outside"),
        ('file = "sources.csv"', "source"),
        (GOOD.replace("0.4", "4"), "opacity"),
    ],
)
def test_a_manifest_that_cannot_be_right_is_refused(tmp_path, said, about):
    with pytest.raises(ManifestError, match=about):
        read_dataset(folder(tmp_path, said))
