"""How the drawings of the exercises are tested, and made for the pages."""
