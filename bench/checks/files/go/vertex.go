package vertex

const (
	project = "acme-prod"
	chat    = "publishers/anthropic/models/claude-3-5-haiku@20241022"
	text    = "publishers/google/models/gemini-3.8-flash"
)
