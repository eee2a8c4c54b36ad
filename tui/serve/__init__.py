"""The dashboard in a browser, for a tablet or a television; needs the extra ``serve``."""
