"""What participants write for themselves is sealed with a key that lies outside the database and its backups."""
