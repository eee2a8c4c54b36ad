"""Storing samples: the recording format, its reader and writer, replay and samples."""
