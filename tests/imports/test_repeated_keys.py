"""Keys that stand twice in one delivery are said at import, not only by a later build."""

import pytest

from geo.commands.init import init
from geo.dataset import read_dataset
from geo.imports.run import import_delivery

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
