"""
What a month's work costs at an offering: tokens, the price list that holds, the bill.

Hardware of one's own is priced in `core.self_hosting`; logs and bills over many routes are in
`core.answers`.
"""
