"""Who may lead: whoever runs the programme."""

from __future__ import annotations

from cms.accounts import door
from programmes.tailoring import access

door.register({"leading:*": access.RUN})
