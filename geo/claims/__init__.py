"""Who says what: claims made comparable, added up, followed over time and set against each other.

Frames of claims, places and sources come in; tables of figures, sums, series and contradictions go
out. No figure is preferred over another. A new rule of contradiction is a module here, named in
`contradictions`.
"""
