"""Task sites in an order of work, and how sure that order is.

A table of criteria comes in, one row a site; ranks and intervals of ranks go out. Nothing is known
here of layers, maps or files. It orders work, never land. A new way to rank is a module here.
"""
