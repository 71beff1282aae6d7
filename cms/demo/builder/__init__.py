"""Builds the demo content from `cms/demo/content` and a seed, for the demo, tests, screenshots and benchmarks."""

from cms.demo.builder.stages import NotADemo, build

__all__ = ["NotADemo", "build"]
