"""Keys that occur twice in one delivery are said at import, not only by a later build."""

import pytest

from geo.cli.init import init
from geo.intake.deliveries.run import import_delivery
from geo.intake.folder import read_dataset

OFFICE = {"title": "Register", "publisher": "Mine Action Office"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    init.main(["office"], standalone_mode=False)
    return tmp_path / "layers" / "office"


def deliver(folder, tmp_path, layer, text):
    file = tmp_path / "delivery.csv"
    file.write_text(text, encoding="utf-8")
    return import_delivery(
        folder, [file], layer=layer, source="office", new_source=OFFICE, day="2024-01-01"
    )


def repeated(report):
    return [(f.row, f.value) for f in report.findings if f.rule.code == "duplicate-key"]


def test_keys_are_compared_as_a_build_does(folder, tmp_path):
    report = deliver(
        folder,
        tmp_path,
        "events",
        "event_id,kind,longitude,latitude\na,accident,46,39\nA,accident,46.1,39\n"
        '"a ",accident,46.2,39\nb,accident,46.3,39\n',
    )
    assert repeated(report) == [(3, "A"), (4, "a")]
    built = read_dataset(folder)
    rejected = built["findings"]["code"] == "duplicate-key"
    assert rejected.sum() == len(repeated(report))
    assert len(built["events"]) == report.rows - len(repeated(report))


def test_rows_without_a_key_do_not_repeat_one(folder, tmp_path):
    report = deliver(
        folder, tmp_path, "events", "event_id,kind,longitude,latitude\n" + ",accident,46,39\n" * 2
    )
    assert repeated(report) == []
    assert len(read_dataset(folder)["events"]) == 2


def test_districts_of_one_name_are_told_apart_by_their_code(folder, tmp_path):
    report = deliver(folder, tmp_path, "districts", "district,code\nX,1\nX,2\n")
    assert repeated(report) == []
    assert len(read_dataset(folder)["districts"]) == 2


HEAD = "event_id,kind,longitude,latitude\n"


def of_others(report):
    return [f.message for f in report.findings if f.rule.code == "key-of-another-import"]


def bring(folder, tmp_path, source, *keys):
    file = tmp_path / f"{source}.csv"
    file.write_text(HEAD + "".join(f"{k},accident,46,39\n" for k in keys), encoding="utf-8")
    return import_delivery(
        folder, [file], layer="events", source=source, new_source=OFFICE, day="2024-01-01"
    )


def test_keys_of_another_import_are_said_with_both_sources_and_kept(folder, tmp_path):
    assert of_others(bring(folder, tmp_path, "army", "1", "2", "A3")) == []
    report = bring(folder, tmp_path, "ngo", "2", "a3 ", "4")
    assert of_others(report) == [
        "2 keys of import ngo-events (source ngo) stand in import army-events (source army), too: "
        "'2', 'a3'; a build keeps only one row of each"
    ]
    assert report.merged.added == ["2", "a3", "4"]
    # Of the six rows a build keeps four, as was said.
    built = read_dataset(folder)
    assert len(built["events"]) == 4
    assert (built["findings"]["code"] == "duplicate-key").sum() == 2


def test_the_next_delivery_of_one_import_has_its_own_keys(folder, tmp_path):
    bring(folder, tmp_path, "army", "1", "2")
    assert of_others(bring(folder, tmp_path, "army", "1", "2", "3")) == []
    bring(folder, tmp_path, "ngo", "9")
    assert of_others(bring(folder, tmp_path, "ngo", "9", "10")) == []


def test_many_keys_of_another_import_are_counted(folder, tmp_path):
    keys = [f"k{i}" for i in range(9)]
    bring(folder, tmp_path, "army", *keys)
    [said] = of_others(bring(folder, tmp_path, "ngo", *keys))
    assert said.startswith("9 keys of import ngo-events")
    assert "'k0', 'k1', 'k2', 'k3', 'k4' and 4 more;" in said
