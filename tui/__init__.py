"""What a person looks at: the dashboard, its sounds, and the dashboard in a browser."""
