"""Tests of the words of the screen and of the voice, and of their translations."""
