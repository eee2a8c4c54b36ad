"""Constants of the counting room, a module for each thing that they tell, each with its reason.

Every rule that goes by constants takes them as its argument ``tuning``.
"""
