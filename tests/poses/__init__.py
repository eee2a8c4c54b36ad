"""Tests of the drawings of the exercises, and the program that makes them for the pages."""
