"""After-work that is delivered, by a person or by a leader group, and the course leader's feedback."""
