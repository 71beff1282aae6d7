"""The sound of the sea, from a seed: the demo's recording, since a demo has nobody to speak in it."""

from __future__ import annotations

import io
import wave
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cms.demo.builder.plan import content
from programmes.library import recordings, timed

SECONDS, RATE = 48, 16_000
LOUDEST = 0.7
Sound = NDArray[np.float64]


def record(seed: int) -> str:
    """Keep the recording; returns its name in the private storage."""
    return recordings.keep(io.BytesIO(wav(_sea(seed))), "sea.wav", recordings.WAV)


def captions(language: str) -> str:
    """What is heard, as WebVTT."""
    rows = (f"{_clock(start)} --> {_clock(end)}\n{said[language]}" for start, end, said in _written()["captions"])
    return timed.webvtt("\n\n".join(rows))


def chapters(language: str) -> str:
    return timed.chapter_lines("\n".join(f"0:{start:02} {title[language]}" for start, title in _written()["chapters"]))


def _written() -> dict[str, Any]:
    found: dict[str, Any] = content("recordings")["sea"]
    return found


def _clock(seconds: int) -> str:
    return f"00:{seconds:02}.000"


def _sea(seed: int) -> Sound:
    """Noise that is shaped like surf: waves of seven to ten seconds, larger in the middle third."""
    dice = np.random.default_rng(seed)
    time = np.arange(SECONDS * RATE) / RATE
    spectrum = np.fft.rfft(dice.standard_normal(SECONDS * RATE))
    near = _noise(spectrum, 250, 3500, 0.9) * _waves(dice, time, 8.0)
    far = 0.5 * _noise(spectrum, 600, 5000, 0.6) * _waves(dice, time, 9.7)
    swell = 0.35 + 0.65 * np.exp(-(((time - SECONDS / 2) / 9) ** 2))
    sound = (near + far) * swell + 0.25 * _noise(spectrum, 60, 300, 1.2)
    sound *= np.clip(np.minimum(time, SECONDS - time) / 2, 0, 1)  # two seconds in, two out
    return LOUDEST * sound / np.abs(sound).max()


def _waves(dice: np.random.Generator, time: Sound, period: float) -> Sound:
    """How loud the surf is: it rises quickly and draws back slowly, never quite at the same pace."""
    pace = time / period + 0.15 * np.sin(2 * np.pi * time / 23 + dice.uniform(0, 6))
    place = (pace + dice.uniform()) % 1
    return 0.15 + np.minimum(place / 0.3, 1) * np.exp(-3 * np.maximum(place - 0.3, 0))


def _noise(spectrum: NDArray[np.complex128], lowest: int, highest: int, slope: float) -> Sound:
    """The part of a noise between two frequencies, darker the steeper the slope."""
    pitch = np.fft.rfftfreq(SECONDS * RATE, 1 / RATE)
    shape = np.where((pitch > lowest) & (pitch < highest), np.maximum(pitch, 1) ** -slope, 0)
    sound = np.fft.irfft(spectrum * shape, SECONDS * RATE)
    return sound / np.abs(sound).max()


def wav(sound: Sound) -> bytes:
    """A sound between -1 and 1 as a WAV file, 16 bits, one channel."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return out.getvalue()
