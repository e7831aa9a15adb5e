/** What a browser shows of a server that has no key yet. `message` is this product's own text. */
export function closedPage(message: string): Response {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>MotiveProxy is closed</title>
<h1>MotiveProxy is closed</h1>
<p>${escapeHtml(message)}</p>
</html>
`;
  return new Response(page, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
