"""Minefield records: what was written down on paper, brought to the ground.

Tables of legs come in, outlines with their errors of closure go out. A new reading of records is a
module here, a column that they carry is in `geo.model.layers.records`.
"""
