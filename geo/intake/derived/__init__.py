"""Layers derived from checked rows: footprints, accidents, finds, citations, districts."""
