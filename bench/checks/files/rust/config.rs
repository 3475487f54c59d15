#[derive(Debug, Clone)]
pub struct Config<'a> {
    pub model: &'a str,
    pub fallback: &'a str,
}

impl<'a> Default for Config<'a> {
    fn default() -> Self {
        Config { model: "mistral-small-2603", fallback: "mistral-small-2402" }
    }
}
