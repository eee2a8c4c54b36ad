"""The words of the screen and of the voice, and their translations."""
