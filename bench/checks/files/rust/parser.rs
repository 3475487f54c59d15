// A tokenizer for tests: names like "gpt-4o" stand in comments only.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '"')
}

pub const SAMPLE: &str = "command a b c";
