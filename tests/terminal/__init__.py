"""Tests of printing and asking on the terminal."""
