<?php

return [
    'default' => env('AI_MODEL', 'mistral-large-2512'),
    'cheap' => env('AI_CHEAP_MODEL', 'open-mistral-7b'),
    'cohere' => 'command-r-plus',
];
