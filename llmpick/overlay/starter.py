"""What `llmpick overlay init` writes: every example a comment, so that nothing is stated yet."""

STARTER = """\
# Your own layer over the catalog of llmpick: what you state here wins, fact by fact.
# Each example is a comment; take the # away and fill in yours. Then: llmpick overlay check
#
# A discount is off every list price of the routes that it names: of a provider, a model, an
# offering (MODEL@PROVIDER), a service (standard, batch, flex, priority), or several of these.
# Prices that you state yourself (see below) are what was agreed: no discount is taken off them.

# [[discounts]]
# provider = "anthropic"
# discount = 0.15
# contract = "Enterprise agreement"
# signed = 2026-09-01
# until = 2027-08-31

# [[discounts]]
# provider = "openai"
# service = "batch"
# discount = 0.05
# contract = "Volume offer"
# signed = 2026-10-15

# What is forbidden is never ranked, and `llmpick check` finds it.

# [[forbidden]]
# provider = "deepseek"
# reason = "not approved by procurement"

# Everything else stands in files of the catalog's own form beside this one, and states only what
# is other: providers/anthropic.toml for terms from a contract, for example
#
#   [sources.contract]
#   kind = "contract"
#   title = "Enterprise agreement"
#   text_date = 2026-09-01
#   read = 2026-09-02
#
#   [facts]
#   zero_data_retention = [{ value = "default", source = "contract", since = 2026-09-01 }]
#
# offerings/PROVIDER/DEVELOPER/MODEL.toml for prices of your own; a whole new file of models/,
# providers/ and offerings/ for a private endpoint or a model that you tuned, with `base`.
# docs/overlay.md has one of each.
"""
