"""Instruments and what is counted across programmes say nothing about anybody."""

from cms.privacy.registry import nothing

nothing("assessments.Instrument", "assessments.InstrumentVersion", "assessments.Benchmark")
