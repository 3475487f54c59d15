package com.acme

import com.anthropic.client.okhttp.AnthropicOkHttpClient

const val PRIMARY = "claude-opus-5-5"
const val SECONDARY = "claude-3-opus-20240229"

fun main() {
    val client = AnthropicOkHttpClient.fromEnv()
    println("$PRIMARY then $SECONDARY with ${client.hashCode()}") // claude-2.0 is gone
}
