"""Each delivery has its source, each row may have one, and the last import can be taken back."""

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import InputMissing, InputUnreadable, UnknownName
from geo.intake.deliveries.entry import ImportUnclear
from geo.intake.deliveries.undo import UndoRefused, undo_import
from geo.intake.folder import read_dataset
from geo.model.manifest import read_manifest
from tests.intake.deliveries.made import NEW, deliver, polygons


def cited(folder):
    dataset = read_dataset(folder)
    sources = dataset["sources"].set_index("source_id")
    rows = dataset["hazard_areas"].set_index("hazard_id")["source_id"]
    return {key: sources.loc[source, "title"] for key, source in rows.items()}


def table(path, *rows):
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def atlas(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_what_is_said_with_a_second_delivery_is_its_own_source(folder, tmp_path):
    deliver(folder, polygons(tmp_path / "a.geojson", [1, 2]), new_source={**NEW, "grade": "B"})
    later = {"title": "Register of 2024", "published": "2024-06", "grade": "C"}
    report = deliver(folder, polygons(tmp_path / "b.geojson", [1, 3]), new_source=later)
    assert (report.merged.added, report.merged.unchanged) == (["3"], ["1"])
    assert cited(folder) == {
        "1": "Register of 2024", "2": "Register", "3": "Register of 2024",
    }  # fmt: skip
    sources = read_dataset(folder)["sources"].set_index("source_id")
    assert sources["grade"].to_dict() == {"office": "B", "office-2024-06": "C"}
    assert sources["publisher"].nunique() == 1
    how = read_manifest(folder).imports["office-hazard_areas"]
    assert (how.source, how.earlier_sources) == ("office-2024-06", ["office"])
    # The id by which the office was first called still finds the import.
    again = deliver(folder, polygons(tmp_path / "b.geojson", [1, 3]), new_source=None)
    assert again.name == "office-hazard_areas"


def test_the_same_said_again_is_the_same_source(folder, tmp_path):
    for _ in range(2):
        deliver(folder, polygons(tmp_path / "a.geojson", [1]))
    assert read_dataset(folder)["sources"]["source_id"].tolist() == ["office"]


def test_a_source_that_is_named_is_that_of_the_delivery(folder, tmp_path):
    deliver(folder, polygons(tmp_path / "a.geojson", [1, 2]))
    new = {"title": "Second", "published": "2024"}
    options = {"layer": None, "source": "S2", "new_source": new}
    report = deliver(folder, polygons(tmp_path / "b.geojson", [1, 2]), **options)
    assert report.name == "office-hazard_areas"
    assert set(cited(folder).values()) == {"Second"}
    named = {
        **options,
        "name": report.name,
        "source": "S3",
        "new_source": {**new, "title": "Third"},
    }
    deliver(folder, polygons(tmp_path / "c.geojson", [1, 2]), **named)
    assert set(cited(folder).values()) == {"Third"}
    assert list(read_manifest(folder).imports) == ["office-hazard_areas"]


def test_too_little_or_a_wrong_grade_is_refused(folder, tmp_path):
    file = polygons(tmp_path / "a.geojson", [1])
    with pytest.raises(InputUnreadable, match="unknown source"):
        deliver(folder, file, new_source={"title": "Register"})
    with pytest.raises(UnknownName, match="'G'"):
        deliver(folder, file, new_source={**NEW, "grade": "G"})
    deliver(folder, file)
    with pytest.raises(UnknownName, match="offise"):
        deliver(folder, file, source="offise", name="office-hazard_areas", new_source=None)
    claims = table(tmp_path / "c.csv", ("claim id", "source"), ("c", "office"))
    with pytest.raises(InputUnreadable, match="title of which source"):
        deliver(folder, claims, layer="claims", source=None, new_source={"title": "t"})


def test_rows_name_their_sources_by_id_address_or_title(folder, tmp_path):
    head = "source_id,title,publisher,url"
    lines = ["s1,One,P,https://example.org/1", "s2,Two,P,"]
    (folder / "sources.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    rows = [
        ("id", "kind", "lat", "lon", "told by"), ("a", "other", "39", "46", "s1"),
        ("b", "other", "39", "46.1", "two"), ("c", "other", "39", "46.2", "https://example.org/1"),
        ("d", "other", "39", "46.3", "nobody"), ("e", "other", "39", "46.4", ""),
    ]  # fmt: skip
    file = table(tmp_path / "e.csv", *rows)
    options = {"layer": "events", "source": "s2", "new_source": None}
    report = deliver(folder, file, **options, given={"columns": {"source_id": "told by"}})
    [unknown] = [f for f in report.findings if f.rule.code == "row-of-unknown-source"]
    assert (unknown.row, unknown.value) == (5, "nobody")
    assert not report.understood
    named = read_dataset(folder)["events"].set_index("event_id")["source_id"]
    assert named.to_dict() == {"a": "s1", "b": "s2", "c": "s1", "d": "nobody", "e": "s2"}
    assert "nobody" in " ".join(read_dataset(folder)["findings"]["message"])


def several(folder, tmp_path):
    """Two imports of one office, hazards and events, and a second sheet of events."""
    deliver(folder, polygons(tmp_path / "h.geojson", [1, 2]))
    events = table(tmp_path / "e.csv", ("id", "kind", "lat", "lon"), ("a", "other", "39", "46"))
    deliver(folder, events, layer="events")
    finds = table(tmp_path / "f.csv", ("id", "type", "x", "y"), ("b", "find", "46", "39"))
    deliver(folder, finds, layer="events", name="finds")
    return events


def test_the_next_delivery_needs_only_the_file(folder, tmp_path):
    events = several(folder, tmp_path)
    for name, file in (
        ("office-hazard_areas", tmp_path / "h.geojson"), ("finds", tmp_path / "f.csv"),
        ("office-events", events),
    ):  # fmt: skip
        run = atlas("import", file)
        assert f"[imports.{name}]" in run.output, run.output + run.stderr
        assert "1 unchanged; 0 retired" in run.output or "2 unchanged; 0 retired" in run.output
    moved = table(tmp_path / "next.csv", ("lon", "id", "lat", "kind"), ("46", "z", "39", "other"))
    assert "[imports.office-events]" in atlas("import", moved).output


def test_a_file_of_no_known_shape_is_not_guessed_to_be_one(folder, tmp_path):
    several(folder, tmp_path)
    other = table(tmp_path / "o.csv", ("key", "place"), ("b", "A"))
    with pytest.raises(ImportUnclear, match="several imports fit"):
        deliver(folder, other, layer=None, source=None, new_source=None)


def everything(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_the_last_import_is_taken_back(folder, tmp_path):
    empty = everything(folder)
    deliver(folder, polygons(tmp_path / "a.geojson", [1, 2]))
    first = everything(folder)
    later = {"title": "Later", "published": "2024"}
    deliver(folder, polygons(tmp_path / "b.geojson", [3]), new_source=later)
    assert everything(folder) != first
    assert "office-hazard_areas" in atlas("import", "--undo").output
    assert everything(folder) == first
    run = atlas("import", "--undo")
    assert run.exit_code == 3
    assert "only the last" in run.stderr
    deliver(folder, polygons(tmp_path / "b.geojson", [3]), name="x")
    atlas("import", "--undo")
    assert everything(folder) == first
    assert set(first) - set(empty) == {"hazard_areas.geojson"}


def test_the_first_import_and_a_table_are_taken_back_too(folder, tmp_path):
    empty = everything(folder)
    sources = table(tmp_path / "s.csv", ("source id", "title", "publisher"), ("q", "T", "P"))
    deliver(folder, sources, layer="sources", source=None, new_source=None)
    assert undo_import(folder) == "sources"
    assert everything(folder) == empty


def test_what_was_changed_since_is_not_taken_back(folder, tmp_path):
    deliver(folder, polygons(tmp_path / "a.geojson", [1, 2]))
    path = folder / "dataset.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(UndoRefused, match=r"dataset\.toml"):
        undo_import(folder)
    assert "# mine" in path.read_text(encoding="utf-8")


def test_a_dry_run_leaves_nothing_to_take_back(folder, tmp_path):
    deliver(folder, polygons(tmp_path / "a.geojson", [1, 2]), dry_run=True)
    with pytest.raises(InputMissing):
        undo_import(folder)


def test_undo_takes_no_files(folder, tmp_path):
    file = polygons(tmp_path / "a.geojson", [1])
    assert atlas("import", file, "--undo").exit_code == 2
    assert atlas("import").exit_code == 2
    assert folder.is_dir()
