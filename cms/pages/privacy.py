"""The public pages say nothing about participants; whose page it is, the tables of Wagtail hold."""

from cms.privacy.registry import nothing

nothing("cms.HomePage", "cms.StandardPage")
