"""Stand-ins for radios, sensors, sources and analyzers in tests."""
