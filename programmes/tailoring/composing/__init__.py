"""A new programme, page by page: where it starts from, for whom, when, and what is left to mend. Then the draft.

Until the last page there is only a `Sketch`, which only its owner sees. Higher rooms fill `clients`.
"""
