"""The client's coordinator: supplies and replaces participants, sees dates and counts, and nothing personal beside."""
