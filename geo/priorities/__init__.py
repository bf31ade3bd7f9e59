"""What first: task sites in an order of work, and how sure that order is.

Criteria come in as a table, ranks go out. It orders work, never land.
"""
