"""Stand-ins for what tests do without: radios, sensors, sources, analyzers."""
