import type { Browser } from "playwright-core";

/** Whether Japanese is drawn: without a font for them, two different characters give the same box. */
export async function hasJapaneseFont(browser: Browser): Promise<boolean> {
  const page = await browser.newPage();
  const draw = async (character: string): Promise<string> => {
    await page.setContent(`<p style="font-size: 40px">${character}</p>`);
    return (await page.screenshot({ clip: { x: 0, y: 0, width: 100, height: 120 } })).toString(
      "base64",
    );
  };
  const pictures = [await draw("門"), await draw("語")];
  await page.close();
  return pictures[0] !== pictures[1];
}
