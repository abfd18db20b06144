"""Names: a tagger of people, places and organisations learned from news of the whole world."""
