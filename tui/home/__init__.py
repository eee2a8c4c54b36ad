"""What there is to do before and between sessions: today's plan, and the sensors."""
