"""One module a map: a pure function from a selection to a figure, words and a table."""
