"""Who says what: claims made comparable, added up, followed over time and set against each other.

Frames of claims, places and sources come in; tables of figures, sums, series and contradictions go
out. No figure is preferred over another. What several functions ask of one table (periods,
comparable figures, origins) is worked out once, in an `analysis.Analysis`. A new rule of
contradiction is a module here, named in `contradictions`.
"""
