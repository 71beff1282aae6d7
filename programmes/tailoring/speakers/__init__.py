"""Who is to speak when: agreed with them, or only proposed."""
