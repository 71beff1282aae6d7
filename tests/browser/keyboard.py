"""A page as somebody meets it who has no mouse: where the focus goes, whether one sees it, what it never reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

MOST = 400  # more stops than any page has; who comes here is in a trap

# Marks all that one must be able to reach, in the order of the page, and remembers how each looks without the focus.
# The footer is the same everywhere: where the focus comes to it, the page has been walked through.
MARK = """() => {
  const wanted = 'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select:not(:disabled),' +
    'textarea:not(:disabled), summary, video[controls], audio[controls], [tabindex="0"]';
  // Where the focus shows itself: on the element, or on what belongs to it.
  const look = window.lookOf = one => [one, one.parentElement, one.nextElementSibling, one.closest('label'),
      one.id ? document.querySelector(`label[for="${CSS.escape(one.id)}"]`) : null]
    .filter(Boolean).map(part => { const style = getComputedStyle(part);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor].join(); })
    .join('|');
  const groups = new Set();
  let number = 0;
  for (const one of document.querySelectorAll(wanted)) {
    if (!one.checkVisibility({visibilityProperty: true}) || one.tabIndex < 0) continue;
    if (one.closest('[inert], .footer')) continue;
    if (one.type === 'radio') {
      const group = `${one.form?.action} ${one.name}`;
      const checked = one.form?.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`);
      if (checked ? checked !== one : groups.has(group)) continue;
      groups.add(group);
    }
    one.dataset.stop = number++;
    one.dataset.look = look(one);
  }
  return number;
}"""

# Where the focus is: the number of the stop, whether one sees that it is there, and whether something lies over it.
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement || one.closest('.footer')) return null;
  const box = one.closest('label')?.getBoundingClientRect() || one.getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const points = [];
  for (const part of [0.1, 0.5, 0.9]) for (const down of [0.1, 0.5, 0.9])
    points.push([left + (right - left) * part, top + (bottom - top) * down]);
  const label = one.closest('label') || one.labels?.[0];
  const mine = hit => hit && (one.contains(hit) || hit.contains(one) || label?.contains(hit));
  const open = right > left && bottom > top && points.some(([x, y]) => mine(document.elementFromPoint(x, y)));
  return {
    stop: one.dataset.stop === undefined ? null : Number(one.dataset.stop),
    seen: one.dataset.look === undefined || one.dataset.look !== window.lookOf(one),
    open,
    html: one.outerHTML.slice(0, 140),
    inside: one.matches('video, audio, iframe, input[type=date], input[type=time]'),
  };
}"""

# What is wider than its place must be a scroll container that the keyboard reaches.
WIDE = """() => [...document.querySelectorAll('main *')].filter(one => {
  const flow = getComputedStyle(one).overflowX;
  return ['auto', 'scroll'].includes(flow) && one.scrollWidth > one.clientWidth + 1 && one.checkVisibility()
    && one.tabIndex < 0 && !one.querySelector('a[href], button, input, select, textarea, summary, [tabindex="0"]');
}).map(one => one.outerHTML.slice(0, 140))"""


# In the reader's own colours: what is pressed, filled in or told by a patch of colour, and has no border one can see.
PALE = """() => [...document.querySelectorAll(
  '.button:not(.button--quiet), .badge, .monogram, .input, .leaf, .promise')]
  .filter(one => one.checkVisibility({visibilityProperty: true})).filter(one => {
    const style = getComputedStyle(one);
    return style.borderBlockStartStyle === 'none' || parseFloat(style.borderBlockStartWidth) === 0
      || (style.borderBlockStartColor === getComputedStyle(document.documentElement).backgroundColor);
  }).map(one => one.outerHTML.slice(0, 140))"""


@dataclass(frozen=True)
class Stop:
    number: int | None
    seen: bool
    open: bool
    html: str
    inside: bool


def troubles(page: Page) -> list[str]:
    """What somebody with a keyboard meets on the page, in a line each; nothing when all is well."""
    wanted = page.evaluate(MARK)
    stops = _walk(page)
    if len(stops) >= MOST:
        return [f"a trap near {stops[-1].html}"]
    found = [f"no sign of the focus: {stop.html}" for stop in stops if not stop.seen]
    found += [f"hidden while it has the focus: {stop.html}" for stop in stops if not stop.open]
    numbers = [stop.number for stop in stops if stop.number is not None]
    found += [f"reached out of order: {numbers}"] if numbers != sorted(numbers) else []
    missed = sorted(set(range(wanted)) - set(numbers))
    found += [f"never reached: {_html(page, number)}" for number in missed]
    found += [f"twice: {_html(page, number)}" for number in sorted(set(numbers)) if numbers.count(number) > 1]
    return found + [f"scrolls, but not by keyboard: {html}" for html in page.evaluate(WIDE)]


def _walk(page: Page) -> list[Stop]:
    """Tab from the top of the page until the focus leaves it."""
    stops: list[Stop] = []
    while len(stops) < MOST:
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here is None or (stops and here["stop"] == stops[0].number):
            break
        stop = Stop(here["stop"], here["seen"], here["open"], here["html"], here["inside"])
        # A player and a date have several stops within.
        if not (stop.inside and stops and stops[-1].html == stop.html):
            stops.append(stop)
    return stops


def _html(page: Page, number: int) -> Any:
    return page.evaluate("n => document.querySelector(`[data-stop='${n}']`)?.outerHTML.slice(0, 140)", number)


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab until `wanted` has the focus. AssertionError when it never gets it."""
    for _press in range(MOST):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {wanted}")


def without_edges(page: Page) -> list[str]:
    """What would be told by its background alone, where the reader's computer paints all backgrounds alike."""
    found: list[str] = page.evaluate(PALE)
    return [f"no edge of its own: {html}" for html in found]
