"""Deliveries from elsewhere: their names and values in the terms of the schema, merged by key."""
