"""What a dataset names outside its folder, and files that are no files."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import GeoError, InputUnreadable, WriteFailed
from geo.export.release import release
from geo.files import replacing
from geo.maps import render_map
from geo.store import open_dataset, write_dataset
from tests.hostile.test_pictures import image

SECRET = b"7f3c-secret"


def naming(dataset, folder, file, what="overlays"):
    """Return a GeoPackage that says it brings `file` along."""
    path = folder / "exercise.gpkg"
    write_dataset(dataset, path, overwrite=True)
    with sqlite3.connect(path) as connection:
        (text,) = connection.execute("SELECT metadata FROM gpkg_metadata").fetchone()
        said = json.loads(text)
        source = dataset["sources"]["source_id"].iloc[0]
        said["clearanceAtlas"][what] = [{"file": file, "source": source}]
        connection.execute("UPDATE gpkg_metadata SET metadata = ?", (json.dumps(said),))
    connection.close()
    (folder / "exercise").mkdir(exist_ok=True)
    return path


@pytest.mark.parametrize("what", ["overlays", "rasters"])
def test_a_geopackage_brings_nothing_from_outside_its_folder(exercise, tmp_path, what):
    secret = tmp_path / "id_rsa"
    secret.write_bytes(SECRET)
    (tmp_path / "exercise").mkdir()
    (tmp_path / "exercise" / "link.tif").symlink_to(secret)
    (tmp_path / "exercise" / "loop.tif").symlink_to("loop.tif")
    for file in (str(secret), "/etc/hostname", "../id_rsa", "a/../../id_rsa", "link.tif",
                 "loop.tif", "a\0b"):  # fmt: skip
        with pytest.raises(InputUnreadable, match="outside the dataset's folder"):
            open_dataset(naming(exercise, tmp_path, file, what))


def test_a_release_packs_only_pictures(exercise, tmp_path):
    secret = tmp_path / "id_rsa"
    secret.write_bytes(SECRET)
    path = naming(exercise, tmp_path, "scan.tif")
    scan = tmp_path / "exercise" / "scan.tif"
    image(scan)
    dataset = open_dataset(path)
    made = release(dataset, tmp_path / "out", day="2026-01-01", version="1")
    with zipfile.ZipFile(made) as archive:
        assert archive.read("exercise-2026-01-01/exercise/scan.tif") == scan.read_bytes()
    # Put there after the file was opened: a link, and what is no image.
    scan.unlink()
    scan.symlink_to(secret)
    for show in (lambda: release(dataset, tmp_path / "out", day="2026-01-02", version="1"),
                 lambda: render_map(dataset)):  # fmt: skip
        with pytest.raises(InputUnreadable, match="outside"):
            show()
    scan.unlink()
    shutil.copy(secret, scan)
    with pytest.raises(InputUnreadable, match="not an image"):
        release(dataset, tmp_path / "out", day="2026-01-02", version="1")
    # The whole folder is a link to somewhere else: still nothing but images.
    shutil.rmtree(tmp_path / "exercise")
    (tmp_path / "keys").mkdir()
    shutil.copy(secret, tmp_path / "keys" / "scan.tif")
    (tmp_path / "exercise").symlink_to(tmp_path / "keys")
    with pytest.raises(InputUnreadable, match="not an image"):
        release(dataset, tmp_path / "out", day="2026-01-02", version="1")
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_what_is_no_regular_file_is_never_replaced(exercise, tmp_path):
    pipe, dangling, folder = tmp_path / "a.gpkg", tmp_path / "b.gpkg", tmp_path / "c.gpkg"
    os.mkfifo(pipe)
    dangling.symlink_to(tmp_path / "nowhere")
    folder.mkdir()
    device = tmp_path / "d.gpkg"
    device.symlink_to("/dev/null")
    for path in (pipe, dangling, folder, device):
        with pytest.raises(WriteFailed, match="no regular file"), replacing(path):
            raise AssertionError("it was begun")
        with pytest.raises(GeoError):
            write_dataset(exercise, path, overwrite=True)
    assert pipe.is_fifo()
    assert dangling.is_symlink()
    assert not (tmp_path / "nowhere").exists()
    assert {p.name for p in tmp_path.iterdir()} == {"a.gpkg", "b.gpkg", "c.gpkg", "d.gpkg"}


def test_what_is_taken_back_lies_in_the_folder(tmp_path):
    """A folder of somebody else brings a list of the files of its last import."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    made = tmp_path / "made"
    assert CliRunner().invoke(main, ["init", "made", "--in", str(tmp_path)]).exit_code == 0
    kept = made / ".atlas-undo"
    kept.mkdir()
    (kept / "0").write_text("theirs")
    digest = hashlib.sha256(b"mine").hexdigest()
    (made / "link").symlink_to(tmp_path)
    for file in ("../victim", str(victim), "a/../../victim", "link/victim"):
        for there in (True, False):
            about = {"import": "x", "files": [{"file": file, "there": there, "after": digest}]}
            (kept / "import.json").write_text(json.dumps(about))
            done = CliRunner().invoke(main, ["import", "--undo", "--into", str(made)])
            assert done.exit_code == 3, done.output
            assert "outside the dataset's folder" in done.stderr
            assert victim.read_text() == "mine"
