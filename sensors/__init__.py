"""Sources of samples: sensors on Bluetooth and on the local network, and their types."""
