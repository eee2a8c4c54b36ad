"""How an exercise is done, as a drawing: a body of lines in its start pose and in its end pose."""
