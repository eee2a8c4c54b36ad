"""The state before and between sessions: today's plan, and the sensors."""
