"""Benchmarks: whole requests and jobs against floors measured in the same run. Started by script/bench."""
