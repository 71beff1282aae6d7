"""A programme's materials in one place, for as long as they are kept, and what stands there afterwards."""
