"""
Feeds of prices: their files as plain rows, what they say against the catalog, and what to write.

Which feed may state what, and how its names join to offerings, are facts under catalog/feeds/.
"""
