"""Minefield records."""

import shapely

from tests.checks.made import found, square


def record(record_id, **values):
    outline = shapely.multipolygons([square(47, 40)])
    return {
        "record_id": record_id,
        "support": "reconstructed_polygon",
        "geometry": outline,
        **values,
    }


def test_a_record_that_misses_its_start():
    rows = [
        record("good", perimeter_m=718.5, closure_m=1.5),
        record("poor", perimeter_m=700.0, closure_m=50.0),
        record("open", perimeter_m=700.0),
    ]
    told = found("record-closure-poor", minefield_records=rows)
    assert told == {"poor": "misses its start by 50.0 m on 700.0 m"}


def test_stated_and_recorded_numbers():
    items = [
        {"item_id": f"{record_id}{n}", "record_id": record_id, "geometry": shapely.Point(47, 40)}
        for record_id in ("same", "fewer")
        for n in range(3)
    ]
    rows = [
        record("same", mines_stated=3),
        record("fewer", mines_stated=5),
        record("none", mines_stated=9),
    ]
    told = found("record-items-differ", minefield_records=rows, recorded_items=items)
    assert told == {"fewer": "states 5 mines and has 3 items"}


def test_an_outline_without_a_band():
    told = found("record-without-band", minefield_records=[record("a", ce95_m=20.0), record("b")])
    assert told == {"b": "no error band"}
