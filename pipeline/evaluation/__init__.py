"""Measures: gold annotations, scorers and what ``newsquotes evaluate`` prints."""
