<?php
// Reads the results of a site in PHP, without a package. Runs at the site's own backend; the result key must not
// reach a browser.

/** All results that became final after `$cursor`, and the cursor to go on with. A session may come again: the last counts. */
function read_results(string $functions, string $key, ?string $cursor = null): array
{
    $results = [];
    do {
        $query = $cursor === null ? '' : '?' . http_build_query(['after' => $cursor]);
        $context = stream_context_create(['http' => [
            'header' => "authorization: Bearer $key",
            'timeout' => 30,
            'ignore_errors' => true,
        ]]);
        $answer = file_get_contents("$functions/reports/sessions$query", false, $context);
        $body = json_decode((string) $answer, true);
        preg_match('/ (\d{3})/', $http_response_header[0] ?? '', $status);
        if (($status[1] ?? '') === '429') {
            sleep((int) ($body['retryAfterSeconds'] ?? 60));
            continue;
        }
        if (($status[1] ?? '') !== '200') {
            throw new RuntimeException("{$body['code']}: {$body['message']} ({$body['requestId']})");
        }
        array_push($results, ...$body['results']);
        $cursor = $body['cursor'];
    } while (($status[1] ?? '') === '429' || $body['hasMore']);
    return [$results, $cursor];
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    [$results, $cursor] = read_results(
        getenv('MAKA_FUNCTIONS'),
        getenv('MAKA_RESULT_KEY'),
        $argv[1] ?? null
    );
    foreach ($results as $result) {
        $values = [$result['sub'], $result['scenario']['id'], $result['total'], $result['passed']];
        echo implode(' ', array_map('json_encode', $values)), "\n";
    }
    echo "cursor $cursor\n";
}
