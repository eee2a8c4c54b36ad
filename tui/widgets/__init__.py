"""The dashboard's widgets: one file each, fed with plain state."""
