/** How many times longer outages last than in CI: with APSARA_LIVE_OUTAGES=long, as long as in reality. */
export const LONGER = process.env.APSARA_LIVE_OUTAGES === "long" ? 15 : 1;
