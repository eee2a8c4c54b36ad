"""The dashboard's state of a session as plain data, and the steps from one state to the next."""
