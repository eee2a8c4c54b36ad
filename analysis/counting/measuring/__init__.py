"""What is measured of a movement: times, range, speed, smoothness, steadiness, confidence."""
