"""Online base maps of the page: none is asked for before the reader turns one on.

The page's policy allows exactly these hosts.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import xyzservices.providers

from geo.maps.rows import Row

_ONLINE = {"map": "OpenStreetMap.Mapnik", "imagery": "Esri.WorldImagery"}
_TERMS = {
    "map": "https://www.openstreetmap.org/copyright",
    "imagery": "https://www.esri.com/en-us/legal/terms/full-master-agreement",
}


def list_base_maps() -> list[Row]:
    """Return the base maps to choose from: ``id``, ``url``, ``host``, ``credit`` (HTML)."""
    out = []
    for key, name in _ONLINE.items():
        provider = xyzservices.providers.query_name(name)
        url = provider.build_url(x="{x}", y="{y}", z="{z}")
        credit = escape(str(provider.attribution).replace("(C)", "©").replace("--", "–"))
        link = f'<a href="{_TERMS[key]}" target="_blank" rel="noopener noreferrer">{credit}</a>'
        out.append(
            {
                "id": key,
                "url": url,
                "host": urlsplit(url).hostname,
                "credit": link,  # of this package and xyzservices, not of any dataset
                "max_zoom": int(provider.get("max_zoom", 19)),
            }
        )
    return out


def list_hosts() -> list[str]:
    """Return origins of the base maps, for the page's policy."""
    return [f"https://{layer['host']}" for layer in list_base_maps()]
