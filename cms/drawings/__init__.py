"""Drawings of the sea chart: islands from a seed, portraits, the crossing, the brand mark.

Pure functions of their arguments, standard library only: plain SVG text in classes, so that the style sheets colour it
for light, dark, tone and print. Same arguments, same picture, for as long as `DRAWING` stands.
"""

from cms.drawings.charts import Place, home_chart, picture
from cms.drawings.dice import DRAWING
from cms.drawings.portraits import HAIR_SHAPES, portrait
from cms.drawings.signs import brand, crossing

__all__ = ["DRAWING", "HAIR_SHAPES", "Place", "brand", "crossing", "home_chart", "picture", "portrait"]
