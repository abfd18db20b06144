"""How attributions are found: features of words, a small network over them, and how it is read."""
