"""Measures the knee between two sensors: its hinge, its angle, and its values in each rep."""
