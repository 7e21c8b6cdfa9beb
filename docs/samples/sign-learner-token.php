<?php
// Signs a learner token in PHP, without a package. Runs at the site's own backend, for a learner who is
// logged in there; the secret must not reach a browser.

function encode_part(string $value): string
{
    return rtrim(strtr(base64_encode($value), '+/', '-_'), '=');
}

function sign_learner_token(
    string $secret,
    string $kid,
    string $embedKey,
    string $learner,
    ?string $scenario = null,
    ?string $name = null
): string {
    if (trim($learner) === '') {
        // Without an id of its own, every learner would be the same one.
        throw new InvalidArgumentException('Name the learner.');
    }
    $now = time();
    $header = ['alg' => 'HS256', 'typ' => 'JWT', 'kid' => $kid];
    $payload = [
        'iss' => $embedKey,
        'aud' => 'maka-voice-coach',
        'sub' => $learner, // your own id of the learner, better not a name or an address
        'jti' => bin2hex(random_bytes(16)), // never the same twice
        'iat' => $now,
        'exp' => $now + 60,
    ];
    if ($scenario !== null) {
        $payload['scenario'] = $scenario; // good for this scenario only
    }
    if ($name !== null) {
        $payload['name'] = $name; // what the customer may call the learner
    }
    $signed = encode_part(json_encode($header)) . '.' . encode_part(json_encode($payload));
    return $signed . '.' . encode_part(hash_hmac('sha256', $signed, $secret, true));
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    echo sign_learner_token(
        getenv('MAKA_TOKEN_SECRET'),
        getenv('MAKA_TOKEN_KID'),
        getenv('MAKA_EMBED_KEY'),
        $argv[1] ?? '',
        $argv[2] ?? null
    ), "\n";
}
