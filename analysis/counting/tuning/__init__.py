"""Constants of the counting room, a module for each thing that they tell, each with its reason."""
