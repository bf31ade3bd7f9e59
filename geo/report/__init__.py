"""Paper: sheets about a district, a release, a hazard or a parcel, and tables that offices hand in.

A dataset comes in; a `Sheet` of blocks (`geo.report.blocks`) goes out, and from it a PDF, PNG or
SVG (`geo.report.typeset`). Maps are drawn by `geo.report.plan`, to a true scale. A new sheet is a
module that returns a `Sheet`, and a command of `geo.cli.report`.

Pages are set by Typst, which comes whole from pip (no browser, no LaTeX): the same input gives the
same bytes, fonts are embedded, text can be selected, headings become the outline. matplotlib alone
wraps no text and has no outline; WeasyPrint needs Pango, which pip does not bring.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
