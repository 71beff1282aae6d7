"""Template filters for `localisation.nordic`."""

from django import template

from localisation import nordic

register = template.Library()

for _function in (nordic.day, nordic.short_day, nordic.weekday, nordic.clock, nordic.week, nordic.number):
    register.filter(_function.__name__, _function)


@register.simple_tag
def period(start, end):
    return nordic.period(start, end)


@register.simple_tag
def clock_span(start, end, zone=None):
    return nordic.clock_span(start, end, zone)
