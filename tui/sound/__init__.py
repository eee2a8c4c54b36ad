"""What is heard: which cues there are, their tones, and the programs that play them."""
