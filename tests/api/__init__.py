"""The face: what ``import evenstride`` gives."""
