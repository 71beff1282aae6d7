"""The reflection log: what participants write for themselves, with the elements that ask for it and in between."""
