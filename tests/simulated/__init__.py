"""Tests of the simulator and of the sample sessions that it made."""
