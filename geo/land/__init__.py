"""Real outlines: what is hazardous, released and left of it, by zone and by date.

Layers with outlines come in, in any order and overlapping; areas in m², ground and findings go out.
Only surveyed and reconstructed outlines count. The overlay engine is `overlay`; what a user calls
is here: `ledger`, `remaining`, `overlaps`, `shares`, `changes`, `points`.
"""
