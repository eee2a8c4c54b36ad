"""What happens on the terminal around the dashboard: messages, questions, signals."""
