"""The types of the payload hold for what pages are given, and TypeScript says the same."""

import pytest
from pydantic import TypeAdapter, ValidationError

from geo.maps.contract import Payload
from geo.maps.page import render_comparison
from geo.maps.typescript import TARGET, declarations
from tests.maps.unpack import payload_of

ADAPTER = TypeAdapter(Payload)


@pytest.mark.parametrize("name", ["karabakh_page", "exercise_page"])
def test_a_page_holds_what_its_types_say(request, name):
    payload = payload_of(request.getfixturevalue(name).read_text(encoding="utf-8"))
    ADAPTER.validate_json(TypeAdapter(dict).dump_json(payload), strict=True)
    payload["claims"][0].pop("claimant")
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(payload)


def test_so_does_the_page_of_a_comparison(exercise):
    html, _ = render_comparison(exercise, exercise, first="2023-01-01", second="2024-06-30")
    payload = payload_of(html)
    assert payload["changes"]["layers"]
    ADAPTER.validate_json(TypeAdapter(dict).dump_json(payload), strict=True)


def test_the_scripts_read_the_same_types():
    assert TARGET.read_text(encoding="utf-8") == declarations(), "run: make bundle"
