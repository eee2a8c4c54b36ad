"""Tests of the session loop, its state and its result."""
