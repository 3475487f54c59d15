"""
What must hold of a route's terms: levels of privacy, and single requirements as one record each.

Unknown never passes; weighing privacy against other criteria is `core.ranking`.
"""
