"""What somebody adds to the map with folium, as in a notebook: shown, without a network."""

import folium
import pytest

from geo.errors import NeedsNetwork
from geo.maps import folium_map
from geo.store import open_dataset
from tests.conftest import ROOT

AT = (-34.97, -19.93)


@pytest.fixture
def chart():
    return folium_map(open_dataset(ROOT / "layers" / "exercise.gpkg"))


def test_a_marker_with_a_popup_shows(chart, visit):
    folium.Marker(AT, popup="Our <b>office</b>").add_to(chart)
    folium.CircleMarker((-34.96, -19.93), tooltip="well").add_to(chart)
    page = visit(chart.get_root().render())
    icon = page.locator("img.leaflet-marker-icon")
    assert icon.evaluate("picture => picture.naturalWidth") in (25, 50)
    icon.click()
    assert page.locator(".leaflet-popup-content b").inner_text() == "office"


def test_what_loads_scripts_is_refused_by_name(chart):
    from folium.plugins import Fullscreen, MarkerCluster

    for added in (
        Fullscreen(),
        MarkerCluster(),
        folium.Marker(AT, icon=folium.Icon("red")),
    ):
        added.add_to(chart)
    with pytest.raises(NeedsNetwork, match=r"Fullscreen, folium\.MarkerCluster, folium\.Icon"):
        chart.get_root().render()


def test_a_page_without_them_carries_nothing_for_them(chart):
    page = chart.get_root().render()
    assert "window.$" not in page
    assert "L.Icon.Default.mergeOptions({" not in page
    folium.Marker(AT).add_to(chart)
    assert "L.Icon.Default.mergeOptions({" in chart.get_root().render()
