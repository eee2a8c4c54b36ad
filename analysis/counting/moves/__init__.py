"""Finds single moves in a limb's angular rate, and pairs them to movements out and back."""
