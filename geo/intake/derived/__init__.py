"""What follows from checked rows: footprints, accidents, finds, citations, districts of points."""
