"""Writes results as JSON and reads them back; each field is defined once."""
