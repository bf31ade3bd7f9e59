"""XML written in pieces: what a parser reads is the same tree, whatever is in it."""

from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import WriteFailed
from geo.export.archive import write_zip
from geo.export.features import digits
from geo.export.xml import clean, document, nested


def record(name, text):
    element = Element("Record", name=clean(name))
    SubElement(element, "value").text = clean(text)
    return element


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_pieces_are_the_tree_they_stand_for(texts):
    whole = Element("root", version="1")
    body = SubElement(whole, "body")
    SubElement(body, "title").text = "a < b & c"
    folder = SubElement(body, "folder")
    for name, text in texts:
        folder.append(record(name, text))
    outer, inner = Element("root", version="1"), Element("body")
    SubElement(inner, "title").text = "a < b & c"
    inside = nested(Element("folder"), inside=(record(*pair) for pair in texts))
    read = ET.fromstring(b"".join(document(outer, inner, inside=inside)))
    assert ET.tostring(read) == ET.tostring(ET.fromstring(ET.tostring(whole)))


def test_a_record_is_written_before_the_next_one_is_made():
    made = []

    def records():
        for number in range(3):
            made.append(number)
            yield record(str(number), "")

    pieces = document(Element("root"), inside=records())
    for piece in pieces:
        if b'"0"' in piece:
            break
    assert made == [0]


@given(st.floats(-180, 180))
def test_digits_are_read_as_the_same_number_and_have_no_exponent(value):
    text = digits(value)
    assert float(text) == value
    assert "e" not in text
    assert text == np.format_float_positional(value, trim="-")


def test_what_is_too_large_for_an_archive_is_an_error_with_a_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr("zipfile.ZIP64_LIMIT", 1000)
    with pytest.raises(WriteFailed, match=r"doc\.kml: too large") as caught:
        write_zip(tmp_path / "a.kmz", {"doc.kml": iter([b"x" * 800, b"y" * 800])})
    assert "plain KML" in caught.value.hint
