use async_openai::{types::CreateChatCompletionRequestArgs, Client};

/// Older: gpt-4-vision-preview
const MODEL: &str = "o1-mini";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new();
    let request = CreateChatCompletionRequestArgs::default().model(MODEL).build()?;
    let life: &'static str = r#"gpt-6-luna"#;
    println!("{:?} {life}", client.chat().create(request).await?);
    Ok(())
}
