// The picture of the playground in the README.
import { play } from "./playground.mjs";
import { close } from "./site.mjs";

/** Wide enough for both columns, and for the end of the run. */
export const SIZE = { width: 1440, height: 860 };

/** Plays the story of a lost answer and returns a PNG of it. */
export async function pictureOf(site) {
  const page = await site.open("/playground", { viewport: SIZE });
  await play(page, "lost");
  await page.mouse.move(0, 0);
  // Without the frame of the site and the parts that a wait of random length moves.
  await page.addStyleTag({ content: ".VPNav, .VPSidebar, .VPLocalNav { display: none !important }" });
  const png = await page.locator("form.playground").screenshot({ animations: "disabled" });
  await close(page);
  return png;
}
