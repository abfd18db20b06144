"""A tagger of people, places and organisations, trained on news from the whole world."""
