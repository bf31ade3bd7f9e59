"""Leaflet is what its makers published, or nothing."""

import base64
import hashlib
from types import SimpleNamespace

import pytest

from geo.errors import InputMissing, InputUnreadable
from geo.maps import leaflet
from geo.maps.leaflet import read_leaflet

# As https://leafletjs.com/download.html states them for <link> and <script>.
PUBLISHED = {
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_is_what_was_published(name):
    data = read_leaflet(name)
    assert base64.b64encode(hashlib.sha256(data).digest()).decode() == PUBLISHED[name]
    if name == "leaflet.js":
        assert f"Leaflet {leaflet.VERSION}".encode() in data[:200]


def test_another_is_refused(tmp_path, monkeypatch):
    changed = tmp_path / "static" / "js_lib_leaflet" / "leaflet.js"
    changed.parent.mkdir(parents=True)
    changed.write_bytes(read_leaflet("leaflet.js") + b"\n")
    found = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(leaflet, "find_spec", lambda _: found)
    with pytest.raises(InputUnreadable, match="as its makers published it"):
        read_leaflet("leaflet.js")
    monkeypatch.setattr(leaflet, "find_spec", lambda _: None)
    with pytest.raises(InputMissing):
        read_leaflet("leaflet.js")
