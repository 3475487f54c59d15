"""
What products by the seat cost: licences, what comes with them, what use above it costs.

Not here: which of them suits a need (`answers`), and what tokens cost by API (`cost`).
"""
