"""The tests of evenstride."""
