"""The fixed words of the result pictures and their tables, in the reader's language.

English here, bokmål and Danish in the catalogues. What stands in braces is filled in by the pictures.
"""

from django.utils.translation import pgettext_lazy

WORDS = {
    # Marks and their key
    "today": pgettext_lazy("chart", "today"),
    "ambition": pgettext_lazy("chart", "ambition"),
    "gap": pgettext_lazy("chart", "Gap"),
    "programme": pgettext_lazy("chart", "the whole programme, {n} answers"),
    "whole": pgettext_lazy("chart", "The whole programme"),
    "benchmark": pgettext_lazy("chart", "Across programmes"),
    "answers": pgettext_lazy("chart", "{n} answers"),
    "field": pgettext_lazy("chart", "somewhere in the field"),
    "tail": pgettext_lazy("chart", "may lie further out"),
    "bars": pgettext_lazy("chart", "number of answers: today above the line, ambition below"),
    "figures": pgettext_lazy("chart", "numbers: today → ambition, gap"),
    # Gaps
    "or_more": pgettext_lazy("chart", "or more"),
    "or_less": pgettext_lazy("chart", "or less"),
    "open": pgettext_lazy("chart", "uncertain"),
    "gap_none": pgettext_lazy("chart", "The gap is not shown"),
    # What is not shown
    "none_today": pgettext_lazy("chart", "today is not shown"),
    "none_ambition": pgettext_lazy("chart", "ambition is not shown"),
    "too_few_short": pgettext_lazy("chart", "too few answers"),
    "too_few_cell": pgettext_lazy("chart", "not shown"),
    "not_shown": pgettext_lazy("chart", "“{what}” is not shown"),
    "state_too_few": pgettext_lazy("chart", "Too few answers"),
    "state_hidden": pgettext_lazy("chart", "Not shown alone"),
    "state_merged": pgettext_lazy("chart", "Merged"),
    "why_too_few": pgettext_lazy("chart", "Fewer than {k} answered. The answers count in the whole programme."),
    "why_unread": pgettext_lazy(
        "chart", "Fewer than {k} answered in all. Everything they delivered was deleted without being opened."
    ),
    "why_hidden": pgettext_lazy(
        "chart",
        "Otherwise someone could work out what a smaller group answered. The answers count in the whole programme.",
    ),
    "why_merged": pgettext_lazy("chart", "Fewer than {k} were invited. The answers count in the whole programme."),
    # The staircase
    "here": pgettext_lazy("chart", "Where we are"),
    "there": pgettext_lazy("chart", "Where we want to be"),
    "guess": pgettext_lazy("chart", "Where do you want to be? Point before you see the answer."),
    "at_or_below": pgettext_lazy("chart", "on step {a} or lower"),
    "at_or_above": pgettext_lazy("chart", "on step {a} or higher"),
    "on_step": pgettext_lazy("chart", "on step {a}"),
    "between": pgettext_lazy("chart", "between steps {a} and {b}"),
    # Agreement
    "gathered": pgettext_lazy("chart", "gathered"),
    "spread": pgettext_lazy("chart", "spread"),
    "divided": pgettext_lazy("chart", "split in two"),
    "thin_note": pgettext_lazy("chart", "{v} without distribution"),
    "hands": pgettext_lazy("chart", "Raise your hand: write the number here"),
    # Rounds and priorities
    "round1": pgettext_lazy("chart", "First round"),
    "round2": pgettext_lazy("chart", "Second round"),
    "then": pgettext_lazy("chart", "then"),
    "now": pgettext_lazy("chart", "now"),
    "journey_title": pgettext_lazy("chart", "From then to now"),
    "journey_desc": pgettext_lazy(
        "chart",
        "A row for each question, on a scale from 1 to {top}. A ring is where you were, a diamond where you wanted to "
        "be, a filled circle where you are now. All numbers are in the table.",
    ),
    "journey_desc_once": pgettext_lazy(
        "chart",
        "A row for each question, on a scale from 1 to {top}. A ring is where you were, a diamond where you wanted to "
        "be. All numbers are in the table.",
    ),
    "far_and_wanted": pgettext_lazy("chart", "far to go, high ambition"),
    "near_and_wanted": pgettext_lazy("chart", "close to the goal, high ambition"),
    "far_not_wanted": pgettext_lazy("chart", "far to go, lower ambition"),
    "gap_axis": pgettext_lazy("chart", "gap →"),
    "gap_axis_thin": pgettext_lazy("chart", "gap in half steps →"),
    "ambition_axis": pgettext_lazy("chart", "ambition ↑"),
    "list_head": pgettext_lazy("chart", "largest gap first"),
    # Tables
    "item": pgettext_lazy("chart", "Question"),
    "step": pgettext_lazy("chart", "Step {n}"),
    "place_head": pgettext_lazy("chart", "Place on the stairs"),
    "spread_head": pgettext_lazy("chart", "Spread"),
    "level_today": pgettext_lazy("chart", "Level today"),
    "caption": pgettext_lazy("chart", "{title}, {n} answers"),
    # Titles of the pictures, and how to read them
    "dumbbell_title": pgettext_lazy("chart", "Where is the gap largest?"),
    "dumbbell_desc_full": pgettext_lazy(
        "chart",
        "A row for each question, on a scale from 1 to {top}. A filled circle is the mean today, a diamond "
        "the mean ambition. Bars above the line show how many gave each answer for today, bars below the line"
        " for the ambition. Sorted by gap. All numbers are in the table.",
    ),
    "dumbbell_desc_thin": pgettext_lazy(
        "chart",
        "A row for each question, on a scale from 1 to {top}. A filled circle is today, a diamond is the "
        "ambition. Sorted by displayed gap; rows with the same gap stand together. All numbers are in the "
        "table.",
    ),
    "today_title": pgettext_lazy("chart", "Where do you stand today?"),
    "dumbbell_desc_today": pgettext_lazy(
        "chart",
        "A row for each question, on a scale from 1 to {top}, in the order of the questionnaire. A filled circle is "
        "today. All numbers are in the table.",
    ),
    "staircase_title": pgettext_lazy("chart", "Where on the stairs are you?"),
    "staircase_desc_full": pgettext_lazy(
        "chart",
        "Stairs with {top} steps. One circle for each answer stands on the step where we are, one diamond for"
        " each answer on the step where we want to be.",
    ),
    "staircase_desc_thin": pgettext_lazy(
        "chart",
        "A staircase with {top} steps. A thick line shows the stretch of the stairs where the group is today,"
        " a dashed line where it wants to be.",
    ),
    "staircase_desc_today": pgettext_lazy("chart", "Stairs with {top} steps, and where on them the group is today."),
    "stair_grid_title": pgettext_lazy("chart", "Area by area"),
    "stair_grid_desc_full": pgettext_lazy(
        "chart",
        "Small stairs, one for each area: where we are, and where we want to be. One mark for each answer.",
    ),
    "stair_grid_desc_thin": pgettext_lazy(
        "chart",
        "Small stairs, one for each area, with the stretch where the group is today and the stretch where it "
        "wants to be.",
    ),
    "stair_grid_desc_today": pgettext_lazy("chart", "Small stairs, one for each area, and where on them the group is."),
    "agreement_title_full": pgettext_lazy("chart", "Where do you see it differently?"),
    "agreement_title_thin": pgettext_lazy("chart", "Do you agree? You find out in the room"),
    "agreement_desc_full": pgettext_lazy(
        "chart",
        "Horizontal bars, parted by answer from 1 to {top}, from pale to dark. The number of answers stands "
        "in each part. The most spread is on top.",
    ),
    "agreement_desc_thin": pgettext_lazy(
        "chart",
        "Empty boxes from 1 to {top} for each question, to write the number of hands in, and the answers of "
        "the whole programme.",
    ),
    "groups_title": pgettext_lazy("chart", "The leader groups side by side"),
    "groups_desc": pgettext_lazy(
        "chart",
        "One place for each group. A circle is today, a diamond is the ambition. Groups that are not shown "
        "alone have a sentence about why.",
    ),
    "groups_desc_today": pgettext_lazy(
        "chart",
        "One place for each group. A circle is today. Groups that are not shown alone have a sentence about why.",
    ),
    "slope_title": pgettext_lazy("chart", "First and second round"),
    "slope_desc": pgettext_lazy(
        "chart",
        "One line for each question from the first round to the second, level today. The {strong} where the "
        "two numbers stand furthest apart are drawn strong.",
    ),
    "priorities_title": pgettext_lazy("chart", "What is worth choosing?"),
    "priorities_desc_full": pgettext_lazy(
        "chart",
        "A scatter: gap to the right, ambition upwards, one mark for each question.",
    ),
    "priorities_desc_thin": pgettext_lazy(
        "chart",
        "A grid: ambition upwards, gap to the right, with the names in its cells.",
    ),
    "priorities_desc_list": pgettext_lazy("chart", "A list with ambition and gap, largest gap first."),
}


def chart_words() -> dict[str, str]:
    """The words as plain text in the language that is active now; what the pictures and tables take as `words`."""
    return {key: str(text) for key, text in WORDS.items()}
