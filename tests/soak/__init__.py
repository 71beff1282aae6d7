"""Long runs under load, faults and random input; a short version of each is a test. Started by script/soak."""
