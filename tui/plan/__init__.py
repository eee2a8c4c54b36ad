"""The user's plan: found, put into words, and carried on by the advice."""
