"""Where samples come from: Bluetooth sensors, simulated legs, and the types they share."""
