"""What the dashboard shows of a session, as plain data, and how it goes from one to the next."""
