"""What a KML holds beside outlines: pictures, links, dates of a year, other encodings."""

import zipfile

import pytest

from geo.errors import InputUnreadable
from geo.intake.readers import read

RING = "46.90,39.90,0 46.91,39.90,0 46.91,39.91,0 46.90,39.90,0"
AREA = (
    "<Placemark><name>{}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    + RING
    + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
PICTURE = (
    "<GroundOverlay><name>scan</name><Icon><href>scan.png</href></Icon><LatLonBox><north>40</north>"
    "<south>39</south><east>47</east><west>46</west></LatLonBox></GroundOverlay>"
)
LINK = "<NetworkLink><name>live</name><Link><href>{}</href></Link></NetworkLink>"


def kml(body, encoding="UTF-8"):
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document>{body}</Document></kml>"
    )


def written(path, body, encoding="UTF-8"):
    path.write_bytes(kml(body, encoding).encode(encoding))
    return path


def codes(table):
    return [f.rule.code for f in table.findings]


@pytest.mark.parametrize(
    "body",
    [
        PICTURE + AREA.format("A"),
        AREA.format("A") + PICTURE,
        f"<Folder><name>f</name>{PICTURE}</Folder>" + AREA.format("A"),
        f"<Folder><name>f</name>{PICTURE}{AREA.format('A')}</Folder><Folder>{PICTURE}</Folder>",
    ],
)
def test_the_box_of_a_picture_is_no_area(tmp_path, body):
    table = read(written(tmp_path / "a.kml", body))
    assert table.frame["name"].tolist() == ["A"]
    assert table.geometry[0].area == pytest.approx(0.00005)
    assert codes(table).count("picture-left-out") == body.count("<GroundOverlay>")


def test_a_link_is_named_and_never_followed(tmp_path):
    address = "http://127.0.0.1:9/x.kml"
    table = read(written(tmp_path / "a.kml", LINK.format(address) + AREA.format("A")))
    [found] = [f for f in table.findings if f.rule.code == "link-not-followed"]
    assert found.value == address
    with pytest.raises(InputUnreadable, match="only links to http://127"):
        read(written(tmp_path / "b.kml", LINK.format(address)))


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__", "/") + ".kml", text)
    return path


def test_what_a_kmz_links_to_inside_itself_is_read(tmp_path):
    inside = kml(AREA.format("A"))
    path = archive(tmp_path / "a.kmz", doc=kml(LINK.format("layers/h.kml")), layers__h=inside)
    assert read(path).frame["name"].tolist() == ["A"]
    path = archive(tmp_path / "b.kmz", doc=kml(LINK.format("../../h.kml")), layers__h=inside)
    with pytest.raises(InputUnreadable, match="only links"):
        read(path)
    both = LINK.format("layers/h.kml") + LINK.format("layers/g.kml")
    path = archive(tmp_path / "c.kmz", doc=kml(both), layers__h=inside, layers__g=inside)
    with pytest.raises(InputUnreadable, match=r"h\.kml"):
        read(path)
    assert len(read(path, layer="g").frame) == 1


def test_dates_are_as_exact_as_they_are_written(tmp_path):
    times = ("2021", "2021-07", "2021-07-05", None)
    body = "".join(
        f"<Placemark><name>{n}</name>"
        + (f"<TimeStamp><when>{when}</when></TimeStamp>" if when else "")
        + "<Point><coordinates>46.9,39.9</coordinates></Point></Placemark>"
        for n, when in enumerate(times)
    )
    frame = read(written(tmp_path / "a.kml", body)).frame
    assert [str(t)[:10] if t else t for t in frame["timestamp"]] == list(times)
    span = body.replace("<TimeStamp><when>2021<", "<TimeSpan><begin>2021<", 1)
    span = span.replace("</when></TimeStamp>", "</begin><end>2022</end></TimeSpan>", 1)
    frame = read(written(tmp_path / "b.kml", span)).frame
    assert (frame["begin"][0], frame["end"][0]) == ("2021", "2022")


@pytest.mark.parametrize("encoding", ["windows-1251", "UTF-8", "utf-16", "iso-8859-5", "koi8-r"])
def test_texts_in_the_encoding_that_the_file_declares(tmp_path, encoding):
    table = read(written(tmp_path / "a.kml", AREA.format("Поле"), encoding))
    assert table.frame["name"].tolist() == ["Поле"]
    assert len(table.geometry) == 1
