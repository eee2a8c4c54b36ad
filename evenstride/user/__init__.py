"""What is on this person's disk: settings, own exercises, plans, batteries."""
