import Foundation

struct ChatClient {
    static let model = "gpt-4.1-nano"
    static let endpoint = URL(string: "https://api.openai.com/v1/chat/completions")!

    // let model = "gpt-3.5-turbo"
    func body(for text: String) -> [String: Any] {
        ["model": Self.model, "messages": [["role": "user", "content": text]]]
    }
}
