plugins {
    kotlin("jvm") version "2.1.0"
}

dependencies {
    implementation("com.openai:openai-java:4.1.0")
    implementation("com.anthropic:anthropic-java:2.4.1")
}
