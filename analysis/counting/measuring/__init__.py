"""What is measured of a movement: times, range, speed, smoothness, steadiness, how sure it is."""
