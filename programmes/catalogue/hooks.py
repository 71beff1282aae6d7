"""What this room adds to Wagtail's admin."""

from wagtail import hooks

from programmes.catalogue.viewsets import enquiry_viewset

hooks.register("register_admin_viewset", lambda: enquiry_viewset)
