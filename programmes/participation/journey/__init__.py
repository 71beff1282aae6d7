"""A leader group's journey: where they were, where they wanted to go, what they decided, and where they are."""
