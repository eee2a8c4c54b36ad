"""The tests of what is printed and asked on the terminal."""
