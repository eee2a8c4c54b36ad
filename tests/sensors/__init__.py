"""Tests of sensors: drivers, clocks, the radio."""
