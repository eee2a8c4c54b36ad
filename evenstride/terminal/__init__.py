"""The terminal around the dashboard: messages, questions, signals."""
