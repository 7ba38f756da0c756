"""Pedal & Pine, the demo company: its people, its past and its shop. Nobody in it is real."""
