"""The GeoPackage: valid by others' tools, same bytes, never half written."""

import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pandas as pd
import pytest
import shapely

from geo.errors import InputMissing, InputUnreadable, OutputExists, TableInvalid, WriteFailed
from geo.intake.folder import read_dataset
from geo.model.layers import LAYERS
from geo.store import open_dataset, write_dataset
from tests.conftest import KARABAKH, ROOT


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_the_validator_of_gdal_finds_nothing(karabakh_gpkg):
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "osgeo_utils.samples.validate_gpkg",
            "--extra",
            "-k",
            str(karabakh_gpkg),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout + run.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="ogrinfo (gdal-bin) is not installed")
def test_ogrinfo_reads_every_layer(karabakh, karabakh_gpkg):
    for name in LAYERS:
        run = subprocess.run(
            ["ogrinfo", "-so", str(karabakh_gpkg), name], capture_output=True, text=True, check=True
        )
        assert f"Feature Count: {len(karabakh[name])}" in run.stdout
        assert "Warning" not in run.stdout + run.stderr


def test_what_is_written_comes_back(karabakh, karabakh_gpkg):
    back = open_dataset(karabakh_gpkg)
    assert back.meta == karabakh.meta
    for name, layer in LAYERS.items():
        was, now = (pd.DataFrame(d[name])[layer.names] for d in (karabakh, back))
        pd.testing.assert_frame_equal(was, now)
        if layer.geometry:
            a, b = (d[name]["geometry"].to_numpy() for d in (karabakh, back))
            assert all(
                shapely.equals_exact(x, y) or (x is None and y is None)
                for x, y in zip(a, b, strict=True)
            )


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_the_committed_file_is_what_the_inputs_give(request, name, tmp_path):
    built = write_dataset(request.getfixturevalue(name), tmp_path / "built.gpkg")
    assert digest(ROOT / "layers" / f"{name}.gpkg") == digest(built)


def test_shuffled_rows_on_another_day_give_the_same_bytes(karabakh_gpkg, tmp_path, monkeypatch):
    folder = tmp_path / "karabakh"
    shutil.copytree(KARABAKH, folder)
    shuffle = random.Random(5).shuffle
    for name in ("sources.csv", "places.csv", "districts.csv", "events.csv", "categories.csv"):
        head, *lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if any(line.count('"') % 2 for line in lines):
            continue  # a text with a line break: lines are not rows
        shuffle(lines)
        (folder / name).write_text("".join([head, *lines]), encoding="utf-8")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setattr("time.time", lambda: 4e9)
    written = write_dataset(read_dataset(folder), tmp_path / "again.gpkg")
    # Row numbers of findings follow the files, all else must not.
    assert sorted(rows(written, "SELECT message FROM findings")) == sorted(
        rows(karabakh_gpkg, "SELECT message FROM findings")
    )
    for path in (written, karabakh_gpkg):
        shutil.copy(path, path.with_suffix(".copy"))
        with closing(sqlite3.connect(path.with_suffix(".copy"))) as connection:
            # Nor may the sum of the findings, which holds the row numbers.
            connection.executescript(
                "DELETE FROM findings; UPDATE gpkg_metadata SET metadata = json_remove(metadata,"
                " '$.clearanceAtlasChecksums.findings') WHERE id = 1; VACUUM;"
            )
    dumps = []
    for path in (written, karabakh_gpkg):
        with closing(sqlite3.connect(path.with_suffix(".copy"))) as connection:
            # Skip the R-tree's own pages and triggers, which plain sqlite cannot run.
            dumps.append([line for line in connection.iterdump() if "rtree" not in line])
    assert dumps[0] == dumps[1]


def test_the_same_dataset_gives_the_same_bytes(karabakh, karabakh_gpkg, tmp_path):
    again = write_dataset(karabakh, tmp_path / "other-name.gpkg")
    assert digest(again) == digest(karabakh_gpkg)


def test_enumerations_titles_and_links_are_in_the_file(karabakh_gpkg):
    terms = rows(
        karabakh_gpkg,
        "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'support'",
    )
    assert ("multi_district",) in terms
    title = rows(
        karabakh_gpkg,
        "SELECT title, constraint_name FROM gpkg_data_columns "
        "WHERE table_name = 'claims' AND column_name = 'subject'",
    )
    assert title == [("Subject", "subject")]
    linked = rows(
        karabakh_gpkg,
        "SELECT s.title FROM accidents_sources m JOIN accidents a ON a.fid = m.base_id "
        "JOIN sources s ON s.fid = m.related_id WHERE a.event_id = '2021-06-04-susuzlug'",
    )
    assert len(linked) >= 2
    styled = rows(karabakh_gpkg, "SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1")
    assert {name for (name,) in styled} == {n for n, layer in LAYERS.items() if layer.geometry}


def test_the_file_itself_refuses_an_unknown_term(karabakh_gpkg, tmp_path):
    copy = shutil.copy(karabakh_gpkg, tmp_path / "copy.gpkg")
    with closing(sqlite3.connect(copy)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute("UPDATE claims SET stance = 'shouts' WHERE fid = 1")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(
                "UPDATE sources SET source_id = (SELECT max(source_id) FROM sources)"
            )


def test_an_existing_file_is_not_replaced_unless_asked(karabakh, tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"precious")
    with pytest.raises(OutputExists, match="overwrite"):
        write_dataset(karabakh, path)
    assert path.read_bytes() == b"precious"


def test_a_failed_write_leaves_the_old_file_and_no_litter(karabakh, tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"precious")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.files.sync", full)
    with pytest.raises(WriteFailed, match="No space left"):
        write_dataset(karabakh, path, overwrite=True)
    assert path.read_bytes() == b"precious"
    assert [p.name for p in tmp_path.iterdir()] == ["a.gpkg"]


def test_a_killed_write_leaves_the_old_file_whole(karabakh_gpkg, tmp_path):
    target = tmp_path / "a.gpkg"
    shutil.copy(karabakh_gpkg, target)
    before = digest(target)
    script = (
        "import os, signal\n"
        "from geo.store import geopackage as store, open_dataset\n"
        "store.add_styles = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"dataset = open_dataset({str(karabakh_gpkg)!r})\n"
        f"store.write_dataset(dataset, {str(target)!r}, overwrite=True)"
    )
    run = subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT)
    assert run.returncode == -9
    assert digest(target) == before


def test_a_file_that_is_no_dataset_is_named(tmp_path):
    with pytest.raises(InputMissing):
        open_dataset(tmp_path / "no.gpkg")
    junk = tmp_path / "junk.gpkg"
    junk.write_bytes(b"SQLite format 3\x00 but not really")
    with pytest.raises(InputUnreadable, match=r"junk\.gpkg"):
        open_dataset(junk)
    with closing(sqlite3.connect(tmp_path / "empty.gpkg")):
        pass
    with pytest.raises(InputUnreadable):
        open_dataset(tmp_path / "empty.gpkg")


def test_a_folder_that_cannot_be_written_is_said(karabakh, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(WriteFailed):
        write_dataset(karabakh, blocked / "a.gpkg")


def test_what_the_file_would_refuse_is_refused_before_and_all_at_once(karabakh, tmp_path):
    places = karabakh["places"].copy()
    places["place_id"] = [places["place_id"].iloc[1], *places["place_id"].iloc[1:]]
    claims = karabakh["claims"].copy()
    claims["stance"] = claims["stance"].mask(claims.index == 3, "<b>foo</b>")
    claims["quantity"] = claims["quantity"].mask(claims.index == 4, float("-inf"))
    claims.loc[5, "subject"] = None
    wrong = {"places": "place_id: .*, expected each once"}
    wrong["claims"] = "(?s)subject: missing in 1 row.*stance: '<b>foo</b>', expected one of"
    for name, message in wrong.items():
        tables = {**karabakh.tables, name: {"places": places, "claims": claims}[name]}
        with pytest.raises(TableInvalid, match=message):
            write_dataset(replace(karabakh, tables=tables), tmp_path / "a.gpkg")
    assert not list(tmp_path.iterdir())


def test_the_spatial_indexes_are_whole(karabakh_gpkg):
    tables = rows(karabakh_gpkg, "SELECT table_name FROM gpkg_geometry_columns")
    for (name,) in tables:
        index = f"rtree_{name}_geom"
        assert rows(karabakh_gpkg, f"SELECT rtreecheck('{index}')") == [("ok",)]
        there = f"SELECT count(*) FROM {name} WHERE geom NOT NULL"
        assert rows(karabakh_gpkg, f"SELECT count(*) FROM {index}") == rows(karabakh_gpkg, there)
