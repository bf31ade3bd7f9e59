"""Files for GIS users and for the public: one format a module, all listed in `formats`.

A `Dataset` (all of it, a `selection`, or what `public` leaves of it) comes in, files go out, and
what a format cannot carry is told. A new format is a module here and a line in `formats`.
"""
