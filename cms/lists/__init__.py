"""Lists that people hand in as tables: read, looked at, confirmed, imported by steps, and taken back."""
