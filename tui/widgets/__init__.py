"""The dashboard's widgets: one per file, each drawn from plain state."""
