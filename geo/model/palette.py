"""Colours, one place. Colour-blind safe (Okabe & Ito 2008) with a second cue for each class."""

from __future__ import annotations

CONFIRMED = "#D55E00"  # cross-hatch
SUSPECTED = "#E69F00"  # diagonal hatch
CLEARED = "#009E73"  # solid
REDUCED = "#56B4E9"  # dots
CANCELLED = "#999999"  # dashed outline
ACCIDENT = "#000000"  # cross
FIND = "#0072B2"  # disc
ZONE = "#0072B2"  # dashed outline, no fill: 'somewhere in here'
BORDER = "#6B6B6B"
PLACE = "#444444"
