"""Where samples are kept: the recording format, its reader and writer, replay and samples."""
