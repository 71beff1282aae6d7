"""How the leader groups of a programme are doing: what its course leader sees and does."""
