"""Simulates a pair of thigh-worn sensors on uneven people, with the truth next to the samples."""
