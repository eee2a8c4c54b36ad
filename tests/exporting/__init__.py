"""Sessions as other programs take them, read back by those programs' own libraries."""
