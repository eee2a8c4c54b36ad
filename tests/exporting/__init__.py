"""Tests of exports, read back by the libraries of the programs that they are for."""
