"""What the base map does not cover looks like neither land nor sea."""

from io import BytesIO

import pytest
from PIL import Image

SEA, LAND = (211, 224, 232), (236, 235, 230)  # the Caspian is a lake of the base map


def colour(page, latitude, longitude):
    page.evaluate(
        "([lat, lng]) => atlas.map.setView([lat, lng], 9, {animate: false})", [latitude, longitude]
    )
    box = page.locator(".folium-map").bounding_box()
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    return picture.getpixel(
        (round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2))
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "wanted"),
    [(40.0, 51.0, SEA), (38.2, 44.3, LAND), (40.0, 40.5, None)],
    ids=["Caspian", "Iran", "Turkey, beyond the base map"],
)
def test_what_is_not_covered_is_neither_land_nor_sea(
    visit, karabakh_page, latitude, longitude, wanted
):
    found = colour(visit(karabakh_page), latitude, longitude)
    if wanted is None:
        assert found not in (SEA, LAND, (223, 230, 234))
        assert max(found) - min(found) <= 2  # grey: no blue, no earth
    else:
        assert found == wanted
