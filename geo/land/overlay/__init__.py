"""The overlay engine: areas of unions by precedence, traced borders, and the ground itself.

Arrays of rings come in, areas and rings go out. Nothing here knows what a claim or a date is.
"""
