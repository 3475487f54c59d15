package llm

var supported = map[string]int{
	"claude-sonnet-5-5":        1_000_000,
	"claude-3-haiku-20240307":  200_000,
	"grok-4.7":                 256_000,
	"deepseek-chat":            64_000,
}

var prefixes = []string{"gpt-4-", "claude-3-", "gemini-1.5-"}

func quote(r rune) bool { return r == '"' || r == '\'' } // "gpt-4"
