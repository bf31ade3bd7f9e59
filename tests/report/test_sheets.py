"""Sheets as their readers get them: the text of the PDF, its outline, its fonts, its gaps."""

import io
import re
from dataclasses import replace

import geopandas as gpd
import pypdfium2
import pytest
import shapely

from geo.errors import InputUnreadable, OutputExists, UnknownName
from geo.intake.folder import read_dataset
from geo.report import (
    Facts,
    Sheet,
    completion,
    dossier,
    extract,
    factsheet,
    summary,
    typeset,
    write,
)
from geo.report.blocks import cut, para
from tests.conftest import CLAIMS, DISTRICTS, SOURCES


@pytest.fixture(scope="module")
def facts(karabakh):
    return Facts(karabakh)


@pytest.fixture(scope="module")
def scenario(exercise):
    return Facts(exercise)


def document(sheet):
    return pypdfium2.PdfDocument(io.BytesIO(typeset(sheet)[0]))


def text_of(sheet):
    pages = document(sheet)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def without_cautions(text):
    return text.replace("Not for navigation or for judging that land is safe.", "")


def test_a_factsheet_is_two_pages_at_most_and_every_citation_is_in_its_list(facts):
    for name in ("Aghdam", "Fuzuli", "Tartar"):
        sheet = factsheet(facts, name)
        assert len(document(sheet)) <= 2
        text = text_of(sheet)
        before, _, after = text.partition("Sources of this sheet")
        cited = {int(n) for marks in re.findall(r"\[([\d, \s]+)", before) for n in
                 re.findall(r"\d+", marks)}  # fmt: skip
        listed = {int(n) for n in re.findall(r"\[(\d+)\]", after)}
        assert cited == listed == set(range(1, len(listed) + 1))


def test_a_factsheet_says_what_the_claims_say(facts):
    text = text_of(factsheet(facts, "Ağdam"))  # by its other name
    assert text.startswith("Aghdam district")
    for figure in ("7,956.1 ha", "7,672.1 ha", "17,597 ha"):  # worked by hand from claims.csv
        assert figure in text
    assert "other ground since 2023-12" in text
    assert "magnetic north 6." in text
    assert "WGS 84" in text
    assert facts.footer[0] in " ".join(text.split())


def test_safe_is_only_said_in_the_caution(facts, scenario):
    release = scenario.dataset["land_release"]["release_id"].iloc[0]
    hazard = scenario.dataset["hazard_areas"]["hazard_id"].iloc[0]
    for sheet in (
        factsheet(facts, "Fuzuli"),
        completion(scenario, release),
        dossier(scenario, hazard),
        summary(scenario),
    ):
        assert not re.search(r"\bsafe(ly|ty)?\b", without_cautions(text_of(sheet)))


def test_the_same_sheet_is_the_same_bytes_with_fonts_and_an_outline(facts):
    first, second = (typeset(factsheet(facts, "Tartar"))[0] for _ in range(2))
    assert first == second
    assert b"FontFile2" in first
    titles = [item.get_title() for item in document(factsheet(facts, "Tartar")).get_toc()]
    assert titles[0] == "Tartar district"
    assert "What is not known" in titles


def test_a_district_without_outline_or_claims_says_so(facts):
    text = text_of(factsheet(facts, "Aghdara"))
    assert "known name without a recorded outline" in text
    bare = text_of(factsheet(facts, "Zardab"))
    assert "None is recorded one by one" in bare
    assert "No claim is recorded of this district alone" in bare
    assert not re.search(r"[^\d,.]0 (ha|m²)", bare)


def test_an_unknown_district_is_asked_back(facts):
    with pytest.raises(UnknownName) as error:
        factsheet(facts, "Agdamm")
    assert "Aghdam" in error.value.hint


def test_turning_points_of_a_release_in_three_notations(scenario):
    row = scenario.dataset["land_release"].iloc[0]
    text = text_of(completion(scenario, row["release_id"], crs="EPSG:32727"))
    lon, lat = shapely.get_coordinates(row["geometry"])[0]
    assert f"{lat:.6f}" in text
    assert f"{lon:.6f}" in text
    # EX-R001's first corner by GDAL: gdaltransform -t_srs EPSG:32727.
    east, north = gpd.GeoSeries([shapely.Point(lon, lat)], crs=4326).to_crs(32727).iloc[0].coords[0]
    assert f"{east:,.1f}" in text
    assert f"{north:,.1f}" in text
    assert "27HWB" in text
    assert "Quality checks not recorded" in " ".join(text.split())
    assert "Received by, name and date" in text


def test_a_dossier_lists_what_is_near(scenario):
    text = text_of(dossier(scenario, "EX-H001"))
    assert "Suspected hazardous area" in text
    assert "EX-R007" in text
    with pytest.raises(UnknownName):
        dossier(scenario, "EX-H999")


def test_an_extract_has_a_page_for_each_parcel(scenario):
    shapes = [shapely.box(-19.92, -34.95, -19.91, -34.94), shapely.Point(-19.5, -34.5)]
    parcels = gpd.GeoDataFrame({"name": ["Field", "Sea"]}, geometry=shapes, crs=4326)
    pages = document(extract(scenario, parcels))
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert texts[0].startswith("What is recorded here: Field")
    assert texts[1].startswith("What is recorded here: Sea")
    assert "No record is not evidence of no contamination." in texts[1]


def test_a_dataset_of_nothing_makes_a_sheet(small):
    dataset = read_dataset(small())
    none = {name: frame.iloc[:0] for name, frame in dataset.tables.items()}
    text = text_of(summary(replace(dataset, tables=none)))
    assert "No map" in text
    assert "No outline of a hazardous area is recorded." in text
    districts = {**none, "districts": dataset["districts"]}
    text = text_of(factsheet(replace(dataset, tables=districts), "West"))
    assert "No source is recorded" in text


def test_hostile_and_long_texts_stay_texts(small):
    long = '#import "x" $a$ *b* <c> \\ ' + "ш" * 5000
    claims = [{**CLAIMS[0], "claim_id": f"c{i}", "source_id": f"s{i}", "as_of": "2023-12-31",
               "quantity": str(i + 1), "claimant": f"A{i} {long}"} for i in range(200)]  # fmt: skip
    sources = [{**SOURCES[0], "source_id": f"s{i}", "title": long} for i in range(200)]
    districts = [{**DISTRICTS[0], "name_az": "#panic()", "name_hy": "Աղդամ",
                  "name_ru": "Агдам", "note": long}, DISTRICTS[1]]  # fmt: skip
    dataset = read_dataset(small(claims=claims, sources=sources, districts=districts))
    text = text_of(factsheet(dataset, "West"))
    assert '#import "x" $a$ *b* <c> \\' in text
    assert "#panic()" in text
    assert "Աղդամ" in text
    assert "190 earlier figures not shown" in text


def test_scripts_without_a_font_are_said():
    sheet = Sheet("t", ["caution", "note"], [para("ខ្មែរ أغدام Ağdam")])
    text = " ".join(text_of(sheet).split())
    assert "Ağdam" in text
    assert "Khmer" in text or "ខ្មែរ" in text  # said, or held by a font of this machine


def test_pictures_and_endings(scenario, tmp_path):
    sheet = summary(scenario)
    for ending, magic in ((".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")):
        [path, *_] = write(sheet, tmp_path / f"s{ending}")
        assert path.read_bytes().startswith(magic)
    with pytest.raises(OutputExists):
        write(sheet, tmp_path / "s.pdf")
    with pytest.raises(InputUnreadable):
        write(sheet, tmp_path / "s.doc")


def test_texts_that_are_cut_say_so():
    assert cut("a" * 700).endswith("… (cut: 700 letters)")
