"""A programme's own elements, speakers and cases: made in it, found nowhere else, moved to the library."""
