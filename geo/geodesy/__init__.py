"""Ellipsoidal areas, distances and nearest points, datum operations, written coordinates.

Arrays of degrees (WGS 84) or of shapely geometry come in, arrays of metres or degrees go out. No
table, layer or file is known here.
"""
