"""What `llmpick policy init` writes: a policy that asks one thing, the rest as comments."""

STARTER = """\
# A policy for `llmpick check`: what models, and the routes they are run by, must keep.
# Take the # away from what you ask; docs/policy.md has every key.
name = "Our rules"

[lifecycle]
# No end is announced within so many days.
min_days_supported = 90
# denied_status = ["preview", "deprecated"]

# [models]
# denied = ["deepseek-r1"]

# [providers]
# allowed = ["amazon-bedrock", "azure", "google-vertex"]

# [privacy]
# level = "confidential"
# region = "EU"
# training = "never"
# dpa = true
# certifications = ["SOC 2"]

# [licence]
# use = "commercial"
# annual_revenue_usd = 900_000

# An exception holds until its last day; an expired one is a finding.
# [[exceptions]]
# rule = "lifecycle.min_days_supported"
# subject = "gpt-4o"
# reason = "The move is planned for January"
# approver = "Platform team"
# expires = 2027-01-31
"""
