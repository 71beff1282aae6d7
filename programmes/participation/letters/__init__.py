"""The few mails a participant gets by themselves: gatherings, deadlines, the week; and how to do without them."""
