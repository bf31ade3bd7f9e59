"""What somebody states wins over what is guessed, and what is not understood sets the exit code."""

import json

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import UnknownName
from geo.intake.deliveries.mapping import fold_heading, fold_value
from geo.intake.deliveries.values import TermsCollide
from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.conftest import ROOT
from tests.intake.deliveries.made import deliver, polygons

CODES = [("a", "-1"), ("b", "1"), ("c", "0"), ("d", "SHA?"), ("e", "~2")]
NEW = ("--source", "S1", "--title", "x", "--publisher", "y")


def table(path, *rows):
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def events(path, values, name="outcome"):
    places = [(key, value, f"17.{n}", "44") for n, (key, value) in enumerate(values)]
    return table(path, ("id", name, "longitude", "latitude"), *places)


def atlas(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def kinds(folder):
    return read_dataset(folder)["events"].set_index("event_id")["kind"].to_dict()


def test_a_code_with_a_sign_is_another_code(folder, tmp_path):
    file = events(tmp_path / "e.csv", CODES[:3])
    said = ["kind.-1=suspicion", "kind.1=ordnance_found", "kind.0=other"]
    pairs = [part for one in said for part in ("--value", one)]
    run = atlas("import", file, "--layer", "events", *NEW, "--column", "kind=outcome", *pairs)
    assert run.exit_code == 0, run.output
    assert kinds(folder) == {"a": "suspicion", "b": "ordnance_found", "c": "other"}


def test_a_doubt_or_a_sign_is_no_term_that_the_tool_knows(folder, tmp_path):
    table_of = events(tmp_path / "e.csv", [("a", "accident"), ("b", "accident?"), ("c", "~find")])
    report = deliver(folder, table_of, layer="events", given={"columns": {"kind": "outcome"}})
    assert report.unknown["kind"] == {"accident?": 1, "~find": 1}
    assert not report.understood


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ສົງໄສ", "ສັງໄສ"),  # Lao: vowels are marks
        ("สงสัย", "สงสย"),  # Thai
        ("संदिग्ध", "सदग्ध"),  # Hindi
        ("-1", "1"), ("−1", "1"), ("SHA?", "SHA"), (">5", "5"), ("<5", ">5"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_another_value(one, other):
    assert fold_value(one) != fold_value(other)


def test_case_accents_and_hyphens_do_not_matter():
    assert fold_value("Non-Technical  Survey") == fold_value("non technical survey")
    assert fold_heading("Šifra") == fold_heading("sifra")
    assert fold_value("– 1") == fold_value("-1")


def test_a_pair_the_wrong_way_round_is_told(folder, tmp_path):
    file = events(tmp_path / "e.csv", CODES[:3])
    run = atlas(
        "import", file, "--layer", "events", *NEW, "--column", "kind=outcome",
        "--value", "kind.suspicion=-1",
    )  # fmt: skip
    assert run.exit_code == 3
    assert "--value 'kind.-1=suspicion'" in run.stderr
    assert read_manifest(folder).imports == {}
    with pytest.raises(UnknownName, match="accidnt"):
        deliver(folder, file, layer="events", given={"defaults": {"kind": "accidnt"}})


def test_stated_values_that_differ_only_in_case_count_exactly_or_are_refused(folder, tmp_path):
    stated = {"columns": {"kind": "outcome"}, "values": {"kind": {"m": "accident", "M": "other"}}}
    file = events(tmp_path / "e.csv", [("a", "m"), ("b", "M")])
    deliver(folder, file, layer="events", given=stated)
    assert kinds(folder) == {"a": "accident", "b": "other"}
    values = {"kind": {"Min": "accident", "min": "other"}}
    file = events(tmp_path / "f.csv", [("a", "MIN")])
    with pytest.raises(TermsCollide, match="'Min' or 'min'"):
        deliver(folder, file, layer="events", name="n", given={**stated, "values": values})


def test_one_value_for_all_beats_a_guess(folder, tmp_path):
    file = events(tmp_path / "e.csv", [("a", "V1"), ("b", "V2")], "type")
    deliver(folder, file, layer="events", given={"defaults": {"kind": "accident"}})
    assert kinds(folder) == {"a": "accident", "b": "accident"}
    rows = read_dataset(folder)["events"]
    assert json.loads(rows["source_values"][0])["type"] == "V1"


def test_one_value_for_all_beats_a_guess_of_an_earlier_delivery(folder, tmp_path):
    file = events(tmp_path / "e.csv", [("a", "accident"), ("b", "find")], "type")
    deliver(folder, file, layer="events")
    assert kinds(folder)["b"] == "ordnance_found"
    deliver(folder, file, layer="events", given={"defaults": {"kind": "accident"}})
    assert kinds(folder)["b"] == "accident"


def test_defaults_written_into_the_manifest_beat_a_guess(folder, tmp_path):
    file = events(tmp_path / "e.csv", [("a", "V1")], "type")
    deliver(folder, file, layer="events")
    path = folder / "dataset.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + '[imports.office-events.defaults]\nkind = "seizure"\n', encoding="utf-8")
    deliver(folder, file, layer="events")
    assert kinds(folder) == {"a": "seizure"}


def test_a_stated_column_stays_and_the_default_fills_what_it_lacks(folder, tmp_path):
    file = events(tmp_path / "e.csv", [("a", "find"), ("b", "")], "type")
    given = {"columns": {"kind": "type"}, "defaults": {"kind": "accident"}}
    deliver(folder, file, layer="events", given=given)
    assert kinds(folder) == {"a": "ordnance_found", "b": "accident"}


def test_a_guess_can_be_unmade_and_made_again(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2])
    deliver(folder, path, given={"columns": {"status": ""}, "defaults": {"status": "confirmed"}})
    how = read_manifest(folder).imports["office-hazard_areas"]
    assert how.left_out == ["classification"]
    assert "classification" not in how.columns
    deliver(folder, path)
    assert read_dataset(folder)["hazard_areas"]["classification"].tolist() == ["confirmed"] * 2
    deliver(folder, path, given={"columns": {"status": "Type"}})
    how = read_manifest(folder).imports["office-hazard_areas"]
    assert (how.left_out, how.columns["classification"]) == ([], "Type")
    assert read_dataset(folder)["hazard_areas"]["classification"].tolist() == ["suspected"] * 2


def test_what_is_not_guessed_for_one_is_not_taken_for_another(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1])
    report = deliver(folder, path, given={"defaults": {"status": "suspected"}})
    assert set(report.how.columns) == {"hazard_id"}


LINE = {"type": "LineString", "coordinates": [[17.0, 44.0], [17.1, 44.1]]}
AREA = {
    "type": "Polygon",
    "coordinates": [[[17.2, 44], [17.21, 44], [17.21, 44.01], [17.2, 44.01], [17.2, 44]]],
}


def features(path, *shapes, **properties):
    made = [
        {"type": "Feature", "properties": {"id": f"H{n}", **properties}, "geometry": shape}
        for n, shape in enumerate(shapes)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("shape", "properties", "code"),
    [
        (AREA, {"status": "SHA"}, 0),
        (LINE, {"status": "SHA"}, 1),  # not drawn
        (None, {"status": "SHA"}, 1),  # no position
        (AREA, {"status": "Zona 4"}, 1),  # no term
        (AREA, {}, 1),  # without what is required
        (AREA, {"status": "SHA", "area": "large"}, 1),  # no number
        (AREA, {"status": "SHA", "report date": "soon"}, 1),  # no date
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_exit_code_says_whether_all_was_understood(tmp_path, shape, properties, code):
    file = features(tmp_path / "h.geojson", AREA, shape, **properties)
    for dry in (("--dry-run",), ()):
        run = atlas("import", file, "--layer", "hazard_areas", *NEW, *dry)
        assert run.exit_code == code, run.output
        assert ("nothing was written" in run.output) == bool(dry)


def test_a_build_of_a_layer_without_a_good_row_says_so(folder, tmp_path):
    atlas("import", features(tmp_path / "h.geojson", AREA), "--layer", "hazard_areas", *NEW)
    run = atlas("build", folder)
    assert run.exit_code == 1
    assert "hazard_areas" in run.stderr
    good = features(tmp_path / "h.geojson", AREA, status="SHA")
    atlas("import", good, "--column", "status=status")
    assert atlas("build", folder, "--overwrite").exit_code == 0


def test_the_exercise_builds_without_findings(tmp_path):
    exercise = ROOT / "layers" / "exercise"
    assert atlas("build", exercise, "-o", tmp_path / "e.gpkg").exit_code == 0


def test_without_a_key_the_import_says_so_and_asks(folder, tmp_path):
    rows = [("Oznaka X", "place", "lat", "lon"), ("q7", "A", "39", "46"), ("q8", "B", "39", "47")]
    file = table(tmp_path / "e.csv", *rows)
    first = ("--layer", "events", *NEW, "--set", "kind=other")
    run = atlas("import", file, *first)
    assert run.exit_code == 1
    assert "--key COLUMN" in run.output
    assert "Oznaka X, place" in run.output
    assert atlas("import", file, "--no-key").exit_code == 0
    assert atlas("import", file).exit_code == 0  # it stays accepted
    run = atlas("import", file, "--key", "Oznaka X")
    assert "2 updated" in run.output  # under their own keys, none retired
    assert read_dataset(folder)["events"]["event_id"].tolist() == ["q7", "q8"]
    assert read_manifest(folder).imports["S1-events"].no_key is False


@pytest.mark.parametrize(
    "name", ["Šifra", "ID поля", "Шифр", "ID événement", "Código evento", "رقم", "Site ID"]
)
def test_keys_are_known_in_the_languages_of_the_tool(folder, tmp_path, name):
    file = table(tmp_path / "e.csv", (name, "lat", "lon"), ("q7", "39", "46"))
    report = deliver(folder, file, layer="events", given={"defaults": {"kind": "other"}})
    assert report.merged.added == ["q7"]
