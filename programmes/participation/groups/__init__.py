"""The leader group's space: what its members answer and decide, module by module, and the programme's network list."""
