"""The user interface: the dashboard, its sounds, and the dashboard in a browser."""
