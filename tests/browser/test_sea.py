"""What the base map does not cover looks like neither land nor sea."""

from io import BytesIO

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


def test_what_is_not_covered_is_neither_land_nor_sea(visit, karabakh_page):
    page = visit(karabakh_page)
    assert colour(page, 40.0, 51.0) == SEA  # the Caspian
    assert colour(page, 38.2, 44.3) == LAND  # Iran
    beyond = colour(page, 40.0, 40.5)  # Turkey, beyond the base map
    assert beyond not in (SEA, LAND, (223, 230, 234))
    assert max(beyond) - min(beyond) <= 2  # grey: no blue, no earth
