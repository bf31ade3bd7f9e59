"""The documentation site: `make docs` builds it, without a network."""

import importlib.metadata
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generated  # noqa: E402

project = "Clearance Atlas"
author = "The Clearance Atlas authors"
copyright = author
release = importlib.metadata.version("clearance-atlas")
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
exclude_patterns = ["tutorial/*"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
# The outputs that are committed are shown; tests run the notebooks.
nb_execution_mode = "off"
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the signature has them, the text says what they mean
napoleon_google_docstring = False
napoleon_use_rtype = False
# Types are written for readers: "ndarray of float, shape (n,)" names no object.
nitpicky = False

html_theme = "furo"
html_title = f"Clearance Atlas {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Write the pages that are made from the code before the others are read."""
    app.connect("builder-inited", lambda _: generated.write(HERE / "generated"))
