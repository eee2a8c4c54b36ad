"""Files of the user's: read with care, written whole."""
