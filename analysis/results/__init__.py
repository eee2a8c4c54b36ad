"""Results to JSON and back, each field defined once."""
