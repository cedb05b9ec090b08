import { errorRoutes } from "../.vitepress/errors/pages.ts";

export default { paths: () => errorRoutes("en") };
