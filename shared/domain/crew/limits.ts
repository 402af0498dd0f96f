/** Crews that are kept; one more drops the one that has been silent longest [eng]. */
export const CREWS_KEPT = 2_000;
/** Places (positions and points of tracks) in one message at most: about 0.5 MB of JSON [eng]. */
export const PART_PLACES = 10_000;
