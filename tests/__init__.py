"""Tests of evenstride."""
