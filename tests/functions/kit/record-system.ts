/** A customer record that is told of events, and answers as the test says. */
export function startRecordSystem() {
  const received: { headers: Headers; body: string }[] = [];
  const answer = { status: 204 };
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    received.push({ headers: request.headers, body: await request.text() });
    return new Response(null, { status: answer.status });
  });
  const url = `http://127.0.0.1:${server.addr.port}/hook`;
  return { url, received, answer, stop: () => server.shutdown() };
}
