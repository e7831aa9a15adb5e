export interface Notice {
  readonly status: number;
  readonly title: string;
  /** This product's own text. */
  readonly message: string;
}

/** What a browser shows where a server lets nobody in: it has no key yet, or wrong settings, or is reached by a wrong name. */
export function noticePage({ status, title, message }: Notice): Response {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(message)}</p>
</html>
`;
  return new Response(page, {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
