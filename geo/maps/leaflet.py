"""Leaflet, as its makers published it: read from its package, and nothing else accepted.

The package only brings the files; none of its code is run.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from geo.errors import InputMissing, InputUnreadable

VERSION = "1.9.4"
# SHA-256, of the scripts and styles as leafletjs.com states them for version 1.9.4.
_SUMS = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
    "images/marker-icon-2x.png": "00179c4c1ee830d3a108412ae0d294f55776cfeb085c60129a39aa6fc4ae2528",
    "images/marker-shadow.png": "264f5c640339f042dd729062cfc04c17f8ea0f29882b538e3848ed8f10edb4da",
}


def read_leaflet(name: str) -> bytes:
    """Read a file of Leaflet.

    Parameters
    ----------
    name : str
        ``leaflet.js``, ``leaflet.css`` or a picture.

    Raises
    ------
    InputMissing
        If the package is not installed.
    InputUnreadable
        If the file is not the one that was published.
    """
    found = find_spec("js_lib_leaflet")
    folders = [] if found is None else found.submodule_search_locations or []
    path = next((Path(f, "static", "js_lib_leaflet", name) for f in folders), Path(name))
    if not path.is_file():
        raise InputMissing(path, "pip install 'django-js-lib-leaflet>=1.9.4,<1.9.5'")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != _SUMS[name]:
        raise InputUnreadable(
            f"{path}: not Leaflet {VERSION} as its makers published it",
            "Install it anew: pip install --force-reinstall 'django-js-lib-leaflet>=1.9.4,<1.9.5'",
        )
    return data
