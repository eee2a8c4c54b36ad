"""Where samples come from: sensors on Bluetooth and on the local network, and their types."""
