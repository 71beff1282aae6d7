"""The door to enquiries: whoever answers them; a draft of a programme is begun by whoever composes."""

from __future__ import annotations

from cms.accounts import door
from cms.accounts.door import both, right, rights_to

ANSWERS = right("programmes.change_enquiry")

door.register({f"enquiries:{name}": guard for name, guard in rights_to("programmes.enquiry").items()})
# They come from visitors, and nobody writes one for them.
door.register({"enquiries:add": door.nobody})
door.register({"enquiries:draft": both(ANSWERS, right("programmes.add_programme"))})
