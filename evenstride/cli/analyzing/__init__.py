"""``evenstride analyze``: one recording for people, or any number of them for programs."""
