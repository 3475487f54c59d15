<?php

namespace App\Services;

use OpenAI;

# once gpt-3.5-turbo-16k
final class Chat
{
    private string $model = 'gpt-4';

    public function ask(string $text): string
    {
        $client = OpenAI::client(getenv('OPENAI_API_KEY'));
        $done = $client->chat()->create(['model' => $this->model, 'messages' => [['role' => 'user', 'content' => $text]]]);
        return $done->choices[0]->message->content;
    }
}
