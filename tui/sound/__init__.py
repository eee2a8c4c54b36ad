"""Sounds: the cues, their tones, and the programs that play them."""
