"""Records for people to look at: a page, a notebook's cell, a terminal."""
