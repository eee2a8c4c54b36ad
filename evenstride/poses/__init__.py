"""Drawings of the exercises: a body of lines in the start pose and in the end pose."""
