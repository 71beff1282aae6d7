"""Template filters for `localisation.nordic`."""

from django import template

from localisation import nordic

register = template.Library()

for _function in (nordic.day, nordic.short_day, nordic.weekday, nordic.clock, nordic.week, nordic.number):
    # A moment is that of the site's clock, not of the database's.
    register.filter(_function.__name__, _function, expects_localtime=True)


@register.filter(expects_localtime=True)
def moment(value):
    """A day and its hour: 4. februar 2027, kl. 09.00."""
    return f"{nordic.day(value)}, {nordic.clock(value)}"


@register.simple_tag
def period(start, end):
    return nordic.period(start, end)


@register.simple_tag
def clock_span(start, end, zone=None):
    return nordic.clock_span(start, end, zone)
